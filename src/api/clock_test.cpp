// What must hold of moments and clocks (clock.hpp), of alarms and of previews (tx.hpp).
#include "api/clock.hpp"

#include <gtest/gtest.h>

#include "api/catalogue.hpp"
#include "api/jobs.hpp"
#include "store/memory/memory.hpp"

namespace bursar::api {
namespace {

constexpr Seq kClock = 500;
constexpr Timestamp kStart = 1'795'000'000;

std::vector<std::string>* told = nullptr;

void note(Tx& tx, json::object const& payload) {
    told->push_back(std::string(text_at(payload, "name")) + "@" + std::to_string(tx.now() - kStart) + "/" +
                    std::to_string(tx.moment().clock));
}
// Each month the next one is left for later.
void monthly(Tx& tx, json::object const& payload) {
    note(tx, payload);
    auto next = payload;
    next.erase("owner");
    tx.enqueue(tx.now() + 30 * kDay, "test.monthly", next);
}
void bad(Tx& tx, json::object const& payload) {
    note(tx, payload);
    throw std::runtime_error("always");
}
void again(Tx& tx, json::object const& payload) {
    told->push_back("again@" + std::to_string(tx.now() - kStart));
    if (tx.now() < kStart + 3 * kDay) tx.wake(text_at(payload, "id"), "test.again", tx.now() + kDay);
}
constexpr JobKind kKinds[] = {{"test.note", note}, {"test.monthly", monthly}, {"test.bad", bad}, {"test.again", again}};

struct Thing {
    static constexpr std::string_view kObject = "thing", kPrefix = "thg", kNoun = "thing", kPathParam = "thing";
    std::string id;
    std::string object = "thing";
    Timestamp created = 0;
};
FIELDS(Thing, id, object, created);
constexpr ResourceType kType{.object = "test", .routes = {}, .expandable = {}, .jobs = kKinds};

struct ClockTest : testing::Test {
    std::unique_ptr<store::Engine> engine = store::open_memory();
    ManualClock clock{kStart};
    SeededRandom random{1};
    vault::Keys keys{{std::string(64, 'a')}};
    vault::DataKeys data_keys = vault::DataKeys::from_seed("clock");
    ResourceType const* types[1] = {&kType};
    Catalogue catalogue{types};
    Environment environment{.clock = clock,
                            .random = random,
                            .vault_keys = keys,
                            .data_keys = data_keys,
                            .ids = IdCipher(1),
                            .list_keys = ListKeys("lists"),
                            .default_version = {},
                            .catalogue = &catalogue};
    std::unique_ptr<store::Session> session = engine->write();
    Tx tx{environment,
          *session,
          {.platform_id = "acct_1platform00000000", .account_id = "acct_1platform00000000", .owner = 22}};
    Tx on_clock = tx.on({kClock, kStart});
    std::vector<std::string> seen;

