#include "base/json.hpp"

#include <gtest/gtest.h>

namespace bursar {
namespace {

std::string written(std::string_view text) {
    std::string out = "x";
    write_json_string(out, text);
    return out.substr(1);
}

TEST(Json, WritesStringsWithWhatMustBeEscaped) {
    EXPECT_EQ(written(""), R"("")");
    EXPECT_EQ(written("plain"), R"("plain")");
    EXPECT_EQ(written("Zürich 😀 \x7f"), "\"Zürich 😀 \x7f\"");
    EXPECT_EQ(written("a\"b\\c\nd\re\tf\bg\fh\x01i\x1fj"), R"("a\"b\\c\nd\re\tf\bg\fh\u0001i\u001fj")");
    EXPECT_EQ(written(std::string(1, '\0')), R"("\u0000")");
}

// Wherever in a text it stands, whatever stands around it.
TEST(Json, FindsWhatMustBeEscapedAnywhere) {
    for (int c = 0; c < 0x80; ++c)
        for (std::size_t size : {1, 7, 8, 9, 15, 16, 17})
            for (std::size_t at = 0; at < size; ++at)
                for (char around : {'a', '!', ' ', '[', '\xc3', '\xff'}) {
                    std::string text(size, around);
                    text[at] = static_cast<char>(c);
                    auto out = written(text);
                    bool plain = c >= 0x20 && c != '"' && c != '\\';
                    EXPECT_EQ(out == '"' + text + '"', plain) << c << " at " << at << " of " << size;
                }
}

TEST(Json, IsLaidOut) {
    EXPECT_EQ(pretty(R"({"a":1,"b":[],"c":{},"d":[1,{"e":"x,{}[]: \" \\"}],"f\\":"\\\""})"),
              "{\n"
              "  \"a\": 1,\n"
              "  \"b\": [],\n"
              "  \"c\": {},\n"
              "  \"d\": [\n"
              "    1,\n"
              "    {\n"
              "      \"e\": \"x,{}[]: \\\" \\\\\"\n"
              "    }\n"
              "  ],\n"
              "  \"f\\\\\": \"\\\\\\\"\"\n"
              "}");
    EXPECT_EQ(pretty("null"), "null");
    EXPECT_EQ(pretty(R"("")"), R"("")");
}

TEST(Json, IsLaidOutHoweverDeepItGoes) {
    std::string compact, laid_out;
    for (int depth = 0; depth < 60; ++depth) {
        compact += "[1,";
        laid_out += "[\n" + std::string(2 * static_cast<std::size_t>(depth) + 2, ' ') + "1,\n" +
                    std::string(2 * static_cast<std::size_t>(depth) + 2, ' ');
    }
    compact += "2";
    laid_out += "2";
    for (int depth = 59; depth >= 0; --depth) {
        compact += "]";
        laid_out += "\n" + std::string(2 * static_cast<std::size_t>(depth), ' ') + "]";
    }
    EXPECT_EQ(pretty(compact), laid_out);
}

}  // namespace
}  // namespace bursar
