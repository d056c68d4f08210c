#include "base/percent.hpp"

#include <gtest/gtest.h>

namespace bursar {

static std::optional<std::string> shown(std::string const& sent) {
    Percent percent;
    if (!kind_of<Percent>.read(&percent, json::value(sent), Path{nullptr, "percent_off"}, Source::parameters))
        return std::nullopt;
    std::string out;
    kind_of<Percent>.write(&percent, out);
    return out;
}

TEST(Percent, IsKeptAsItWasSent) {
    EXPECT_EQ(shown("50"), "50.0");
    EXPECT_EQ(shown("12.5"), "12.5");
    EXPECT_EQ(shown("33.3333"), "33.3333");
    EXPECT_EQ(shown("0.05"), "0.05");
    EXPECT_EQ(shown("100"), "100.0");
    for (auto wrong : {"", ".", "a", "-5", "5.12345", "1e2", "12345678901", "5 "}) EXPECT_FALSE(shown(wrong)) << wrong;
}

TEST(Percent, IsReadBackFromADocument) {
    Percent percent;
    EXPECT_TRUE(kind_of<Percent>.read(&percent, json::value(33.3333), Path{}, Source::document));
    EXPECT_EQ(percent, Percent{333'333});
    EXPECT_TRUE(kind_of<Percent>.read(&percent, json::value(20), Path{}, Source::document));
    EXPECT_EQ(percent, Percent{200'000});
}

TEST(Percent, RoundsHalfAwayFromZero) {
    EXPECT_EQ(Percent{500'000}.of(1), 1);
    EXPECT_EQ(Percent{333'333}.of(100), 33);
    EXPECT_EQ(Percent{1'000'000}.of(999'999'999'999), 999'999'999'999);
    EXPECT_EQ(Percent{500'000}.of(-3), -2);
}

}  // namespace bursar
