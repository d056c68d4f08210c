// One connection: reads a request, hands it over, writes the answer, and again. Stream is a socket, with TLS or
// without. What a caller may make us hold is counted as it arrives (http/bound.hpp, http/server.hpp).
#pragma once

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <memory>
#include <optional>

#include "http/bytes.hpp"
#include "http/event_stream.hpp"
#include "http/head.hpp"
#include "http/state.hpp"
#include "http/web_socket.hpp"

namespace bursar::http {

template <class Stream>
class Connection final : public AnyConnection, public std::enable_shared_from_this<Connection<Stream>> {
public:
    template <class... With>
    Connection(Server::State& server, std::string address, Bound::Share place, Socket socket, With&... with)
        : server_(server),
          stream_(std::move(socket), with...),
          timer_(server.io.get_executor()),
          place_(std::move(place)),
          held_(server.bytes.share_of(server.whose(address))),
          client_ip_(std::move(address)) {
        error_code ignored;
        lowest().set_option(asio::ip::tcp::no_delay(true), ignored);
    }

    void begin() {
        if constexpr (std::is_same_v<Stream, TlsStream>) {
            idle_ = true;
            end_after(kArrivalSeconds);
            stream_.async_handshake(asio::ssl::stream_base::server,
                                    [self = this->shared_from_this()](error_code error) {
                                        self->timer_.cancel();
                                        error ? self->close() : self->read();
                                    });
        } else {
            read();
        }
    }

    // Of one that there is no room for: it ends at once, so that such ones take no room, either.
    void turn_away(std::string message) {
        keep_alive_ = false;
        answer(refusal(503, std::move(message)));
    }
    void refuse(int status, std::string message) { refuse(refusal(status, std::move(message))); }

    static Response refusal(int status, std::string message) {
        return {.status = status,
                .headers = {},
                .body = R"({"error":{"message":")" + message + R"(","type":"invalid_request_error"}})"};
    }

    bool is_idle() const override { return idle_; }
    void close() override {
        error_code ignored;
        timer_.cancel();
        lowest().shutdown(Socket::shutdown_both, ignored);
        lowest().close(ignored);
        held_.clear();
        place_.clear();
        server_.connections.erase(this->shared_from_this());
    }

private:
    auto& lowest() { return stream_.lowest_layer(); }
    Socket& socket() {
        if constexpr (std::is_same_v<Stream, TlsStream>)
            return stream_.next_layer();
        else
            return stream_;
    }

    void end_after(int seconds) {
        timer_.expires_after(std::chrono::seconds(seconds));
        timer_.async_wait([self = this->shared_from_this()](error_code error) {
            if (!error) self->close();
        });
    }

    void read() {
        parser_.emplace();
        head_is_good_ = false;
        parser_->header_limit(kHeadBytesMax);
        parser_->body_limit(kBodyBytesMax);
        arrives_by_.reset();
        held_.clear();
        arrived_ = buffer_.size();
        is_let_in_ = false;
        parse();
    }

    // What has been read may hold a whole request already (pipelining); otherwise more is read.
    void parse() {
        error_code error;
        while (buffer_.size() > 0 && !parser_->is_done()) {
            if (!parser_->is_header_done() && !is_well_formed(unread())) return refuse(400, kNotHttp);
            auto used = parser_->put(buffer_.data(), error);
            buffer_.consume(used);
            if (error == beast::http::error::need_more) {
                error = {};
                break;
            }
            if (error) return refuse(error);
            if (!head_is_good_ && parser_->is_header_done()) {
                if (auto objection = objection_to(parser_->get())) return refuse(400, *objection);
                head_is_good_ = true;
                if (parser_->chunked()) fields_in_head_ = fields_in(parser_->get());
            }
            if (used == 0) break;
        }
        if (parser_->is_done()) return serve();
        if (parser_->is_header_done() && !is_let_in_) return let_in();
        receive();
    }

    // The head has arrived and its body has not: before a large one is read, or asked for, the head must do.
    void let_in() {
        bool waits = parser_->get()[beast::http::field::expect] == "100-continue";
        bool is_large = arrived_ > kFreeBytes || parser_->content_length().value_or(0) > kFreeBytes;
        is_let_in_ = waits || is_large;
        if (is_let_in_ && server_.doors.refuse)
            if (auto no = server_.doors.refuse(request_of(parser_->get()))) return refuse(std::move(*no));
        if (waits) return send("HTTP/1.1 100 Continue\r\n\r\n", [self = this->shared_from_this()] { self->receive(); });
        receive();
    }
    std::string_view unread() const { return {static_cast<char const*>(buffer_.data().data()), buffer_.size()}; }

    void receive() {
        idle_ = true;
        wait_for_bytes();
        stream_.async_read_some(
            buffer_.prepare(16 * 1024), [self = this->shared_from_this()](error_code error, std::size_t size) {
                self->idle_ = false;
                self->timer_.cancel();
                if (error) return self->close();
                if (!self->arrives_by_)
                    self->arrives_by_ = std::chrono::steady_clock::now() + std::chrono::seconds(kArrivalSeconds);
                self->buffer_.commit(size);
                self->arrived_ += size;
                if (self->arrived_ > kFreeBytes && self->held_.grow(size) != Taken::yes)
                    return self->refuse(503, "Too much is being sent at the same time. Please try again.");
                self->parse();
            });
    }

    // Between requests a connection may be quiet for a while; within one, time runs from the first byte.
    void wait_for_bytes() {
        if (!arrives_by_) return end_after(kIdleSeconds);
        timer_.expires_at(*arrives_by_);
        timer_.async_wait([self = this->shared_from_this()](error_code error) {
            if (!error) self->close();
        });
    }

