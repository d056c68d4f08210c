#include "api/rate_limits.hpp"

#include <algorithm>
#include <charconv>

#include "base/networks.hpp"

namespace bursar::api {

static constexpr double kUpdatesPerHour = 1000;  // of one PaymentIntent
static constexpr double kAddressBurst = 30;  // seconds of an address's figure that may come at once: a whole checkout
static constexpr double kCardsBurst = 300;   // and of its figure for cards
static constexpr double kOpenedAtOnce = 10'000, kOpenedPerSecond = 1;
static constexpr double kTriesAtOnce = 10, kTriesPerSecond = 1.0 / 60;  // of cards on one page or intent

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
                       : name == "cards"    ? &out.cards
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

bool RateLimits::Buckets::take(std::string name, double per_second, double capacity, Now::time_point now) {
    if (per_second <= 0) return true;
    if (auto found = by_name_.find(name); found != by_name_.end()) {
        recent_.splice(recent_.begin(), recent_, found->second);
    } else {
        recent_.emplace_front(std::move(name), Bucket{capacity, now});
        by_name_[recent_.front().first] = recent_.begin();
        while (recent_.size() > kBucketsMax) {
            by_name_.erase(recent_.back().first);
            recent_.pop_back();
        }
    }
    auto& bucket = recent_.front().second;
    bucket.tokens =
        std::min(capacity, bucket.tokens + per_second * std::chrono::duration<double>(now - bucket.at).count());
    bucket.at = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
}

bool RateLimits::may_open(std::string_view address) {
    std::lock_guard lock(mutex_);
    return of_addresses_.take(subscriber_of(address) + " opens", kOpenedPerSecond, kOpenedAtOnce, Now::now());
}

// By address, and what tries a card by what it is tried on, too.
std::optional<std::string_view> RateLimits::refuse_payer(Asked const& asked, std::string const& platform,
                                                         Now::time_point now) {
    auto name = platform + ' ' + subscriber_of(asked.address);
    if (!of_addresses_.take(name, figures_.address, figures_.address * kAddressBurst, now)) return "global-rate";
    if (!asked.tries_card || figures_.cards <= 0) return std::nullopt;
    if (!of_addresses_.take(name + " cards", figures_.cards, figures_.cards * kCardsBurst, now)) return "global-rate";
    if (asked.object && !of_objects_.take(std::to_string(asked.object) + " cards", kTriesPerSecond, kTriesAtOnce, now))
        return "resource-specific";
    return std::nullopt;
}

std::optional<std::string_view> RateLimits::refuse(Asked const& asked) {
    auto all = asked.livemode ? figures_.live : figures_.test;
    if (all <= 0 && figures_.endpoint <= 0 && figures_.address <= 0 && figures_.cards <= 0) return std::nullopt;
    auto now = Now::now();
    std::lock_guard lock(mutex_);
    auto platform = std::to_string(asked.platform) + (asked.livemode ? "l" : "t");
    if (!asked.address.empty()) {
        if (auto reason = refuse_payer(asked, platform, now)) return reason;
        if (asked.platform == 0) return std::nullopt;
        platform += 'p';
    }
    if (!of_platforms_.take(platform, all, all, now)) return "global-rate";
    auto endpoint = figures_.endpoint > 0 ? documented(asked, figures_.endpoint) : 0;
    auto name = platform + ' ' + std::string(asked.method) + ' ' + std::string(asked.route);
    if (!of_platforms_.take(name, endpoint, endpoint, now)) return "endpoint-rate";
    bool updates_intent = asked.method == "POST" && asked.route.starts_with("/v1/payment_intents/:");
    if (updates_intent && asked.object && figures_.endpoint > 0 &&
        !of_objects_.take(platform + ' ' + std::to_string(asked.object), kUpdatesPerHour / 3600, kUpdatesPerHour, now))
        return "resource-specific";
    return std::nullopt;
}

}  // namespace bursar::api
