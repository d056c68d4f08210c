#include "api/rate_limits.hpp"

#include <gtest/gtest.h>

namespace bursar::api {

namespace {

// The first of that many requests that is refused; 0: none.
int first_refused(RateLimits& limits, RateLimits::Asked const& asked, int requests) {
    for (int at = 1; at <= requests; ++at)
        if (limits.refuse(asked)) return at;
    return 0;
}

constexpr RateLimits::Asked kServer{
    .platform = 1, .livemode = true, .address = "", .method = "GET", .route = "/v1/charges", .path = "/v1/charges"};

RateLimits::Asked payer(std::string_view address) {
    return {.platform = 1,
            .livemode = true,
            .address = address,
            .method = "POST",
            .route = "/v1/payment_methods",
            .path = "/v1/payment_methods"};
}

}  // namespace

TEST(RateLimits, CountPayersByTheirAddress) {
    RateLimits limits(
        {.live = 1000, .test = 1000, .endpoint = 1000, .address = 0.1});  // three at once, then one in 10 s
    EXPECT_EQ(first_refused(limits, payer("203.0.113.9"), 10), 4);
    EXPECT_EQ(first_refused(limits, payer("203.0.113.10"), 3), 0);
    EXPECT_EQ(first_refused(limits, payer("2001:db8::1"), 3), 0);
    EXPECT_EQ(first_refused(limits, payer("2001:db8::2"), 3), 1) << "the same subscriber";
}

TEST(RateLimits, WhatPayersAskIsNotCountedAgainstThePlatform) {
    RateLimits limits({.live = 5, .test = 5, .endpoint = 0, .address = 0});
    EXPECT_EQ(first_refused(limits, payer("203.0.113.9"), 10), 6);
    EXPECT_EQ(first_refused(limits, kServer, 5), 0);
}

TEST(RateLimits, PagesAreCountedByAddressAlone) {
    RateLimits limits({.live = 1, .test = 1, .endpoint = 1, .address = 1});
    auto asked = payer("203.0.113.9");
    asked.platform = 0;
    EXPECT_EQ(first_refused(limits, asked, 30), 0);
    EXPECT_EQ(first_refused(limits, asked, 30), 1);
    asked.address = "203.0.113.10";
    EXPECT_EQ(first_refused(limits, asked, 30), 0);
}

}  // namespace bursar::api
