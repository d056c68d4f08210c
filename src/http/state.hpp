// What the connections of a server share.
#pragma once

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/error.hpp>
#include <optional>
#include <set>

#include "http/bound.hpp"
#include "http/server.hpp"

namespace bursar::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
// With the executor named: the type-erased one costs a third of the throughput.
using Socket = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>,
                                         asio::io_context::executor_type>;
using LowestLayer = Socket::lowest_layer_type;
using TlsStream = asio::ssl::stream<Socket>;
using error_code = boost::system::error_code;

class AnyConnection {
public:
    virtual ~AnyConnection() = default;
    virtual bool is_idle() const = 0;
    virtual void close() = 0;
};

struct Server::State {
    // Before `io`, whose waiting work may hold shares of them.
    Bound places{connections_max(), kConnectionsOfOneMax};
    Bound bytes{kArrivedBytesMax, kArrivedBytesOfOneMax};
    Bound streams{kStreamsMax, kStreamsOfOneMax};
    asio::io_context io{1};
    Acceptor acceptor{io};
    asio::signal_set signals{io}, hangups{io};
    Timer patience{io.get_executor()};  // until more is accepted, when there was no descriptor for it
    Handler handler;
    Certificate certificate;
    Doors doors;
    std::optional<asio::ssl::context> tls;
    std::int64_t hsts_seconds = 0;
    std::set<std::shared_ptr<AnyConnection>> connections;
    bool stopping = false;

    static std::size_t connections_max();  // as many as there are descriptors for
    // Who is counted; empty for a proxy, which stands for many.
    std::string whose(std::string const& address) const;
    void listen(Address const& address);  // throws std::runtime_error
    void accept();
    void reload_on_hangup();
    void take_in(Socket socket);
    template <class Connection>
    void welcome(std::shared_ptr<Connection> connection, Taken place);
    void shut();
};

}  // namespace bursar::http
