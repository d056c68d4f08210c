#include "http/server.hpp"

#include <atomic>
#include <boost/asio.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <csignal>
#include <deque>
#include <optional>
#include <set>
#include <stdexcept>

namespace bursar::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                                         asio::io_context::executor_type>;
using error_code = boost::system::error_code;

namespace {

std::string_view reason(int status) {
    return std::string_view(beast::http::obsolete_reason(static_cast<beast::http::status>(status)));
}

void append(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
}

constexpr std::string_view kCommonHeaders =
    "Cache-Control: no-cache, no-store\r\n"
    "Vary: Origin\r\n"
    "Strict-Transport-Security: max-age=63072000; includeSubDomains; preload\r\n"
    "Access-Control-Allow-Origin: *\r\n"
    "Access-Control-Allow-Methods: GET, HEAD, PUT, PATCH, POST, DELETE\r\n"
    "Access-Control-Allow-Credentials: true\r\n"
    "Access-Control-Max-Age: 300\r\n"
    "Access-Control-Expose-Headers: Request-Id, Stripe-Manage-Version, Stripe-Should-Retry, "
    "X-Stripe-External-Auth-Required, "
    "X-Stripe-Privileged-Session-Required\r\n";

std::string to_bytes(Response const& response, bool keep_alive, bool head_only) {
    std::string out;
    out.reserve(response.body.size() + 1024);
    out += "HTTP/1.1 ";
    out += std::to_string(response.status);
    out += ' ';
    out += reason(response.status);
    out += "\r\nServer: bursar\r\n";
    append(out, "Content-Type", response.content_type);
    append(out, "Content-Length", std::to_string(response.body.size()));
    append(out, "Connection", keep_alive ? "keep-alive" : "close");
    out += kCommonHeaders;
    for (auto const& [name, value] : response.headers) append(out, name, value);
    out += "\r\n";
    if (!head_only) out += response.body;
    return out;
}

}  // namespace

class Connection;

struct Server::State {
    asio::io_context io{1};
    Acceptor acceptor{io};
    asio::signal_set signals{io};
    Handler handler;
    std::set<std::shared_ptr<Connection>> connections;
    bool stopping = false;

    void accept();
    void shut();
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(Server::State& server, Socket socket)
        : server_(server), socket_(std::move(socket)), timer_(server.io.get_executor()) {
        error_code ignored;
        socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
        auto peer = socket_.remote_endpoint(ignored);
        client_ip_ = ignored ? std::string() : peer.address().to_string();
    }

    void read() {
        parser_.emplace();
        parser_->header_limit(kHeadBytesMax);
        parser_->body_limit(kBodyBytesMax);
        parse();
    }

    bool is_idle() const { return idle_; }
    void close() {
        error_code ignored;
        timer_.cancel();
        socket_.shutdown(Socket::shutdown_both, ignored);
        socket_.close(ignored);
        server_.connections.erase(shared_from_this());
    }

private:
    // What has been read may hold a whole request already (pipelining); otherwise more is read.
    void parse() {
        error_code error;
        while (buffer_.size() > 0 && !parser_->is_done()) {
            auto used = parser_->put(buffer_.data(), error);
            buffer_.consume(used);
            if (error == beast::http::error::need_more) {
                error = {};
                break;
            }
            if (error) return refuse(error);
            if (used == 0) break;
        }
        if (parser_->is_done()) return serve();
        if (parser_->is_header_done() && !continued_ && parser_->get()[beast::http::field::expect] == "100-continue") {
            continued_ = true;
            return send("HTTP/1.1 100 Continue\r\n\r\n", [self = shared_from_this()] { self->receive(); });
        }
        receive();
    }

    void receive() {
        idle_ = true;
        timer_.expires_after(std::chrono::seconds(kIdleSeconds));
        timer_.async_wait([self = shared_from_this()](error_code error) {
            if (!error) self->close();
        });
        socket_.async_read_some(buffer_.prepare(16 * 1024),
                                [self = shared_from_this()](error_code error, std::size_t size) {
                                    self->idle_ = false;
                                    self->timer_.cancel();
                                    if (error) return self->close();
                                    self->buffer_.commit(size);
                                    self->parse();
                                });
    }

