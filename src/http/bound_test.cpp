#include "http/bound.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace bursar::http {

TEST(Bound, OneCannotTakeWhatTheOthersNeed) {
    Bound bound(100, 40);
    auto greedy = bound.share_of("a"), second = bound.share_of("a"), other = bound.share_of("b");
    EXPECT_EQ(greedy.grow(30), Taken::yes);
    EXPECT_EQ(second.grow(20), Taken::too_much_of_one);
    EXPECT_EQ(other.grow(40), Taken::yes);
    EXPECT_EQ(second.grow(10), Taken::yes);
}

TEST(Bound, AllTogetherTakeNoMoreThanThereIs) {
    Bound bound(100, 60);
    auto a = bound.share_of("a"), b = bound.share_of("b"), proxy = bound.share_of("");
    EXPECT_EQ(a.grow(60), Taken::yes);
    EXPECT_EQ(proxy.grow(30), Taken::yes);
    EXPECT_EQ(b.grow(20), Taken::too_much_in_all);
    EXPECT_EQ(proxy.grow(10), Taken::yes);
    a.clear();
    EXPECT_EQ(b.grow(60), Taken::yes);
}

TEST(Bound, WhatEndsIsGivenBackOnce) {
    Bound bound(10, 10);
    std::optional<Bound::Share> first = bound.share_of("a");
    EXPECT_EQ(first->grow(10), Taken::yes);
    auto moved = std::move(*first);
    first.reset();
    auto next = bound.share_of("a");
    EXPECT_EQ(next.grow(1), Taken::too_much_in_all);
    moved = next.grow(0) == Taken::yes ? std::move(next) : Bound::Share();
    EXPECT_EQ(bound.share_of("b").grow(10), Taken::yes);
}

}  // namespace bursar::http
