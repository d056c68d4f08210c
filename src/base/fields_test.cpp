#include "base/fields.hpp"

#include <gtest/gtest.h>

#include "base/form.hpp"

namespace bursar {
namespace {

struct Inner {
    std::string needed;
    std::optional<bool> flag;
};
FIELDS(Inner, needed, flag);

struct Sample {
    std::int64_t amount = 0;
    std::optional<Inner> inner;
    Emptyable<std::string> note;
    std::optional<Choice<"one", "two">> word;
    std::vector<std::string> list;
    MetadataParam metadata;
};
FIELDS(Sample, amount, inner, note, word, list, metadata);

Result<Sample> sample(std::string_view form) {
    json::object tree;
    EXPECT_TRUE(add_form(tree, form));
    return read_params<Sample>(tree);
}

std::string message(std::string_view form) {
    auto result = sample(form);
    return result ? "" : result.error().message;
}

TEST(Fields, ReadParametersByType) {
    auto read = sample("amount=12&inner[needed]=x&inner[flag]=true&note=&list[]=a&list[]=b&word=two&metadata[k]=v");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->amount, 12);
    EXPECT_TRUE(*read->inner->flag);
    EXPECT_TRUE(read->note.cleared());
    EXPECT_EQ(read->list, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(read->word->text, "two");
    EXPECT_EQ(read->metadata.entries.size(), 1u);
}

TEST(Fields, RefuseWithThePathOfWhatIsWrong) {
    EXPECT_EQ(message(""), "Missing required param: amount.");
    EXPECT_EQ(message("amount=x"), "Invalid integer: x");
    EXPECT_EQ(message("amount=99999999999999999999"), "Invalid integer: 99999999999999999999");
    EXPECT_EQ(message("amount=1&inner[flag]=true"), "Missing required param: inner[needed].");
    EXPECT_EQ(message("amount=1&inner[needed]=x&inner[other]=y"), "Received unknown parameter: inner[other]");
    EXPECT_EQ(message("amount=1&inner=x"), "Invalid object");
    EXPECT_EQ(message("amount=1&list=x"), "Invalid array");
    EXPECT_EQ(message("amount=1&word=three"), "Invalid word: must be one of one or two");
    EXPECT_EQ(message("amount=1&inner[needed]=x&inner[flag]=yes"), "Invalid boolean: yes");
    EXPECT_EQ(message("amount=1&note[a]=b"), R"(Invalid string: {"a"=>"b"})");
}

struct Shown {
    std::string id;
    std::optional<std::string> empty;
    Omitted<std::string> gone;
    Hidden<std::string> secret;
};
FIELDS(Shown, id, empty, gone, secret);

TEST(Fields, WriteNullForEmptyNothingForOmittedAndHiddenApart) {
    Shown shown{.id = "x\n\"é", .secret = std::string("s")};
    EXPECT_EQ(document_of(shown), R"({"id":"x\n\"é","empty":null})");
    std::string hidden;
    write_hidden(&shown, fields_of<Shown>(), hidden);
    EXPECT_EQ(hidden, R"({"secret":"s"})");
}

TEST(Fields, PrettyPrintAsTheReferenceDoes) {
    EXPECT_EQ(pretty(R"({"a":{},"b":[1,{"c":"x,:{}"}],"d":[]})"),
              "{\n  \"a\": {},\n  \"b\": [\n    1,\n    {\n      \"c\": \"x,:{}\"\n    }\n  ],\n  \"d\": []\n}");
}

}  // namespace
}  // namespace bursar
