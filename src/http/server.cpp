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

void Server::State::take_in(Socket socket) {
    error_code ignored;
    auto peer = socket.remote_endpoint(ignored);
    auto address = ignored ? std::string() : peer.address().to_string();
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
    asio::ip::tcp::endpoint endpoint(asio::ip::make_address(address.host), address.port);
    state_->acceptor.open(endpoint.protocol());
    state_->acceptor.set_option(asio::socket_base::reuse_address(true));
    error_code error;
    state_->acceptor.bind(endpoint, error);
    if (!error) state_->acceptor.listen(1024, error);
    if (error)
        throw std::runtime_error("cannot listen on " + address.host + ":" + std::to_string(address.port) + ": " +
                                 error.message() + "; --listen HOST:PORT takes another address");
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
