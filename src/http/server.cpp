#include "http/server.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>

#include "base/log.hpp"
#include "base/networks.hpp"
#include "http/connection.hpp"

namespace bursar::http {

static constexpr std::size_t kOtherDescriptors = 256;  // of the store, of webhooks, of what is turned away
static constexpr auto kPatience = std::chrono::milliseconds(50);

std::size_t Server::State::connections_max() {
    rlimit most{};
    if (getrlimit(RLIMIT_NOFILE, &most) != 0 || most.rlim_cur == RLIM_INFINITY) return kConnectionsMax;
    auto left = most.rlim_cur > 2 * kOtherDescriptors ? most.rlim_cur - kOtherDescriptors : most.rlim_cur / 2;
    return std::min<std::size_t>(kConnectionsMax, left);
}

std::string Server::State::whose(std::string const& address) const {
    return doors.is_proxy && doors.is_proxy(address) ? std::string() : subscriber_of(address);
}

template <class Connection>
void Server::State::welcome(std::shared_ptr<Connection> connection, Taken place) {
    connections.insert(connection);
    if (place == Taken::yes) return connection->begin();
    if (tls) return connection->close();
    connection->turn_away(place == Taken::too_much_of_one ? "Too many connections from your address."
                                                          : "Too many connections.");
}

// One who comes by IPv4 is himself, by whatever kind of socket.
static std::string text_of(asio::ip::address const& address) {
    bool is_mapped = address.is_v6() && address.to_v6().is_v4_mapped();
    return is_mapped ? asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string()
                     : address.to_string();
}

void Server::State::take_in(Socket socket) {
    error_code ignored;
    auto peer = socket.remote_endpoint(ignored);
    auto address = ignored ? std::string() : text_of(peer.address());
    auto share = places.share_of(whose(address));
    auto place = share.grow(1);
    if (tls)
        welcome(std::make_shared<Connection<TlsStream>>(*this, address, std::move(share), std::move(socket), *tls),
                place);
    else
        welcome(std::make_shared<Connection<Socket>>(*this, address, std::move(share), std::move(socket)), place);
}

void Server::State::accept() {
    acceptor.async_accept([this](error_code error, Socket socket) {
        if (!acceptor.is_open()) return;
        if (!error) {
            take_in(std::move(socket));
            return accept();
        }
        patience.expires_after(kPatience);
        patience.async_wait([this](error_code stopped) {
            if (!stopped && acceptor.is_open()) accept();
        });
    });
}

// Idle connections end at once, busy ones when they have answered; then run() returns.
void Server::State::shut() {
    if (stopping) return;
    stopping = true;
    error_code ignored;
    acceptor.close(ignored);
    patience.cancel();
    signals.cancel(ignored);
    hangups.cancel(ignored);
    auto all = connections;
    for (auto const& connection : all)
        if (connection->is_idle()) connection->close();
}

using Endpoint = asio::ip::tcp::endpoint;

// What a name stands for, IPv4 first, which every client speaks. Every address is IPv6's, which takes IPv4 too, or
// IPv4's where a machine has no other.
static std::vector<Endpoint> endpoints_of(asio::io_context& io, Address const& address, error_code& error) {
    if (address.host.empty()) return {{asio::ip::tcp::v6(), address.port}, {asio::ip::tcp::v4(), address.port}};
    auto literal = asio::ip::make_address(address.host, error);
    if (!error) return {{literal, address.port}};
    error = {};
    asio::ip::tcp::resolver resolver(io);
    std::vector<Endpoint> out, of_six;
    for (auto const& found : resolver.resolve(address.host, "", error)) {
        auto const one = found.endpoint().address();
        (one.is_v4() ? out : of_six).emplace_back(one, address.port);
    }
    out.insert(out.end(), of_six.begin(), of_six.end());
    return out;
}

static void listen_at(Acceptor& acceptor, Endpoint const& endpoint, error_code& error) {
    error = {};
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address(true), error);
    if (!error && endpoint.address() == asio::ip::address_v6::any())
        acceptor.set_option(asio::ip::v6_only(false), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(1024, error);
    error_code ignored;
    if (error) acceptor.close(ignored);
}

// At the first endpoint that will do.
void Server::State::listen(Address const& address) {
    error_code error;
    for (auto const& endpoint : endpoints_of(io, address, error)) {
        listen_at(acceptor, endpoint, error);
        if (!error) return;
    }
    auto host = address.host.find(':') == std::string::npos ? address.host : '[' + address.host + ']';
    throw std::runtime_error("cannot listen on " + host + ":" + std::to_string(address.port) + ": " + error.message() +
                             "; --listen HOST:PORT takes another address");
}

static asio::ssl::context tls_of(Certificate const& certificate) {
    asio::ssl::context context(asio::ssl::context::tls_server);
    context.set_options(asio::ssl::context::no_sslv2 | asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 |
                        asio::ssl::context::no_tlsv1_1 | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_RENEGOTIATION);
    if (SSL_CTX_set_cipher_list(context.native_handle(), "ECDHE+AESGCM:ECDHE+CHACHA20") != 1)
        throw std::runtime_error("OpenSSL knows none of the ciphers of TLS 1.2 that are spoken here");
    error_code error;
    context.use_certificate_chain_file(certificate.chain_file, error);
    if (error) throw std::runtime_error("--tls-cert " + certificate.chain_file + ": " + error.message());
    context.use_private_key_file(certificate.key_file, asio::ssl::context::pem, error);
    if (error) throw std::runtime_error("--tls-key " + certificate.key_file + ": " + error.message());
    return context;
}

// Connections that are open keep what they began with.
void Server::State::reload_on_hangup() {
    hangups.async_wait([this](error_code stopped, int) {
        if (stopped) return;
        try {
            tls.emplace(tls_of(certificate));
            log(LogLevel::info, "the certificate was read again", {{"file", certificate.chain_file}});
        } catch (std::exception const& problem) {
            log(LogLevel::error, "the certificate stays as it was", {{"problem", problem.what()}});
        }
        reload_on_hangup();
    });
}

Server::Server(Address const& address, Handler handler, Certificate const& certificate, Doors doors,
               std::int64_t hsts_seconds)
    : state_(std::make_unique<State>()) {
    state_->handler = std::move(handler);
    state_->doors = std::move(doors);
    state_->hsts_seconds = hsts_seconds;
    if (certificate.given()) {
        state_->certificate = certificate;
        state_->tls.emplace(tls_of(certificate));
        state_->hangups.add(SIGHUP);
        state_->reload_on_hangup();
    }
    state_->listen(address);
    state_->accept();
}

Server::~Server() = default;

std::uint16_t Server::port() const { return state_->acceptor.local_endpoint().port(); }
bool Server::is_loopback() const { return state_->acceptor.local_endpoint().address().is_loopback(); }
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