    ClockTest() { told = &seen; }
    using Seen = std::vector<std::string>;
};

TEST_F(ClockTest, AMomentIsWhatIsMadeAndLeftForLaterAt) {
    auto later = tx.on({kClock, kStart + kDay});
    EXPECT_EQ(later.fresh<Thing>().created, kStart + kDay);
    EXPECT_EQ(later.world_now(), kStart);
    EXPECT_EQ(later.in_the_world().now(), kStart);
    EXPECT_EQ(later.at(24, "acct_x").now(), kStart + kDay) << "whoever it acts for";
    later.enqueue(later.now() + 1, "test.note", {{"name", "a"}});
    EXPECT_TRUE(session->due(INT64_MAX / 2, 10).empty());
    EXPECT_EQ(session->due(INT64_MAX / 2, 10, kClock).size(), 1u);
}

TEST_F(ClockTest, RunsItsJobsInOrderEachAtItsOwnTime) {
    on_clock.enqueue(kStart + 45 * kDay, "test.note", {{"name", "b"}});
    on_clock.enqueue(kStart + 30 * kDay, "test.monthly", {{"name", "m"}});
    tx.enqueue(kStart + 1, "test.note", {{"name", "the world's"}});
    EXPECT_EQ(advance(tx, kClock, kStart + 29 * kDay), Advance::arrived);
    EXPECT_EQ(seen, Seen{});
    EXPECT_EQ(advance(tx, kClock, kStart + 90 * kDay), Advance::arrived);
    auto day = [](std::string name, int days) { return name + "@" + std::to_string(days * kDay) + "/500"; };
    EXPECT_EQ(seen, (Seen{day("m", 30), day("b", 45), day("m", 60), day("m", 90)}));
    EXPECT_EQ(session->due(INT64_MAX / 2, 10).size(), 1u) << "the world's stay as they are";
}

TEST_F(ClockTest, GoesOnSliceBySlice) {
    for (int i = 0; i < 5; ++i) on_clock.enqueue(kStart + i, "test.note", {{"name", "n"}});
    EXPECT_EQ(advance(tx, kClock, kStart + kDay, 2), Advance::more);
    EXPECT_EQ(seen.size(), 2u);
    EXPECT_EQ(advance(tx, kClock, kStart + kDay, 2), Advance::more);
    EXPECT_EQ(advance(tx, kClock, kStart + kDay, 2), Advance::arrived);
    EXPECT_EQ(seen.size(), 5u);
}

TEST_F(ClockTest, AJobThatFailsIsTriedAgainByItsOwnTimeAndParkedInTheEnd) {
    on_clock.enqueue(kStart, "test.bad", {{"name", "x"}});
    on_clock.enqueue(kStart + 2 * kMinute, "test.note", {{"name", "y"}});
    EXPECT_EQ(advance(tx, kClock, kStart + 2 * kMinute), Advance::arrived);
    EXPECT_EQ(seen, (Seen{"x@0/500", "x@60/500", "y@120/500"}));
    EXPECT_EQ(advance(tx, kClock, kStart + 30 * kDay), Advance::failed);
    EXPECT_EQ(seen.size(), 3u + 5) << "seven runs, and no more";
    EXPECT_EQ(advance(tx, kClock, kStart + 60 * kDay), Advance::arrived);
    EXPECT_EQ(seen.size(), 3u + 5);
}

TEST_F(ClockTest, AnAlarmIsOneAndMayBeSetAgainWhereItRings) {
    auto thing = tx.fresh<Thing>();
    tx.insert(thing);
    tx.wake(thing.id, "test.again", kStart + 9 * kDay);
    tx.wake(thing.id, "test.again", kStart + kDay);
    EXPECT_EQ(session->due(INT64_MAX / 2, 10).size(), 1u);
    session->commit();
    Jobs jobs(environment, *engine, [](store::Session& of) { of.commit(); });
    session.reset();
    for (int day = 0; day < 10; ++day, clock.advance(kDay))
        while (jobs.is_due() && jobs.run_some()) {
        }
    EXPECT_EQ(seen, (Seen{"again@86400", "again@172800", "again@259200"}));
    EXPECT_TRUE(engine->read()->due(INT64_MAX / 2, 10).empty());
    session = engine->write();
    tx.wake(thing.id, "test.again", kStart + 90 * kDay);
    tx.let_sleep(thing.id, "test.again");
    tx.let_sleep(thing.id, "test.again");
    EXPECT_TRUE(session->due(INT64_MAX / 2, 10).empty());
}

TEST_F(ClockTest, APreviewLeavesNothing) {
    auto thing = tx.fresh<Thing>();
    auto make = [&](Tx& within) {
        within.insert(thing);
        within.enqueue(kStart, "test.note", {});
        return within.find<Thing>(thing.id).has_value();
    };
    EXPECT_TRUE(tx.preview(make));
    EXPECT_FALSE(tx.find<Thing>(thing.id));
    EXPECT_ANY_THROW(tx.preview([&](Tx& within) -> int {
        make(within);
        throw std::runtime_error("in the middle");
    }));
    EXPECT_FALSE(tx.find<Thing>(thing.id));
    EXPECT_TRUE(session->due(INT64_MAX / 2, 10).empty());
    EXPECT_TRUE(make(tx)) << "and the deed is as the preview said";
    session->commit();
    session.reset();
    EXPECT_EQ(engine->read()->due(INT64_MAX / 2, 10).size(), 1u);
}

}  // namespace
}  // namespace bursar::api
