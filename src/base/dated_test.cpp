#include "base/dated.hpp"

#include <gtest/gtest.h>

namespace bursar {
namespace {

using Mode = Reworded<"2026-03-25", Choice<"page">, Choice<"hosted", "page_of_old">>;

struct Item {
    Until<std::optional<std::int64_t>, "2022-08-01"> amount;
    std::optional<std::string> price;
};
FIELDS(Item, amount, price);

struct Params {
    std::vector<Item> items;
    Until<std::vector<std::string>, "2026-09-30"> types;
    Since<std::optional<std::string>, "2025-09-30"> typed;
    std::optional<Mode> mode;
};
FIELDS(Params, items, types, typed, mode);

Result<Params> read_at(std::string_view version, json::object const& in) { return read_params<Params>(in, version); }

TEST(Dated, AParameterIsKnownToTheVersionsThatHaveIt) {
    json::object types{{"types", json::array{"card"}}}, typed{{"typed", "a"}};
    EXPECT_EQ(read_at("2026-08-26", types)->types.at(0), "card");
    EXPECT_EQ(read_at("2026-09-30", types).error().message, "Received unknown parameter: types. Did you mean typed?");
    EXPECT_EQ(read_at("2026-09-30", types).error().code, "parameter_unknown");
    EXPECT_EQ(read_at("", types).error().param, "types");
    EXPECT_EQ(*read_at("2025-09-30", typed)->typed, "a");
    EXPECT_EQ(*read_at("", typed)->typed, "a");
    EXPECT_EQ(read_at("2025-08-27", typed).error().message, "Received unknown parameter: typed. Did you mean types?");
}

TEST(Dated, WhateverIsInsideIsOfTheSameVersion) {
    json::object in{{"items", json::array{json::object{{"amount", "700"}}}}};
    EXPECT_EQ(*read_at("2020-08-27", in)->items[0].amount, 700);
    EXPECT_EQ(read_at("2022-08-01", in).error().param, "items[0][amount]");
}

TEST(Dated, AWordIsReadByTheVersion) {
    EXPECT_EQ(read_at("2026-02-25", {{"mode", "hosted"}})->mode->text, "hosted");
    EXPECT_EQ(read_at("2026-03-25", {{"mode", "page"}})->mode->text, "page");
    EXPECT_EQ(read_at("", {{"mode", "hosted"}}).error().message, "Invalid mode: must be page");
    EXPECT_EQ(read_at("2026-02-25", {{"mode", "page"}}).error().message,
              "Invalid mode: must be one of hosted or page_of_old");
}

}  // namespace
}  // namespace bursar
