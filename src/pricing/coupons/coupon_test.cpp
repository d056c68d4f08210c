#include "pricing/coupons/coupon.hpp"

#include <gtest/gtest.h>

namespace bursar::coupons {

using Amounts = std::vector<std::int64_t>;

TEST(Coupon, TakesAShareOfEachLine) {
    Coupon half{.percent_off = Percent{500'000}};
    EXPECT_EQ(off(half, {{"a", 1001}, {"b", 3}}), (Amounts{501, 2}));
    half.products = std::vector<std::string>{"b"};
    EXPECT_EQ(off(half, {{"a", 1001}, {"b", 3}}), (Amounts{0, 2}));
    EXPECT_EQ(off(half, {{"a", 1001}}), (Amounts{0}));
}

TEST(Coupon, SpreadsAnAmountOverTheLines) {
    Coupon five{.amount_off = 500, .currency = "usd"};
    EXPECT_EQ(off(five, {{"a", 1000}, {"b", 2000}}), (Amounts{166, 334}));  // as documented
    EXPECT_EQ(off(five, {{"a", 300}, {"b", 100}}), (Amounts{300, 100}));    // never more than there is
    EXPECT_EQ(off(five, {{"a", 0}, {"b", 0}}), (Amounts{0, 0}));
    five.products = std::vector<std::string>{"a"};
    EXPECT_EQ(off(five, {{"a", 1000}, {"b", 2000}}), (Amounts{500, 0}));
}

TEST(Coupon, EndsByTimeByUseAndByDeletion) {
    Coupon coupon{.max_redemptions = 1, .redeem_by = 100};
    EXPECT_TRUE(is_valid(coupon, 99));
    EXPECT_FALSE(is_valid(coupon, 100));
    coupon.times_redeemed = 1;
    EXPECT_FALSE(is_valid(coupon, 99));
    EXPECT_FALSE(is_valid(Coupon{.deleted = true}, 0));
}

}  // namespace bursar::coupons
