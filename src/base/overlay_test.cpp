#include "base/overlay.hpp"

#include <gtest/gtest.h>

namespace bursar {

namespace {

struct Thing {
    std::string id = "th_1";
    bool active = true;
    std::optional<std::string> description = "old", colour = "red";
    Omitted<std::string> note = std::string("kept");
    Metadata metadata{{"a", "1"}, {"b", "2"}};
    std::int64_t untouched = 7;
};
FIELDS(Thing, id, active, description, colour, note, metadata, untouched);

struct Params {
    std::optional<bool> active;
    std::optional<std::string> description;
    Emptyable<Choice<"red", "blue">> colour;
    Emptyable<std::string> note;
    MetadataParam metadata;
    std::optional<std::string> only_here;
};
FIELDS(Params, active, description, colour, note, metadata, only_here);

}  // namespace

TEST(Overlay, LeavesAloneWhatWasNotSent) {
    Thing thing;
    overlay(Params{}, thing);
    EXPECT_EQ(document_of(thing), document_of(Thing{}));
}

TEST(Overlay, AssignsWhatBothCallAlike) {
    auto params = read_params<Params>(json::object{{"active", "false"},
                                                   {"description", "new"},
                                                   {"colour", "blue"},
                                                   {"note", "seen"},
                                                   {"metadata", json::object{{"a", ""}, {"c", "3"}}},
                                                   {"only_here", "x"}});
    Thing thing;
    overlay(*params, thing);
    EXPECT_FALSE(thing.active);
    EXPECT_EQ(thing.description, "new");
    EXPECT_EQ(thing.colour, "blue");
    EXPECT_EQ(*thing.note, "seen");
    EXPECT_EQ(thing.metadata, (Metadata{{"b", "2"}, {"c", "3"}}));
    EXPECT_EQ(thing.untouched, 7);
}

TEST(Overlay, AssignsOfAPartItsMembersAlone) {
    auto params = read_params<Params>(json::object{{"description", "new"}, {"colour", "blue"}});
    Thing thing;
    overlay(Only<Params, "colour">{}, *params, thing);
    EXPECT_EQ(thing.colour, "blue");
    EXPECT_EQ(thing.description, "old");
}

TEST(Overlay, ClearsWhatIsSentEmpty) {
    auto params = read_params<Params>(json::object{{"colour", ""}, {"note", ""}, {"metadata", ""}});
    Thing thing;
    overlay(*params, thing);
    EXPECT_FALSE(thing.colour);
    EXPECT_FALSE(thing.note);
    EXPECT_TRUE(thing.metadata.empty());
    EXPECT_EQ(thing.description, "old");
}

}  // namespace bursar
