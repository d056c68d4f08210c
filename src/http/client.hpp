// Requests that we make: POST to wherever a caller of the API said, so nothing about the other side is trusted. libcurl
// carries them, many at a time, on one thread of the client's own.
//
// What always holds: redirects are not followed, proxies of the environment are not used, certificates must verify (TLS
// 1.2 or newer), and no connection is made to an address that `may_reach` refuses, whatever name led there.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/header.hpp"
#include "base/networks.hpp"

namespace bursar::http {

struct Outbound {
    std::string url, body;
    std::vector<Header> headers;
    int timeout_seconds = 10;  // from the first byte sent to the last one read
};

struct Answer {
    int status = 0;       // 0: no answer
    std::string body;     // its first kAnswerBytesMax
    std::string problem;  // why there is no answer
    int duration_ms = 0;
};
inline constexpr std::size_t kAnswerBytesMax = 1000;

class Client {
public:
    using MayReach = std::function<bool(IpAddress const&)>;
    // `authorities`: a PEM file of those whose certificates are believed; empty: the system's.
    explicit Client(MayReach may_reach, std::string authorities = {});
    ~Client();  // what is under way is given up; its `done` is not called

    // Any thread. `done` is called on the client's thread and must not wait for anything.
    void post(Outbound request, std::function<void(Answer)> done);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace bursar::http
