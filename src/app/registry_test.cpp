#include "app/registry.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "console/sandbox/sandbox.hpp"

namespace bursar::app {

TEST(Registry, WhatASandboxOffersIsListed) {
    auto offers = sandbox::offers();
    auto is_listed = [&](api::Route const& route) {
        return std::ranges::any_of(offers, [&](auto const& offer) {
            return offer.route.method == route.method && offer.route.pattern == route.pattern;
        });
    };
    for (auto const* type : all_resources())
        for (auto const& route : type->routes)
            EXPECT_TRUE(!route.pattern.starts_with("/_bursar") || is_listed(route)) << route.pattern;
    for (auto const& offer : offers) EXPECT_FALSE(offer.about.empty()) << offer.route.pattern;
}

}  // namespace bursar::app
