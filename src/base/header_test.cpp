#include "base/header.hpp"

#include <gtest/gtest.h>

namespace bursar {

TEST(HeaderValue, TakesWhatALineMayHold) {
    for (std::string_view good : {"", "text/html; charset=utf-8", "a\tb", "caf\xc3\xa9", "https://a.example/?b=c#d"})
        EXPECT_EQ(HeaderValue(good).text(), good);
}

TEST(HeaderValue, CannotBeMadeOfWhatEndsALine) {
    for (char c = 0; c < 0x20; ++c) {
        if (c == '\t') continue;
        EXPECT_THROW(HeaderValue(std::string("a") + c + "b"), Broken) << static_cast<int>(c);
    }
    EXPECT_THROW(HeaderValue(std::string("a\x7f")), Broken);
    EXPECT_THROW(HeaderValue("\r\nSet-Cookie: a=b"), Broken);
}

TEST(HeaderName, IsALiteralThatWasLookedAt) {
    constexpr HeaderName name("Content-Type");
    static_assert(name == "Content-Type");
}

}  // namespace bursar
