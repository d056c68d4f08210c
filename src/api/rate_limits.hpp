// How many requests a platform may make (reference/limits.md: Rates; Refusals): token buckets in memory, so every
// server of a cluster counts for itself. A platform's calls for its connected accounts count as its own.
//
// Publishable keys and the links of pages are known to everybody, and stolen cards are tried out with them: who asks
// with one is counted by his address, and what all of them ask is not counted against what the platform's own servers
// may. What tries a card is counted more narrowly besides: by his address, and by the page or intent that it is tried
// on, from wherever.
//
// What always holds: what is remembered does not grow with what callers write. Buckets are named by numbers, routes and
// addresses, never by text of a request, and of each kind there are kBucketsMax at most.
#pragma once

#include <chrono>
#include <list>
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
    double cards = 0.1;            // of those, what tries a card. Unknown: not documented
    static RateLimitFigures none() { return {0, 0, 0, 0, 0}; }
    // "on", "off", or any of live=N,test=N,endpoint=N,address=N,cards=N. Nothing when malformed.
    static std::optional<RateLimitFigures> parse(std::string_view text);
};

class RateLimits {
public:
    static constexpr std::size_t kBucketsMax = 50'000;
    explicit RateLimits(RateLimitFigures figures) : figures_(figures) {}

    struct Asked {
        Seq platform = 0;  // 0: nobody's, a page that its link opens
        bool livemode = false;
        std::string_view address;  // of a payer: with a publishable key, or none
        std::string_view method, route;
        Seq object = 0;           // that the path names first; 0: none
        bool tries_card = false;  // with a key or a link that everybody knows
    };
    // Nothing, or why not: the value of Stripe-Rate-Limited-Reason. Any thread.
    std::optional<std::string_view> refuse(Asked const& asked);
    // Whether an address may open one more platform of a sandbox, whatever the figures are: what is opened is kept.
    bool may_open(std::string_view address);

private:
    using Now = std::chrono::steady_clock;
    struct Bucket {
        double tokens = 0;
        Now::time_point at;
    };
    // Of one kind, by name. Those that nobody has asked for longest go first.
    class Buckets {
    public:
        bool take(std::string name, double per_second, double capacity, Now::time_point now);

    private:
        std::list<std::pair<std::string const, Bucket>> recent_;
        std::unordered_map<std::string_view, decltype(recent_)::iterator> by_name_;
    };
    std::optional<std::string_view> refuse_payer(Asked const& asked, std::string const& platform, Now::time_point now);

    RateLimitFigures figures_;
    std::mutex mutex_;
    Buckets of_platforms_, of_addresses_, of_objects_;
};

}  // namespace bursar::api
