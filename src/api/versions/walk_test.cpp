// What always holds of a walk back through the versions (walk.hpp), whatever changed.
#include "api/versions/walk.hpp"

#include <gtest/gtest.h>

#include "api/catalogue.hpp"
#include "store/memory/memory.hpp"

namespace bursar::api {
namespace {

void name_was_title(Tx&, json::object& pot) {
    pot["title"] = pot["name"];
    pot.erase("name");
}
void title_was_label(Tx&, json::object& pot) {
    pot["label"] = pot["title"];
    pot.erase("title");
}
void pot_was_inside(Tx&, json::object& shelf) { shelf["pot"] = json::object{{"object", "pot"}, {"name", "added"}}; }

constexpr VersionChange kPots[] = {{"2026-03-25", "", name_was_title}, {"2024-04-10", "", title_was_label}};
constexpr VersionChange kShelves[] = {{"2025-03-31", "", pot_was_inside}};
constexpr ResourceType kPot{.object = "pot", .routes = {}, .expandable = {}, .versions = kPots};
constexpr ResourceType kShelf{.object = "shelf", .routes = {}, .expandable = {}, .versions = kShelves};

struct WalkTest : testing::Test {
    std::unique_ptr<store::Engine> engine = store::open_memory();
    ManualClock clock{1'795'000'000};
    SeededRandom random{1};
    vault::Keys keys{{std::string(64, 'a')}};
    vault::DataKeys data_keys = vault::DataKeys::from_seed("walk");
    ResourceType const* types[2] = {&kPot, &kShelf};
    Catalogue catalogue{types};
    Environment environment{.clock = clock,
                            .random = random,
                            .vault_keys = keys,
                            .data_keys = data_keys,
                            .ids = IdCipher(1),
                            .list_keys = ListKeys("lists"),
                            .base_url = "http://x",
                            .default_version = {},
                            .catalogue = &catalogue};

    std::string seen(std::string_view version, std::string_view document) {
        auto session = engine->write();
        Tx tx(environment, *session, {});
        auto body = parse_document(document);
        walk_back(tx, body, *Version::parse(version));
        return to_text(body);
    }
};

TEST_F(WalkTest, GoesBackThroughTheChangesOfATypeAsFarAsTheVersion) {
    auto const* pot = R"({"object":"pot","name":"blue"})";
    EXPECT_EQ(seen("2026-03-25.dahlia", pot), pot);
    EXPECT_EQ(seen("2025-03-31.basil", pot), R"({"object":"pot","title":"blue"})");
    EXPECT_EQ(seen("2023-10-16", pot), R"({"object":"pot","label":"blue"})");
}

TEST_F(WalkTest, ReachesWhatIsNestedAndWhatAChangeAdds) {
    EXPECT_EQ(seen("2025-03-31.basil", R"({"object":"list","data":[{"object":"pot","name":"a"}]})"),
              R"({"object":"list","data":[{"object":"pot","title":"a"}]})");
    EXPECT_EQ(seen("2023-10-16", R"({"object":"shelf"})"),
              R"({"object":"shelf","pot":{"object":"pot","label":"added"}})");
}

TEST_F(WalkTest, LeavesEventsInTheirVersionAndMetadataAlone) {
    for (auto const* document : {R"({"object":"event","data":{"object":{"object":"pot","name":"a"}}})",
                                 R"({"object":"box","metadata":{"object":"pot","name":"a"}})"})
        EXPECT_EQ(seen("2023-10-16", document), document);
}

}  // namespace
}  // namespace bursar::api