    void serve() {
        if (parser_->chunked() && fields_in(parser_->get()) != fields_in_head_)
            return refuse(400, "Trailer fields are not taken.");
        auto message = parser_->release();
        keep_alive_ = message.keep_alive() && !server_.stopping;
        auto request = request_of(message);
        head_only_ = request.method == "HEAD";
        if (head_only_) request.method = "GET";
        request.body = std::move(message.body());
        request.wants_websocket = beast::websocket::is_upgrade(message);
        if (request.wants_websocket) upgrade_.emplace(std::move(message));
        server_.handler(std::move(request), [self = this->shared_from_this()](Response response) {
            asio::dispatch(self->server_.io,
                           [self, response = std::move(response)] { self->answer_in_time(response); });
        });
    }

    // Without its body.
    Request request_of(beast::http::request<beast::http::string_body> const& message) const {
        Request request;
        request.method = std::string(message.method_string());
        std::string_view target(message.target().data(), message.target().size());
        auto question = std::min(target.find('?'), target.size());
        request.path = target.substr(0, question);
        if (question < target.size()) request.query = target.substr(question + 1);
        for (auto const& field : message) take_header(request, field.name_string(), field.value());
        request.client_ip = client_ip_;
        return request;
    }

    void answer_in_time(Response const& response) {
        if (response.delay_ms == 0) return answer(response);
        timer_.expires_after(std::chrono::milliseconds(response.delay_ms));
        timer_.async_wait([self = this->shared_from_this(), response](error_code error) {
            error ? self->close() : self->answer(response);
        });
    }

    void answer(Response const& response) {
        if (response.drop) return close();
        if (server_.stopping) keep_alive_ = false;  // since its request came
        if (response.web_socket && upgrade_) return become<WebSocket<Stream>>(response, std::move(*upgrade_));
        if (response.event_stream)
            return become<EventStream<Stream>>(response, to_bytes(response, ending(true, false)));
        send(to_bytes(response, ending(keep_alive_, head_only_)), [self = this->shared_from_this()] {
            if (self->is_refused_) return self->hear_out();
            if (!self->keep_alive_) return self->close();
            self->read();
        });
    }

    Ending ending(bool keep_alive, bool head_only) const { return {keep_alive, head_only, server_.hsts_seconds}; }

    // The socket goes on under another object; this one has done its part.
    template <class Other, class Beginning>
    void become(Response const& response, Beginning beginning) {
        auto stream = server_.streams.share_of(server_.whose(client_ip_));
        if (stream.grow(1) != Taken::yes) return refuse(429, "Too many streams are open.");
        timer_.cancel();
        held_.clear();
        error_code ignored;  // what the kernel keeps for a reader who does not read
        lowest().set_option(asio::socket_base::send_buffer_size(kStreamBuffer), ignored);
        auto other = std::make_shared<Other>(server_, std::move(stream_));
        other->keep(std::move(place_), std::move(stream));
        server_.connections.erase(this->shared_from_this());
        server_.connections.insert(other);
        other->begin(response, std::move(beginning));
    }

    void refuse(Response const& response) {
        keep_alive_ = false;
        is_refused_ = true;
        answer(response);
    }

    // A connection that is closed while its other side still sends is reset, and the answer may be lost with it. So
    // what comes is thrown away for a moment.
    void hear_out() {
        error_code ignored;
        lowest().shutdown(Socket::shutdown_send, ignored);
        held_.clear();
        parser_.reset();
        idle_ = true;
        end_after(kHearOutSeconds);
        throw_away();
    }

    void throw_away() {
        buffer_.clear();
        socket().async_read_some(buffer_.prepare(16 * 1024),
                                 [self = this->shared_from_this()](error_code error, std::size_t) {
                                     error ? self->close() : self->throw_away();
                                 });
    }

    void refuse(error_code error) {
        if (error == beast::http::error::body_limit) return refuse(413, "The request body is too large.");
        if (error == beast::http::error::header_limit) return refuse(414, "The request head is too large.");
        refuse(400, kNotHttp);
    }

    template <class Then>
    void send(std::string bytes, Then then) {
        out_ = std::move(bytes);
        if (out_.size() > kSmallAnswer) end_after(kAnswerSeconds);  // smaller ones the kernel takes at once
        asio::async_write(stream_, asio::buffer(out_),
                          [self = this->shared_from_this(), then](error_code error, std::size_t) {
                              self->timer_.cancel();
                              if (error) return self->close();
                              then();
                          });
    }

    static constexpr std::size_t kSmallAnswer = 16 * 1024;
    static constexpr char kNotHttp[] = "The request is not valid HTTP.";
    static constexpr int kHearOutSeconds = 2, kStreamBuffer = 128 * 1024;

    Server::State& server_;
    Stream stream_;
    Timer timer_;
    Bound::Share place_, held_;  // this connection; what has arrived of a request beyond kFreeBytes
    std::size_t arrived_ = 0;
    beast::flat_buffer buffer_;
    std::optional<beast::http::request_parser<beast::http::string_body>> parser_;
    std::optional<beast::http::request<beast::http::string_body>> upgrade_;
    std::optional<std::chrono::steady_clock::time_point> arrives_by_;
    std::string out_, client_ip_;
    std::size_t fields_in_head_ = 0;
    bool head_is_good_ = false;
    bool keep_alive_ = true, head_only_ = false, idle_ = false, is_let_in_ = false, is_refused_ = false;
};

}  // namespace bursar::http
