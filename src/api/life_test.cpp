#include "api/life.hpp"

#include <gtest/gtest.h>

namespace bursar::api {
namespace {

enum class Status { new_, open, done };
enum class Step { open, reopen, finish };
constexpr Move<Status, Step> kMoves[] = {
    {Status::new_, Step::open, Status::open},
    {Status::open, Step::reopen, Status::open},
    {Status::open, Step::finish, Status::done},
};
struct Thing {
    Life<Status, Step, kMoves, Status::new_, Status::open> status;
};
FIELDS(Thing, status);

template <class T>
concept TakesText = requires(T& status) { status = "done"; };
template <class T>
concept TakesStatus = requires(T& status) { status = Status::done; };
static_assert(!TakesText<decltype(Thing::status)> && !TakesStatus<decltype(Thing::status)>);

TEST(Life, takes_the_steps_of_its_table_alone) {
    Thing thing;
    EXPECT_EQ(thing.status, Status::new_);
    EXPECT_FALSE(thing.status.can(Step::finish));
    EXPECT_THROW(thing.status.take(Step::finish), Broken);
    EXPECT_EQ(thing.status.word(), "new");

    thing.status.take(Step::open);
    thing.status.take(Step::reopen);
    EXPECT_TRUE(thing.status.can(Step::finish));
    thing.status.take(Step::finish);
    EXPECT_TRUE(thing.status.is_any(Status::new_, Status::done));
    EXPECT_THROW(thing.status.take(Step::open), Broken);
}

TEST(Life, begins_with_what_is_declared_and_before_anything_happened) {
    Thing thing;
    EXPECT_THROW(thing.status.begin_as(Status::done), Broken);
    thing.status.begin_as(Status::open);
    EXPECT_EQ(thing.status, Status::open);
    thing.status.take(Step::finish);
    EXPECT_THROW(thing.status.begin_as(Status::open), Broken);
}

TEST(Life, is_a_word_in_a_document) {
    Thing thing;
    EXPECT_EQ(document_of(thing), R"({"status":"new"})");
    auto read = [&](char const* text) {
        return read_fields(&thing, fields_of<Thing>(), json::parse(text), Path{}, Source::document).has_value();
    };
    EXPECT_TRUE(read(R"({"status":"done"})"));
    EXPECT_EQ(thing.status, Status::done);
    EXPECT_THROW(thing.status.begin_as(Status::open), Broken);
    for (auto other : {R"({"status":"Done"})", R"({"status":"new_"})", R"({"status":""})", R"({"status":2})"})
        EXPECT_FALSE(read(other)) << other;
}

TEST(Life, tells_its_words) {
    auto const& kind = *fields_of<Thing>().front().kind;
    EXPECT_EQ(kind.shape, Shape::word);
    EXPECT_EQ(std::vector(kind.words.begin(), kind.words.end()),
              (std::vector<std::string_view>{"new", "open", "done"}));
}

}  // namespace
}  // namespace bursar::api
