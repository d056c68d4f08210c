// A connection that stays open after its answer: what is sent waits in line until the other side takes it. A reader too
// slow for kUnreadMax bytes loses the channel. What differs between its kinds is how bytes go out and come in.
#pragma once

#include <deque>

#include "http/state.hpp"

namespace bursar::http {

class OpenChannel : public AnyConnection, public Channel, public std::enable_shared_from_this<OpenChannel> {
public:
    explicit OpenChannel(Server::State& server) : server_(server) {}

    bool is_idle() const override { return true; }  // a server that stops waits for no listener
    void send(std::string text) final;
    void close() final;

protected:
    virtual void write(std::string const& text) = 0;  // starts it; written() ends it
    virtual LowestLayer& socket() = 0;

    void put(std::string text);  // on the server's thread
    void written(error_code error);
    void end();

private:
    Server::State& server_;
    std::deque<std::string> out_;
    std::size_t unread_ = 0;
    bool ended_ = false;
};

}  // namespace bursar::http
