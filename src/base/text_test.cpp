#include "base/text.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace bursar {
namespace {

TEST(Text, UtfEightIsWholeLettersOnly) {
    for (auto text :
         {"", "plain", "ü", "价格", "😀", "a long line of plain text, and then 😀 in it", "\xF4\x8F\xBF\xBF"})
        EXPECT_TRUE(is_utf8(text)) << text;
    for (auto text : {"\x80", "a\xC3", "\xE4\xBB", "\xF0\x9F\x98", "12345678\xFF", "\xC0\xAF", "\xE0\x80\x80",
                      "\xED\xA0\x80", "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xC3(12345678"})
        EXPECT_FALSE(is_utf8(text)) << text;
}

TEST(Text, WhatIsNoLetterIsReplacedAndTheRestKept) {
    EXPECT_EQ(valid_utf8("a\xC3z"), "a\xEF\xBF\xBDz");
    EXPECT_EQ(valid_utf8("\xF0\x9F\x98"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(valid_utf8("价\xFF格"), "价\xEF\xBF\xBD格");
}

TEST(Text, IsCutBetweenLetters) {
    EXPECT_EQ(letters_in("a价😀"), 3u);
    EXPECT_EQ(cut("a价😀b", 0), "");
    EXPECT_EQ(cut("a价😀b", 2), "a价");
    EXPECT_EQ(cut("a价😀b", 3), "a价😀");
    EXPECT_EQ(cut("a价😀b", 9), "a价😀b");
    EXPECT_EQ(last_of("a价😀b", 0), "");
    EXPECT_EQ(last_of("a价😀b", 2), "😀b");
    EXPECT_EQ(last_of("a价😀b", 9), "a价😀b");
    EXPECT_EQ(fitting("a价😀b", 3), "a");
    EXPECT_EQ(fitting("a价😀b", 4), "a价");
    EXPECT_EQ(fitting("a价😀b", 99), "a价😀b");
}

// Whatever is cut where, what comes out can be read as JSON again.
TEST(Text, EveryCutOfEveryTextIsUtfEight) {
    std::string text = "Caffè 价格 😀 naïve ‰ \xF4\x8F\xBF\xBF end";
    for (std::size_t n = 0; n <= letters_in(text) + 1; ++n)
        for (auto part : {cut(text, n), last_of(text, n), fitting(text, n)}) {
            EXPECT_TRUE(is_utf8(part)) << n;
            EXPECT_LE(letters_in(part), n);
            std::string out;
            write_json_string(out, part);
            EXPECT_EQ(parse_document(out).as_string(), part);
        }
}

}  // namespace
}  // namespace bursar
