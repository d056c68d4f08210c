// A connection that has become a WebSocket. Text messages both ways; pings are answered by Beast.
#pragma once

#include <boost/beast/core/buffers_to_string.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include "http/open_channel.hpp"

namespace bursar::http {

template <class Stream>
class WebSocket final : public OpenChannel {
public:
    WebSocket(Server::State& server, Stream stream) : OpenChannel(server), socket_(std::move(stream)) {}

    void begin(Response const& response, beast::http::request<beast::http::string_body> request) {
        auto timeouts = beast::websocket::stream_base::timeout::suggested(beast::role_type::server);
        timeouts.idle_timeout = std::chrono::seconds(kIdleSeconds);
        socket_.set_option(timeouts);
        socket_.read_message_max(kMessageBytesMax);
        auto protocol = response.subprotocol.text();
        socket_.set_option(beast::websocket::stream_base::decorator([protocol](beast::websocket::response_type& head) {
            if (!protocol.empty()) head.set(beast::http::field::sec_websocket_protocol, protocol);
        }));
        request_ = std::move(request);
        socket_.async_accept(request_, [this, self = shared_from_this(), open = response.web_socket](error_code error) {
            if (error) return end();
            open(self);
            read();
        });
    }

private:
    void read() {
        socket_.async_read(buffer_, [this, self = shared_from_this()](error_code error, std::size_t) {
            if (error) return end();
            if (on_message) on_message(beast::buffers_to_string(buffer_.data()));
            buffer_.clear();
            read();
        });
    }

    void write(std::string const& text) override {
        socket_.text(true);
        socket_.async_write(asio::buffer(text),
                            [this, self = shared_from_this()](error_code error, std::size_t) { written(error); });
    }

    LowestLayer& socket() override { return socket_.next_layer().lowest_layer(); }

    static constexpr std::size_t kMessageBytesMax = 64 * 1024;

    beast::websocket::stream<Stream> socket_;
    beast::http::request<beast::http::string_body> request_;
    beast::flat_buffer buffer_;
};

}  // namespace bursar::http
