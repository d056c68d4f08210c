#include "base/form.hpp"

#include <gtest/gtest.h>

namespace bursar {
namespace {

json::object parsed(std::string_view form) {
    json::object tree;
    EXPECT_TRUE(add_form(tree, form));
    return tree;
}

TEST(Form, NestsByBrackets) {
    EXPECT_EQ(to_text(parsed("card[number]=4242&card[exp_month]=1&a=b")),
              R"({"card":{"number":"4242","exp_month":"1"},"a":"b"})");
}

TEST(Form, NumbersTheElementsOfAnArray) {
    EXPECT_EQ(to_text(parsed("expand[]=a&expand[]=b")), R"({"expand":{"0":"a","1":"b"}})");
    EXPECT_EQ(to_text(parsed("items[0][price]=p&items[1][price]=q")),
              R"({"items":{"0":{"price":"p"},"1":{"price":"q"}}})");
}

TEST(Form, DecodesAndKeepsTheLastOfEqualNames) { EXPECT_EQ(to_text(parsed("a=x+y%26z&a=%C3%A9")), R"({"a":"é"})"); }

TEST(Form, ReplacesBytesThatAreNotUtf8) {
    EXPECT_EQ(to_text(parsed("a=%FF%41")),
              "{\"a\":\"\xEF\xBF\xBD"
              "A\"}");
}

TEST(Form, RefusesWhatIsNestedTooDeeply) {
    std::string name = "a";
    for (int i = 0; i < 40; ++i) name += "[b]";
    json::object tree;
    EXPECT_FALSE(add_form(tree, name + "=1"));
}

}  // namespace
}  // namespace bursar
