// A connection whose answer does not end: server-sent events. What the channel sends is written as it is; the other
// side says nothing more, and when it is gone the channel closes.
#pragma once

#include <array>
#include <deque>

#include "http/state.hpp"

namespace bursar::http {

template <class Stream>
class EventStream final : public AnyConnection,
                          public Channel,
                          public std::enable_shared_from_this<EventStream<Stream>> {
public:
    EventStream(Server::State& server, Stream stream) : server_(server), stream_(std::move(stream)) {}

    void begin(Response const& response, std::string head) {
        out_.push_back(std::move(head));
        write();
        watch();
        response.event_stream(this->shared_from_this());
    }

    bool is_idle() const override { return true; }
    void close() override {
        asio::dispatch(server_.io, [self = this->shared_from_this()] {
            error_code ignored;
            self->stream_.lowest_layer().shutdown(Socket::shutdown_both, ignored);
            self->stream_.lowest_layer().close(ignored);
            self->end();
        });
    }

    void send(std::string text) override {
        asio::post(server_.io, [self = this->shared_from_this(), text = std::move(text)]() mutable {
            if (self->ended_) return;
            self->unread_ += text.size();
            if (self->unread_ > kUnreadMax) return self->close();
            self->out_.push_back(std::move(text));
            if (self->out_.size() == 1) self->write();
        });
    }

private:
    void watch() {
        stream_.async_read_some(asio::buffer(in_), [self = this->shared_from_this()](error_code error, std::size_t) {
            error ? self->end() : self->watch();
        });
    }

    void write() {
        asio::async_write(stream_, asio::buffer(out_.front()),
                          [self = this->shared_from_this()](error_code error, std::size_t size) {
                              if (error) return self->end();
                              self->unread_ -= std::min(size, self->unread_);
                              self->out_.pop_front();
                              if (!self->out_.empty()) self->write();
                          });
    }

    void end() {
        if (ended_) return;
        ended_ = true;
        if (on_close) on_close();
        on_close = {};
        server_.connections.erase(this->shared_from_this());
    }

    Server::State& server_;
    Stream stream_;
    std::array<char, 256> in_{};
    std::deque<std::string> out_;
    std::size_t unread_ = 0;
    bool ended_ = false;
};

}  // namespace bursar::http
