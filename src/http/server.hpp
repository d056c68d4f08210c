// Sockets and HTTP/1.1: bytes to Request, Response to bytes. Beast parses and stays in here; answers are written by
// hand as one buffer. Knows nothing of payments.
//
// Limits: a head of kHeadBytesMax, a body of kBodyBytesMax (413 above), kIdleSeconds without a byte ends a connection.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/message.hpp"

namespace bursar::http {

inline constexpr std::size_t kHeadBytesMax = 64 * 1024;
inline constexpr std::size_t kBodyBytesMax = 1024 * 1024;
inline constexpr int kIdleSeconds = 75;

// Called on the server's thread. `respond` may be called at once or later, from any thread, once.
using Handler = std::function<void(Request, Respond)>;

class Server {
public:
    // Throws when the address cannot be listened on. Port 0 takes a free one.
    Server(std::string const& host, std::uint16_t port, Handler handler);
    ~Server();
    std::uint16_t port() const;
    void run();   // until stop()
    void stop();  // from any thread or a signal handler's thread: no new requests, running ones are answered
    void on_signal(std::function<void()> then);  // SIGTERM and SIGINT

    struct State;  // of the sockets; nobody else's business

private:
    std::unique_ptr<State> state_;
};

}  // namespace bursar::http
