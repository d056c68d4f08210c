#include "base/rules.hpp"

#include <gtest/gtest.h>

#include "base/part.hpp"

namespace bursar {
namespace {

struct Params {
    std::optional<AtLeast<0>> count;
    std::optional<Between<1, 10>> few;
    std::optional<Amount> amount;
    std::optional<PaymentAmount> pay;
    std::optional<CaptureAmount> part;
};
FIELDS(Params, count, few, amount, pay, part);

Refusal refusal_of(std::string_view name, std::string_view text) {
    auto read = read_params<Params>(json::object{{name, text}});
    return read ? Refusal{} : read.error();
}

TEST(Rules, AValueThatIsReadIsWithinItsBounds) {
    auto read = read_params<Params>(json::object{{"count", "0"}, {"few", "10"}, {"amount", "1"}, {"pay", "99"}});
    ASSERT_TRUE(read);
    std::optional<std::int64_t> count = read->count;
    EXPECT_EQ(count, 0);
    EXPECT_EQ(*read->few, 10);
    EXPECT_EQ(document_of(*read), R"({"count":0,"few":10,"amount":1,"pay":99,"part":null})");
}

TEST(Rules, WhatIsOutsideIsRefusedByName) {
    EXPECT_EQ(refusal_of("count", "-1").message, "Invalid non-negative integer");
    EXPECT_EQ(refusal_of("few", "0").message, "This value must be greater than or equal to 1.");
    EXPECT_EQ(refusal_of("few", "11").message, "This value must be less than or equal to 10.");
    EXPECT_EQ(refusal_of("few", "11").param, "few");
    EXPECT_EQ(refusal_of("amount", "0").code, "parameter_invalid_integer");
    EXPECT_EQ(refusal_of("amount", "1000000000000").code, "amount_too_large");
    EXPECT_EQ(refusal_of("amount", "9223372036854775807").code, "amount_too_large");
    EXPECT_EQ(refusal_of("amount", "9223372036854775808").message, "Invalid integer: 9223372036854775808");
    EXPECT_EQ(refusal_of("amount", "-9223372036854775808").code, "parameter_invalid_integer");
    EXPECT_TRUE(refusal_of("pay", "0").message.starts_with("The amount must be greater than or equal to the minimum"));
    EXPECT_EQ(refusal_of("part", "0").param, "amount");
    EXPECT_EQ(refusal_of("part", "-1").param, "part");
    EXPECT_EQ(refusal_of("part", "-1").code, "");
}

TEST(Rules, ATableTellsItsBounds) {
    EXPECT_EQ(kind_of<Amount>.min, 1);
    EXPECT_EQ(kind_of<Amount>.max, kAmountMax);
    EXPECT_EQ(kind_of<AtLeast<0>>.shape, Shape::integer);
}

struct Taken {
    Ignored<std::int64_t> hint;
    Ignored<Choice<"a", "b">> word;
    Unsupported<std::int64_t> later;
    Unsupported<std::vector<std::string>> list;
};
FIELDS(Taken, hint, word, later, list);

TEST(Rules, WhatIsIgnoredHasItsShapeAllTheSame) {
    EXPECT_TRUE(read_params<Taken>(json::object{{"hint", "7"}, {"word", "a"}}));
    EXPECT_TRUE(read_params<Taken>(json::object{}));
    auto no = read_params<Taken>(json::object{{"hint", "seven"}});
    ASSERT_FALSE(no);
    EXPECT_EQ(no.error().message, "Invalid integer: seven");
    EXPECT_FALSE(read_params<Taken>(json::object{{"word", "c"}}));
    EXPECT_TRUE(kind_of<Ignored<std::int64_t>>.ignored);
}

TEST(Rules, WhatIsUnsupportedIsRefusedByNameOnceItsShapeIsRight) {
    auto no = read_params<Taken>(json::object{{"later", "7"}});
    ASSERT_FALSE(no);
    EXPECT_EQ(no.error().message, "Bursar does not support `later` yet.");
    EXPECT_EQ(no.error().param, "later");
    EXPECT_EQ(read_params<Taken>(json::object{{"later", "x"}}).error().message, "Invalid integer: x");
    EXPECT_EQ(read_params<Taken>(json::object{{"later", ""}}).error().code, "parameter_invalid_empty");
    EXPECT_TRUE(read_params<Taken>(json::object{{"list", ""}})) << "asks for nothing";
    EXPECT_TRUE(read_params<Taken>(json::object{{"later", nullptr}, {"hint", nullptr}})) << "nor does null";
    EXPECT_TRUE(kind_of<Unsupported<std::int64_t>>.unsupported);
}

struct Short {
    Length<3> name;
};
FIELDS(Short, name);

TEST(Rules, ATextHasAtMostSoManyLetters) {
    EXPECT_EQ(read_params<Short>(json::object{{"name", "äöü"}})->name.text, "äöü");
    auto no = read_params<Short>(json::object{{"name", "abcdefghij"}});
    ASSERT_FALSE(no);
    EXPECT_EQ(no.error().message, "Invalid string: abcd…ghij; must be at most 3 characters");
    EXPECT_EQ(no.error().param, "name");
    EXPECT_EQ(kind_of<Length<3>>.letters_max, 3u);
}

struct Inner {
    static constexpr std::string_view kExclusive[] = {"amount, quantity, none", "none, quantity"};
    std::optional<std::int64_t> amount, quantity;
    Emptyable<bool> none;
};
FIELDS(Inner, amount, quantity, none);
struct Outer {
    std::vector<Inner> lines;
};
FIELDS(Outer, lines);

Refusal refusal_of(json::object line) {
    auto read = read_params<Outer>(json::object{{"lines", json::object{{"0", std::move(line)}}}});
    return read ? Refusal{} : read.error();
}

TEST(Rules, OfWhatExcludesEachOtherOneIsSent) {
    EXPECT_EQ(refusal_of({{"amount", "1"}, {"quantity", "1"}}).message,
              "You may only specify one of these parameters: amount, quantity, none.");
    EXPECT_EQ(refusal_of({{"quantity", "1"}, {"amount", "1"}}).param, "lines[0][amount]") << "the first by the table";
    EXPECT_NE(refusal_of({{"none", "false"}, {"quantity", "1"}}).message, "") << "false is said, too";
    EXPECT_EQ(refusal_of({{"none", ""}, {"quantity", "1"}}).message, "") << "nothing is said";
    EXPECT_EQ(refusal_of({{"quantity", "1"}}).message, "");
}

TEST(Rules, WhatOtherParametersExcludeAPartOfThemExcludesToo) {
    auto read = read_part(Only<Inner, "amount", "quantity">{}, json::object{{"amount", "1"}, {"quantity", "2"}});
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().param, "amount");
}

}  // namespace
}  // namespace bursar
