// Server-sent events: what the channel sends is written as it is; the other side says nothing more, and when it is gone
// the channel closes.
#pragma once

#include <array>

#include "http/open_channel.hpp"

namespace bursar::http {

template <class Stream>
class EventStream final : public OpenChannel {
public:
    EventStream(Server::State& server, Stream stream) : OpenChannel(server), stream_(std::move(stream)) {}

    void begin(Response const& response, std::string head) {
        send(std::make_shared<std::string const>(std::move(head)));
        watch();
        response.event_stream(shared_from_this());
    }

private:
    void watch() {
        stream_.async_read_some(asio::buffer(in_), [this, self = shared_from_this()](error_code error, std::size_t) {
            error ? end() : watch();
        });
    }

    void write(std::string const& text) override {
        asio::async_write(stream_, asio::buffer(text),
                          [this, self = shared_from_this()](error_code error, std::size_t) { written(error); });
    }

    LowestLayer& socket() override { return stream_.lowest_layer(); }

    Stream stream_;
    std::array<char, 256> in_{};
};

}  // namespace bursar::http
