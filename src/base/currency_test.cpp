#include "base/currency.hpp"

#include <gtest/gtest.h>

namespace bursar {
namespace {

TEST(Currency, RoundsSharesHalfUp) {
    EXPECT_EQ(share(880, 500, 1200), 367);  // recorded: a reversal for a refund of 500 of 1200
    EXPECT_EQ(share(1000, 290, 10'000), 29);
    EXPECT_EQ(share(15'500, 290, 10'000), 450);
    EXPECT_EQ(share(-5, 1, 2), -3);
}

TEST(Currency, KnowsDecimals) {
    EXPECT_EQ(decimals_of("usd"), 2);
    EXPECT_EQ(decimals_of("jpy"), 0);
    EXPECT_EQ(decimals_of("kwd"), 3);
    EXPECT_EQ(converted(1000, "usd", "usd"), 1000);
    EXPECT_EQ(converted(100, "usd", "jpy"), 152);  // 1 dollar at 0.0066 a yen
}

TEST(Currency, IsReadInAnyCase) {
    EXPECT_EQ(*read_currency("USD"), "usd");
    EXPECT_FALSE(read_currency("us"));
    EXPECT_FALSE(read_currency("abc"));
}

}  // namespace
}  // namespace bursar
