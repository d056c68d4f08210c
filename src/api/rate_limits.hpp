// How many requests a platform may make (platform-g-limits-sdk.md, G.1 and G.2): token buckets in memory, so every
// server of a cluster counts for itself. A platform's calls for its connected accounts count as its own.
//
// Publishable keys and the links of pages are known to everybody, and stolen cards are tried out with them: who asks
// with one is counted by his address, and what all of them ask is not counted against what the platform's own servers
// may.
#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/id.hpp"

namespace bursar::api {

// Requests per second; 0: no limit.
struct RateLimitFigures {
    double live = 100, test = 25;  // of a platform, all endpoints together
    double endpoint = 25;          // of one endpoint, where no other figure is documented
    double address = 2;            // of one address with a publishable key or none. Unknown: not documented
    static RateLimitFigures none() { return {0, 0, 0, 0}; }
    // "on", "off", or any of live=N,test=N,endpoint=N,address=N. Nothing when malformed.
    static std::optional<RateLimitFigures> parse(std::string_view text);
};

class RateLimits {
public:
    explicit RateLimits(RateLimitFigures figures) : figures_(figures) {}

    struct Asked {
        Seq platform = 0;  // 0: nobody's, a page that its link opens
        bool livemode = false;
        std::string_view address;  // of a payer: with a publishable key, or none
        std::string_view method, route, path;
    };
    // Nothing, or why not: the value of Stripe-Rate-Limited-Reason. Any thread.
    std::optional<std::string_view> refuse(Asked const& asked);

private:
    using Now = std::chrono::steady_clock;
    struct Bucket {
        double tokens = 0;
        Now::time_point at;
    };
    bool take(std::string const& name, double per_second, double capacity, Now::time_point now);

    RateLimitFigures figures_;
    std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace bursar::api
