#include "base/part.hpp"

#include <gtest/gtest.h>

namespace bursar {

namespace {

struct Pot {
    std::string id = "pot_1";
    std::optional<std::string> colour, name;
    Hidden<std::string> secret = std::string("s");
};
FIELDS(Pot, id, colour, name, secret);

struct Params {
    std::optional<std::string> colour, name;
};
FIELDS(Params, colour, name);

}  // namespace

TEST(Part, ReadsItsMembersAndRefusesTheOthersAsUnknown) {
    auto named = read_part(Only<Params, "name">{}, json::object{{"name", "a"}});
    ASSERT_TRUE(named);
    EXPECT_EQ(named->name, "a");
    auto no = read_part(Without<Params, "colour">{}, json::object{{"colour", "red"}});
    ASSERT_FALSE(no);
    EXPECT_EQ(no.error().code, "parameter_unknown");
    EXPECT_EQ(no.error().param, "colour");
}

TEST(Part, ShowsItsMembersInTheirOrder) {
    EXPECT_EQ(write_part(Only<Pot, "name", "id">{}, Pot{}), R"({"id":"pot_1","name":null})");
    EXPECT_EQ(write_part(Without<Pot, "name">{}, Pot{}), R"({"id":"pot_1","colour":null})");
}

TEST(Part, KnowsItsNames) {
    using Named = Only<Params, "name">;
    EXPECT_TRUE(Named::has("name"));
    EXPECT_FALSE(Named::has("colour"));
}

}  // namespace bursar
