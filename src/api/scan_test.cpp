// What is bounded in a scan, and what needs none.
#include "api/scan.hpp"

#include <gtest/gtest.h>

#include "api/page.hpp"
#include "api/search.hpp"
#include "store/memory/memory.hpp"

namespace bursar::api {

namespace {

struct Thing {
    static constexpr std::string_view kObject = "thing", kPrefix = "thg", kNoun = "thing";
    std::string id;
    std::string object = "thing";
    Timestamp created = 0;
    std::string name;
};
FIELDS(Thing, id, object, created, name);

constexpr Timestamp kStart = 1'795'000'000;
constexpr int kThings = 5000;
constexpr SearchField kFields[] = {{"name", SearchType::string}};

// A thing an hour.
struct World {
    World() {
        for (int i = 0; i < kThings; ++i, clock.advance(3600)) {
            Tx each(environment, *session, caller);
            Thing thing{.id = each.fresh_id<Thing>()};
            thing.created = each.now();
            thing.name = i % 1000 == 7 ? "rare" : "common";
            each.insert(thing);
        }
    }
    Tx tx() { return {environment, *session, caller}; }
    json::object search(std::string const& page) {
        auto now = tx();
        SearchParams params{.query = R"(name:"rare")"};
        if (!page.empty()) params.page = page;
        auto reply = search_reply(now, params, {"thing", "things", kFields});
        return parse_document(reply->body).as_object();
    }
    Result<std::string> list(json::object created, std::function<bool(json::object const&)> matches = {}) {
        auto now = tx();
        Page page{.created = Raw{.value = created}};
        return list_text(now, page, {.object = "thing", .noun = "thing", .url = "/v1/things", .matches = matches});
    }

    ManualClock clock{kStart};
    SeededRandom random{1};
    vault::Keys keys{{std::string(64, 'a')}};
    vault::DataKeys data_keys = vault::DataKeys::from_seed("scans");
    Environment environment{.clock = clock,
                            .random = random,
                            .vault_keys = keys,
                            .data_keys = data_keys,
                            .ids = IdCipher(1),
                            .list_keys = ListKeys("lists"),
                            .base_url = "http://x",
                            .default_version = Version()};
    Caller caller{
        .platform = 1, .platform_id = "acct_1032D82eZvKYlo2C", .account_id = "acct_1032D82eZvKYlo2C", .owner = 2};
    std::unique_ptr<store::Engine> engine = store::open_memory();
    std::unique_ptr<store::Session> session = engine->write();
};

using AtEnd = ScanBudget::AtEnd;
constexpr auto kLong = std::chrono::hours(1);

}  // namespace

TEST(Scan, WithoutABudgetEverythingIsLookedAt) {
    World world;
    auto found = world.search("");
    EXPECT_EQ(found["data"].as_array().size(), 5u);
    EXPECT_FALSE(found["has_more"].as_bool());
}

TEST(Scan, ASearchThatEndsEarlyGoesOnWhereItEnded) {
    World world;
    std::size_t found = 0, pages = 0;
    std::string page;
    do {
        ScanBudget budget(700, kLong, AtEnd::stop);
        auto part = world.search(page);
        found += part["data"].as_array().size();
        page = part["has_more"].as_bool() ? std::string(part["next_page"].as_string()) : "";
    } while (++pages < 100 && !page.empty());
    EXPECT_EQ(found, 5u);
    EXPECT_EQ(pages, 8u);
}

TEST(Scan, WhereOthersWaitItIsHandedOver) {
    World world;
    ScanBudget budget(100, kLong, AtEnd::hand_over);
    EXPECT_THROW((void)world.search(""), ScanTooLong);
}

TEST(Scan, AListThatCannotBeLookedThroughSaysSo) {
    World world;
    ScanBudget budget(100, kLong, AtEnd::stop);
    auto none = [](json::object const&) { return false; };
    EXPECT_FALSE(world.list({{"gte", 0}}, none));
}

// However much lies before and behind.
TEST(Scan, CreatedSaysWhereAListBeginsAndEnds) {
    World world;
    ScanBudget budget(1200, kLong, AtEnd::stop);
    auto of = [&](json::object created) {
        return parse_document(*world.list(std::move(created))).as_object()["data"].as_array().size();
    };
    EXPECT_EQ(of({{"gte", kStart + 3600}, {"lt", kStart + 4 * 3600}}), 3u);
    EXPECT_EQ(of({{"lt", kStart + 3 * 3600}}), 3u);
    EXPECT_EQ(of({{"gt", kStart + (kThings - 3) * 3600LL}}), 2u);
}

}  // namespace bursar::api
