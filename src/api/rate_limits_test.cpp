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
    .platform = 1, .livemode = true, .address = "", .method = "GET", .route = "/v1/charges"};

RateLimits::Asked payer(std::string_view address) {
    return {.platform = 1, .livemode = true, .address = address, .method = "POST", .route = "/v1/payment_methods"};
}

RateLimits::Asked tries(std::string_view address, Seq page) {
    auto asked = payer(address);
    asked.platform = 0;
    asked.object = page;
    asked.tries_card = true;
    return asked;
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

TEST(RateLimits, CardsAreTriedSlowlyFromOneAddress) {
    RateLimits limits({});
    int refused = 0;
    for (Seq page = 1; page <= 50 && !refused; ++page)
        if (limits.refuse(tries("203.0.113.9", page))) refused = static_cast<int>(page);
    EXPECT_EQ(refused, 31);
    EXPECT_FALSE(limits.refuse(tries("203.0.113.10", 1)));
}

TEST(RateLimits, CardsAreTriedSlowlyOnOnePageFromAnywhere) {
    RateLimits limits({});
    int refused = 0;
    for (int i = 1; i <= 50 && !refused; ++i)
        if (limits.refuse(tries("203.0.113." + std::to_string(i), 7))) refused = i;
    EXPECT_EQ(refused, 11);
    EXPECT_FALSE(limits.refuse(tries("203.0.113.200", 8)));
}

TEST(RateLimits, RememberNoMoreThanTheyMay) {
    RateLimits limits({});
    EXPECT_EQ(first_refused(limits, tries("203.0.113.9", 7), 20), 11);
    for (Seq page = 1; page <= RateLimits::kBucketsMax + 1; ++page) {  // each from an address of its own, too
        auto address = "10." + std::to_string(page >> 16) + '.' + std::to_string(page >> 8 & 255) + '.' +
                       std::to_string(page & 255);
        ASSERT_FALSE(limits.refuse(tries(address, 100 + page)));
    }
    EXPECT_FALSE(limits.refuse(tries("198.51.100.1", 7))) << "what was forgotten is as good as new";
}

TEST(RateLimits, AnAddressOpensSoManyPlatforms) {
    RateLimits limits(RateLimitFigures::none());
    int opened = 0;
    while (opened < 20'000 && limits.may_open("203.0.113.9")) ++opened;
    EXPECT_NEAR(opened, 10'000, 100);
    EXPECT_TRUE(limits.may_open("203.0.113.10"));
}

TEST(RateLimits, FiguresAreRead) {
    auto figures = RateLimitFigures::parse("live=1,cards=0.5");
    ASSERT_TRUE(figures);
    EXPECT_EQ(figures->cards, 0.5);
    EXPECT_FALSE(RateLimitFigures::parse("cards=x"));
    EXPECT_EQ(RateLimitFigures::parse("off")->cards, 0);
}

}  // namespace bursar::api