    void serve() {
        auto message = parser_->release();
        keep_alive_ = message.keep_alive() && !server_.stopping;
        continued_ = false;
        Request request;
        request.method = std::string(message.method_string());
        head_only_ = request.method == "HEAD";
        if (head_only_) request.method = "GET";
        std::string_view target(message.target().data(), message.target().size());
        auto question = std::min(target.find('?'), target.size());
        request.path = target.substr(0, question);
        if (question < target.size()) request.query = target.substr(question + 1);
        request.body = std::move(message.body());
        for (auto const& field : message) take(request, field.name_string(), field.value());
        request.client_ip = client_ip_;
        server_.handler(std::move(request), [self = shared_from_this()](Response response) {
            asio::dispatch(self->server_.io, [self, response = std::move(response)] { self->answer(response); });
        });
    }

    static void take(Request& request, std::string_view name, std::string_view value) {
        auto is = [&](std::string_view other) {
            return name.size() == other.size() &&
                   std::equal(name.begin(), name.end(), other.begin(),
                              [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
        };
        switch (name.size()) {
            case 4:
                if (is("host")) request.host = value;
                break;
            case 6:
                if (is("origin")) request.origin = value;
                break;
            case 10:
                if (is("user-agent")) request.user_agent = value;
                break;
            case 12:
                if (is("content-type")) request.content_type = value;
                break;
            case 13:
                if (is("authorization")) request.authorization = value;
                break;
            case 14:
                if (is("stripe-account"))
                    request.stripe_account = value;
                else if (is("stripe-version"))
                    request.stripe_version = value;
                break;
            case 15:
                if (is("idempotency-key")) request.idempotency_key = value;
                break;
            default:
                break;
        }
    }

    void answer(Response const& response) {
        send(to_bytes(response, keep_alive_, head_only_), [self = shared_from_this()] {
            if (!self->keep_alive_) return self->close();
            self->read();
        });
    }

    void refuse(error_code error) {
        keep_alive_ = false;
        bool large = error == beast::http::error::body_limit;
        bool long_head = error == beast::http::error::header_limit;
        answer(Response{
            .status = large       ? 413
                      : long_head ? 414
                                  : 400,
            .headers = {},
            .body = large
                        ? R"({"error":{"message":"The request body is too large.","type":"invalid_request_error"}})"
                        : R"({"error":{"message":"The request is not valid HTTP.","type":"invalid_request_error"}})"});
    }

    template <class Then>
    void send(std::string bytes, Then then) {
        out_ = std::move(bytes);
        asio::async_write(socket_, asio::buffer(out_),
                          [self = shared_from_this(), then](error_code error, std::size_t) {
                              if (error) return self->close();
                              then();
                          });
    }

    Server::State& server_;
    Socket socket_;
    Timer timer_;
    beast::flat_buffer buffer_;
    std::optional<beast::http::request_parser<beast::http::string_body>> parser_;
    std::string out_, client_ip_;
    bool keep_alive_ = true, head_only_ = false, idle_ = false, continued_ = false;
};

void Server::State::accept() {
    acceptor.async_accept([this](error_code error, Socket socket) {
        if (!acceptor.is_open()) return;
        if (!error) {
            auto connection = std::make_shared<Connection>(*this, std::move(socket));
            connections.insert(connection);
            connection->read();
        }
        accept();
    });
}

// Idle connections end at once, busy ones when they have answered; then run() returns.
void Server::State::shut() {
    if (stopping) return;
    stopping = true;
    error_code ignored;
    acceptor.close(ignored);
    signals.cancel(ignored);
    auto all = connections;
    for (auto const& connection : all)
        if (connection->is_idle()) connection->close();
}

Server::Server(std::string const& host, std::uint16_t port, Handler handler) : state_(std::make_unique<State>()) {
    state_->handler = std::move(handler);
    asio::ip::tcp::endpoint endpoint(asio::ip::make_address(host), port);
    state_->acceptor.open(endpoint.protocol());
    state_->acceptor.set_option(asio::socket_base::reuse_address(true));
    error_code error;
    state_->acceptor.bind(endpoint, error);
    if (!error) state_->acceptor.listen(1024, error);
    if (error)
        throw std::runtime_error("cannot listen on " + host + ":" + std::to_string(port) + ": " + error.message() +
                                 "; --listen HOST:PORT takes another address");
    state_->accept();
}

Server::~Server() = default;

std::uint16_t Server::port() const { return state_->acceptor.local_endpoint().port(); }
void Server::run() { state_->io.run(); }
void Server::stop() {
    asio::post(state_->io, [state = state_.get()] { state->shut(); });
}

void Server::on_signal(std::function<void()> then) {
    state_->signals.add(SIGTERM);
    state_->signals.add(SIGINT);
    state_->signals.async_wait([then](error_code error, int) {
        if (!error) then();
    });
}

}  // namespace bursar::http
