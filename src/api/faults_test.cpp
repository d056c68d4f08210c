#include "api/faults.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace bursar::api {

TEST(Faults, PatternsFit) {
    EXPECT_TRUE(fits("*", ""));
    EXPECT_TRUE(fits("/v1/charges", "/v1/charges"));
    EXPECT_FALSE(fits("/v1/charges", "/v1/charges/ch_1"));
    EXPECT_TRUE(fits("/v1/charges*", "/v1/charges/ch_1"));
    EXPECT_TRUE(fits("/v1/*/capture", "/v1/charges/ch_1/capture"));
    EXPECT_FALSE(fits("/v1/*/capture", "/v1/capture"));
    EXPECT_TRUE(fits("*a*ab", "aab"));
    EXPECT_FALSE(fits("ab*ba", "aba")) << "a letter is taken once";
    EXPECT_TRUE(fits("a**b*", "a/b"));
}

TEST(Faults, NoPatternTakesLong) {
    std::string pattern, text(64 * 1024, 'a');
    while (pattern.size() < Faults::kPathMax) pattern += "*a";
    auto began = std::chrono::steady_clock::now();
    EXPECT_FALSE(fits(pattern + "*b", text));
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(200));
}

TEST(Faults, APlatformOrdersSoManyAndNoMore) {
    Faults faults;
    for (std::size_t i = 0; i < Faults::kOrderedMax; ++i) EXPECT_TRUE(faults.order(1, {}));
    EXPECT_FALSE(faults.order(1, {}));
    EXPECT_TRUE(faults.order(2, {}));
}

}  // namespace bursar::api
