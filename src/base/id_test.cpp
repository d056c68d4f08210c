#include "base/id.hpp"

#include <gtest/gtest.h>

#include <set>

namespace bursar {
namespace {

TEST(Ids, LeadBackToTheirNumber) {
    IdCipher cipher(42);
    std::set<std::string> seen;
    for (Seq seq : {Seq{1}, Seq{2}, Seq{3}, Seq{1000}, Seq{123456789}, Seq{200'000'000'000'000}}) {
        auto tail = cipher.encode(seq);
        EXPECT_EQ(tail.size(), 8u);
        EXPECT_TRUE(seen.insert(tail).second);
        EXPECT_EQ(cipher.decode("pm_1abc" + tail), seq);
    }
}

TEST(Ids, OfNeighboursAreNotNeighbours) {
    IdCipher cipher(42);
    EXPECT_NE(cipher.encode(1).substr(0, 6), cipher.encode(2).substr(0, 6));
    EXPECT_NE(cipher.encode(1), IdCipher(43).encode(1));
}

TEST(Ids, ThatAreNoneLeadNowhere) {
    IdCipher cipher(42);
    EXPECT_FALSE(cipher.decode("x"));
    EXPECT_FALSE(cipher.decode("cus_not+valid"));
}

TEST(Ids, LookLikeTheReferences) {
    EXPECT_EQ(structured_id("pm", '1', 1710145663, "acct_1Ot4CzS9s96NbwEv", "12345678"), "pm_1Ot4CxS9s96NbwEv12345678");
    EXPECT_EQ(short_id("cus", 1710145663, "12345678").size(), 18u);
    EXPECT_EQ(account_id(1710145663, "ab", "12345678").size(), 21u);
}

}  // namespace
}  // namespace bursar
