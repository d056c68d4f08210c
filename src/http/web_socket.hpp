// A connection that has become a WebSocket. Text messages both ways; pings are answered by Beast.
#pragma once

#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <deque>

#include "http/state.hpp"

namespace bursar::http {

template <class Stream>
class WebSocket final : public AnyConnection, public Channel, public std::enable_shared_from_this<WebSocket<Stream>> {
public:
    WebSocket(Server::State& server, Stream stream) : server_(server), socket_(std::move(stream)) {}

    void begin(Response const& response, beast::http::request<beast::http::string_body> request) {
        auto timeouts = beast::websocket::stream_base::timeout::suggested(beast::role_type::server);
        timeouts.idle_timeout = std::chrono::seconds(kIdleSeconds);
        socket_.set_option(timeouts);
        socket_.read_message_max(kBodyBytesMax);
        auto protocol = std::string(response.subprotocol);
        socket_.set_option(beast::websocket::stream_base::decorator([protocol](beast::websocket::response_type& head) {
            if (!protocol.empty()) head.set(beast::http::field::sec_websocket_protocol, protocol);
        }));
        request_ = std::move(request);
        socket_.async_accept(request_, [self = this->shared_from_this(), open = response.web_socket](error_code error) {
            if (error) return self->end();
            open(self);
            self->opened_ = true;
            self->read();
        });
    }

    bool is_idle() const override { return true; }  // a server that stops waits for no listener
    void close() override {
        asio::dispatch(server_.io, [self = this->shared_from_this()] {
            error_code ignored;
            beast::get_lowest_layer(self->socket_).shutdown(Socket::shutdown_both, ignored);
            beast::get_lowest_layer(self->socket_).close(ignored);
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
    void read() {
        socket_.async_read(buffer_, [self = this->shared_from_this()](error_code error, std::size_t) {
            if (error) return self->end();
            if (self->on_message) self->on_message(beast::buffers_to_string(self->buffer_.data()));
            self->buffer_.clear();
            self->read();
        });
    }

    void write() {
        socket_.text(true);
        socket_.async_write(asio::buffer(out_.front()),
                            [self = this->shared_from_this()](error_code error, std::size_t) {
                                if (error) return self->end();
                                self->unread_ -= self->out_.front().size();
                                self->out_.pop_front();
                                if (!self->out_.empty()) self->write();
                            });
    }

    void end() {
        if (ended_) return;
        ended_ = true;
        if (opened_ && on_close) on_close();
        on_message = {};
        on_close = {};
        server_.connections.erase(this->shared_from_this());
    }

    Server::State& server_;
    beast::websocket::stream<Stream> socket_;
    beast::http::request<beast::http::string_body> request_;
    beast::flat_buffer buffer_;
    std::deque<std::string> out_;
    std::size_t unread_ = 0;
    bool opened_ = false, ended_ = false;
};

}  // namespace bursar::http
