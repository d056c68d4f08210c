// A connection that stays open after its answer: what is sent waits in line until the other side takes it. Who has left
// Channel::kUnreadMax bytes unread when more comes loses the channel: he may come again and ask for what he missed.
// What differs between the kinds of channel is how bytes go out and come in.
#pragma once

#include <atomic>
#include <deque>

#include "http/state.hpp"

namespace bursar::http {

class OpenChannel : public AnyConnection, public Channel, public std::enable_shared_from_this<OpenChannel> {
public:
    explicit OpenChannel(Server::State& server) : server_(server) {}

    // What the connection counts as, from here on.
    void keep(Bound::Share place, Bound::Share stream) {
        place_ = std::move(place);
        stream_share_ = std::move(stream);
    }
    bool is_idle() const override { return true; }  // a server that stops waits for no listener
    void send(Text text) final;
    bool has_room() const final { return unread_ < kUnreadMax / 2; }
    void close() final;

protected:
    virtual void write(std::string const& text) = 0;  // starts it; written() ends it
    virtual LowestLayer& socket() = 0;

    void put(Text text);  // on the server's thread
    void written(error_code error);
    void end();

private:
    Server::State& server_;
    Bound::Share place_, stream_share_;
    std::deque<Text> out_;
    std::atomic<std::size_t> unread_ = 0;  // of what was sent, also of what has not come to the server's thread yet
    std::atomic<bool> is_cut_ = false;
    bool ended_ = false;
};

}  // namespace bursar::http
