#include "api/rate_limits.hpp"

#include <algorithm>
#include <charconv>

#include "base/networks.hpp"

namespace bursar::api {

static constexpr std::size_t kBucketsMax = 50'000;
static constexpr double kUpdatesPerHour = 1000;  // of one PaymentIntent
static constexpr double kAddressBurst = 30;  // seconds of an address's figure that may come at once: a whole checkout

std::optional<RateLimitFigures> RateLimitFigures::parse(std::string_view text) {
    if (text == "on") return RateLimitFigures{};
    if (text == "off") return none();
    RateLimitFigures out;
    while (!text.empty()) {
        auto part = text.substr(0, text.find(','));
        text.remove_prefix(std::min(part.size() + 1, text.size()));
        auto equals = part.find('=');
        if (equals == std::string_view::npos) return std::nullopt;
        auto name = part.substr(0, equals), digits = part.substr(equals + 1);
        auto* target = name == "live"       ? &out.live
                       : name == "test"     ? &out.test
                       : name == "endpoint" ? &out.endpoint
                       : name == "address"  ? &out.address
                                            : nullptr;
        if (!target) return std::nullopt;
        auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), *target);
        if (error != std::errc() || end != digits.data() + digits.size() || !(*target >= 0)) return std::nullopt;
    }
    return out;
}

// What one endpoint takes, where the documentation gives it a figure of its own.
static double documented(RateLimits::Asked const& asked, double otherwise) {
    auto is = [&](std::string_view method, std::string_view route) {
        return asked.method == method && asked.route == route;
    };
    if (asked.route.ends_with("/search")) return 20;
    if (is("POST", "/v1/payouts")) return 15;
    if (is("POST", "/v1/accounts")) return asked.livemode ? 30 : 5;
    return otherwise;
}

bool RateLimits::take(std::string const& name, double per_second, double capacity, Now::time_point now) {
    if (per_second <= 0) return true;
    auto [found, is_new] = buckets_.try_emplace(name, Bucket{capacity, now});
    auto& bucket = found->second;
    bucket.tokens =
        std::min(capacity, bucket.tokens + per_second * std::chrono::duration<double>(now - bucket.at).count());
    bucket.at = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
}

std::optional<std::string_view> RateLimits::refuse(Asked const& asked) {
    auto all = asked.livemode ? figures_.live : figures_.test;
    if (all <= 0 && figures_.endpoint <= 0 && figures_.address <= 0) return std::nullopt;
    auto now = Now::now();
    std::lock_guard lock(mutex_);
    if (buckets_.size() > kBucketsMax)  // those that have filled up again are as good as new ones
        std::erase_if(buckets_, [&](auto const& entry) { return now - entry.second.at > std::chrono::hours(1); });
    auto platform = std::to_string(asked.platform) + (asked.livemode ? "l" : "t");
    if (!asked.address.empty()) {
        auto name = platform + ' ' + subscriber_of(asked.address);
        if (!take(name, figures_.address, figures_.address * kAddressBurst, now)) return "global-rate";
        if (asked.platform == 0) return std::nullopt;
        platform += 'p';
    }
    if (!take(platform, all, all, now)) return "global-rate";
    auto endpoint = figures_.endpoint > 0 ? documented(asked, figures_.endpoint) : 0;
    auto name = platform + ' ' + std::string(asked.method) + ' ' + std::string(asked.route);
    if (!take(name, endpoint, endpoint, now)) return "endpoint-rate";
    bool updates_intent = asked.method == "POST" && asked.route.starts_with("/v1/payment_intents/:");
    if (updates_intent && figures_.endpoint > 0 &&
        !take(platform + ' ' + std::string(asked.path), kUpdatesPerHour / 3600, kUpdatesPerHour, now))
        return "resource-specific";
    return std::nullopt;
}

}  // namespace bursar::api
