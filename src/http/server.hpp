// The sockets. One thread reads requests and writes answers; what a request means is the handler's business. Beast
// parses, we write: an answer is one buffer.
//
// Limits, so that no caller can hold the server: a head of kHeadBytesMax (414 above), a body of kBodyBytesMax (413
// above), kConnectionsMax connections at a time and kConnectionsOfOneMax from one address (503 for one more). A
// connection ends after kIdleSeconds without a request, when a request has not arrived kArrivalSeconds after its first
// byte, or when its answer has not been taken kAnswerSeconds after it was ready.
//
// What has arrived of requests beyond their first kFreeBytes is counted until they are answered, in all and by address
// (503 above). A body that is larger than that is read once the head alone has been found good (Doors::refuse): nobody
// without a key makes us hold one.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/message.hpp"

namespace bursar::http {

inline constexpr std::size_t kHeadBytesMax = 64 * 1024;
inline constexpr std::size_t kBodyBytesMax = 1024 * 1024;
inline constexpr int kIdleSeconds = 75, kArrivalSeconds = 30, kAnswerSeconds = 60;
inline constexpr std::size_t kConnectionsMax = 10'000, kConnectionsOfOneMax = 1'000;
inline constexpr std::size_t kFreeBytes = 16 * 1024;
inline constexpr std::size_t kArrivedBytesMax = 64 * 1024 * 1024, kArrivedBytesOfOneMax = 16 * 1024 * 1024;
inline constexpr std::size_t kStreamsMax = 1'000, kStreamsOfOneMax = 100;

// Called on the server's thread. `respond` may be called at once or later, from any thread, once.
using Handler = std::function<void(Request, Respond)>;

// What the server asks about callers before it has read all that they send.
struct Doors {
    // Of a request whose body is large and not read yet: nothing, or the answer.
    std::function<std::optional<Response>(Request const& head)> refuse = {};
    // Whether an address stands for many: then it is not counted as one.
    std::function<bool(std::string const& address)> is_proxy = {};
};

struct Address {
    std::string host;        // an IP address or a name; empty: every address that there is
    std::uint16_t port = 0;  // 0: a free one
};

// PEM files; both empty: no TLS. Spoken are 1.3, and 1.2 with forward secrecy and authenticated encryption. On SIGHUP
// they are read again, for the connections that come from then on; files that do not fit are logged and change nothing.
struct Certificate {
    std::string chain_file, key_file;
    bool given() const { return !chain_file.empty() || !key_file.empty(); }
};

class Server {
public:
    // Throws std::runtime_error, with words for an operator, when the address cannot be listened on or the certificate
    // does not fit.
    // `hsts_seconds`: how long browsers are told to speak nothing but TLS with this host; 0: they are not.
    Server(Address const& address, Handler handler, Certificate const& certificate = {}, Doors doors = {},
           std::int64_t hsts_seconds = 0);
    ~Server();
    std::uint16_t port() const;
    bool is_loopback() const;  // nobody but this machine gets there
    void run();                // until stop()
    void stop();  // from any thread or a signal handler's thread: no new requests, running ones are answered
    void on_signal(std::function<void()> then);  // SIGTERM and SIGINT

    struct State;  // of the sockets; nobody else's business

private:
    std::unique_ptr<State> state_;
};

}  // namespace bursar::http
