// Lists are declared, kept, and compared with whatever comes out of them: also of two tenants' under one key.
#include "api/lists.hpp"

#include <gtest/gtest.h>

#include "api/page.hpp"
#include "api/search.hpp"
#include "store/memory/memory.hpp"

namespace bursar::api {
namespace {

struct Thing {
    static constexpr std::string_view kObject = "thing", kPrefix = "thg", kNoun = "thing", kPathParam = "thing";
    static constexpr List kLists[] = {{.by = "code", .folded = true}, {"email"}, {"owner.name", "named"}};

    struct Owner {
        std::string name;
    };
    std::string id;
    std::string object = "thing";
    std::optional<std::string> code, email;
    Owner owner;
    Hidden<bool> deleted;
    Hidden<std::int64_t> place;
};
FIELDS(Thing::Owner, name);
FIELDS(Thing, id, object, code, email, owner, deleted, place);

struct Other {
    static constexpr std::string_view kObject = "other", kPrefix = "oth", kNoun = "other", kPathParam = "other";
    std::string id;
    std::string object = "other";
    std::string email;
};
FIELDS(Other, id, object, email);

TEST(Lists, ReadMembersWithoutParsing) {
    std::string_view const json =
        R"({"id":"a","text":"}\"],{\\","inner":{"id":"b","deep":{"id":"c"},"list":[1,{"x":"]"}]},)"
        R"("n":-1,"yes":true,"end":null})";
    EXPECT_EQ(member(json, "id"), R"("a")");
    EXPECT_EQ(member(json, "text"), R"("}\"],{\\")");
    EXPECT_EQ(member(json, "inner.id"), R"("b")");
    EXPECT_EQ(member(json, "inner.deep.id"), R"("c")");
    EXPECT_EQ(member(json, "n"), "-1");
    EXPECT_EQ(member(json, "yes"), "true");
    EXPECT_EQ(member(json, "end"), "null");
    EXPECT_EQ(member(json, "deep"), "") << "of a hash within";
    EXPECT_EQ(member(json, "n.x"), "");
    EXPECT_EQ(member(json, "none"), "");
    for (std::size_t length = 0; length < json.size(); ++length) member(json.substr(0, length), "end");  // cut anywhere
    EXPECT_EQ(member("", "id"), "");
    EXPECT_EQ(member("[]", "id"), "");
}

TEST(Lists, HaveKeysThatNobodyMixesUp) {
    ListKeys keys("secret");
    std::set<store::ListKey> seen;
    int count = 0;
    for (store::Owner owner : {2, 3})
        for (std::string_view name : {"thing", "thingc", "thin"})
            for (std::string_view by : {"code", "ode", "gcode", ""})
                for (std::string_view value : {"", "e", "code"}) {
                    if (by.empty() && !value.empty()) continue;
                    seen.insert(keys.of(owner, ListOf{name, by, std::string(value)}));
                    ++count;
                }
    EXPECT_EQ(seen.size(), static_cast<std::size_t>(count));
    EXPECT_NE(keys.of_all(2, "thing"), keys.of_connected(2, "thing"));
    EXPECT_NE(keys.of_all(2, "thing"), ListKeys("another").of_all(2, "thing"));
}

class OfTwo : public testing::Test {
protected:
    static Caller caller(Seq account, bool livemode = false) {
        Caller out{
            .platform = account, .platform_id = "acct_1platform00000000", .account_id = "acct_1platform00000000"};
        out.owner = account * 2 + (livemode ? 1 : 0);
        out.livemode = livemode;
        return out;
    }
    Tx at(Caller caller) { return Tx(environment_, *session_, std::move(caller)); }
    Thing insert(Tx tx, std::optional<std::string> email, std::optional<std::string> code = {}) {
        Thing thing{.id = tx.fresh_id<Thing>(), .code = std::move(code), .email = std::move(email), .owner = {"Jane"}};
        tx.insert(thing);
        return thing;
    }
    static std::vector<std::string> ids(std::vector<Thing> const& things) {
        std::vector<std::string> out;
        for (auto const& thing : things) out.push_back(thing.id);
        return out;
    }
    static std::vector<std::string> ids(std::vector<store::ObjectPtr> const& objects) {
        std::vector<std::string> out;
        for (auto const& object : objects) out.push_back(object->id);
        return out;
    }
    // As if the hash of what that object is in were that of the list.
    void collide(Tx const& tx, ListOf const& list, std::string const& id) {
        session_->add_keys(tx.seq_of(id), {environment_.list_keys.of(tx.caller().owner, list)});
    }

    ManualClock clock_{1'795'000'000};
    SeededRandom random_{7};
    vault::Keys keys_{{std::string(64, 'a')}};
    vault::DataKeys data_keys_ = vault::DataKeys::from_seed("lists");
    std::unique_ptr<store::Engine> engine_ = store::open_memory();
    std::unique_ptr<store::Session> session_ = engine_->write();
    Environment environment_{.clock = clock_,
                             .random = random_,
                             .vault_keys = keys_,
                             .data_keys = data_keys_,
                             .ids = IdCipher(7),
                             .list_keys = ListKeys("secret")};
    Tx mine_ = at(caller(11)), theirs_ = at(caller(12)), live_ = at(caller(11, true));
};
using Ids = std::vector<std::string>;

TEST_F(OfTwo, AnUpdateDoesNotMakeAnotherKindOfIt) {
    auto thing = insert(mine_, "a@example.com");
    EXPECT_ANY_THROW(mine_.update(Other{.id = thing.id, .email = {}}));
    EXPECT_ANY_THROW(mine_.update(thing.id, {.kind = "other"}, R"({"id":")" + thing.id + R"(","object":"other"})"));
    EXPECT_TRUE(mine_.find<Thing>(thing.id));
}

TEST_F(OfTwo, AreKeptByInsertAndUpdate) {
    auto thing = insert(mine_, "a@example.com", "Spring");
    auto again = insert(mine_, std::nullopt);
    EXPECT_EQ(ids(mine_.newest({"thing"})), (Ids{again.id, thing.id}));
    EXPECT_EQ(ids(mine_.all<Thing>("email", "a@example.com")), Ids{thing.id});
    EXPECT_EQ(ids(mine_.all<Thing>("code", "SPRING")), Ids{thing.id}) << "capitals do not count there";
    EXPECT_EQ(ids(mine_.all<Thing>("code", "spring")), Ids{thing.id});
    EXPECT_EQ(ids(mine_.all<Thing>("email", "A@example.com")), Ids{}) << "but here";
    thing.email = "b\"\\@example.com";
    thing.owner.name = "Joe";
    mine_.update(thing);
    EXPECT_EQ(ids(mine_.all<Thing>("email", "a@example.com")), Ids{});
    EXPECT_EQ(ids(mine_.all<Thing>("email", "b\"\\@example.com")), Ids{thing.id});
    thing.email.reset();
    mine_.update(thing);
    EXPECT_EQ(ids(mine_.all<Thing>("email", "b\"\\@example.com")), Ids{});
    EXPECT_EQ(ids(mine_.all<Thing>("code", "spring")), Ids{thing.id}) << "what did not change";
    thing.deleted = true;
    mine_.update(thing);
    EXPECT_EQ(ids(mine_.newest({"thing"})), Ids{again.id});
    EXPECT_EQ(ids(mine_.all<Thing>("code", "spring")), Ids{});
    EXPECT_THROW((void)mine_.all<Thing>("owner", "Jane"), std::exception) << "no such list";
}

TEST_F(OfTwo, AreInListsOverSeveralKinds) {
    static constexpr std::string_view kinds[] = {"thing", "other"};
    auto thing = insert(mine_, std::nullopt);
    ListOf const named{"named", "owner.name", "Jane", kinds};
    EXPECT_EQ(ids(mine_.newest(named)), Ids{thing.id});
    EXPECT_TRUE(mine_.is_in(named, *mine_.own(thing.id)));
    EXPECT_FALSE(theirs_.is_in(named, *mine_.own(thing.id)));
    EXPECT_FALSE(mine_.is_in({"named", "owner.name", "Joe", kinds}, *mine_.own(thing.id)));
    thing.deleted = true;
    mine_.update(thing);
    EXPECT_FALSE(mine_.is_in(named, *mine_.own(thing.id)));
}

// The fault that this is against: a value is found whose list has the key of another one's.
TEST_F(OfTwo, ShareNothingUnderOneKey) {
    auto own = insert(mine_, "a@example.com", "FREE");
    auto foreign = insert(theirs_, "a@example.com", "FREE");
    auto live = insert(live_, "a@example.com", "FREE");
    auto of_another_value = insert(mine_, "b@example.com", "FREE2");
    Other other{.id = mine_.fresh_id<Other>(), .email = "a@example.com"};
    mine_.insert(other);
    ListOf const all{"thing"}, by_email{"thing", "email", "a@example.com"}, by_code{"thing", "code", "free", {}, true};
    for (auto const& list : {all, by_email, by_code})
        for (auto const& id : {foreign.id, live.id, of_another_value.id, other.id}) collide(mine_, list, id);

    EXPECT_EQ(ids(mine_.newest(by_email)), Ids{own.id});
    EXPECT_EQ(ids(mine_.all<Thing>("email", "a@example.com")), Ids{own.id});
    EXPECT_EQ(ids(mine_.all<Thing>("code", "free")), Ids{own.id});
    EXPECT_EQ(ids(mine_.newest(all)), (Ids{of_another_value.id, own.id}));
    for (bool filtered : {false, true}) {
        ListQuery query{.object = "thing", .noun = "thing", .url = "/v1/things"};
        if (filtered) query.filter = "email", query.value = "a@example.com";
        auto text = list_text(mine_, {.limit = 1}, query);
        ASSERT_TRUE(text);
        auto list = parse_document(*text);
        auto const& data = list.at("data").as_array();
        ASSERT_EQ(data.size(), 1u);
        EXPECT_EQ(data[0].at("id"), json::value(filtered ? own.id : of_another_value.id));
        EXPECT_EQ(list.at("has_more"), json::value(!filtered)) << "what is not his is not counted either";
    }
    static constexpr SearchField fields[] = {{"email", SearchType::token}};
    auto found = search_reply(mine_, {.query = "email:\"a@example.com\""}, {"thing", "things", fields});
    ASSERT_TRUE(found);
    EXPECT_NE(found->body.find(own.id), std::string::npos);
    for (auto const& id : {foreign.id, live.id, other.id}) EXPECT_EQ(found->body.find(id), std::string::npos);
    EXPECT_TRUE(ids(theirs_.all<Thing>("email", "a@example.com")) == Ids{foreign.id}) << "it is still its owner's";
}

TEST_F(OfTwo, DoNotShareChosenIds) {
    auto choose = [](Tx& tx) {
        Thing thing{.id = "chosen", .owner = {"Jane"}};
        thing.place = tx.fresh_place();
        tx.insert(thing);
    };
    choose(theirs_);
    EXPECT_FALSE(mine_.find<Thing>("chosen"));
    session_->add_keys(static_cast<Seq>(theirs_.find<Thing>("chosen")->place.value),
                       {environment_.list_keys.of_id(mine_.caller().owner, "thing", "chosen")});
    EXPECT_FALSE(mine_.find<Thing>("chosen")) << "found, and not his";
    auto place = theirs_.find<Thing>("chosen");
    session_->add_keys(static_cast<Seq>(place->place.value),
                       {environment_.list_keys.of_id(theirs_.caller().owner, "thing", "another")});
    EXPECT_FALSE(theirs_.find<Thing>("another")) << "his, and of another id";
    place->deleted = true;
    theirs_.update(*place);
    EXPECT_TRUE(theirs_.find_even_gone<Thing>("chosen")) << "a chosen id is for ever";
}

TEST_F(OfTwo, TellThePlatformOfItsOwnAccountsAlone) {
    static constexpr ListedKind kind{.kind = "told", .told_to_platform = true};
    ListOf const connected{.name = "told", .of_connected = true};
    auto account = [&](Seq platform) {
        auto seq = session_->fresh_seq();
        session_->insert({.seq = seq, .owner = platform * 2, .id = "acct_x", .document = "{}", .state = "{}"}, {});
        return seq;
    };
    auto tell = [&](Tx tx) {
        auto id = tx.fresh_id("evt");
        tx.insert(id, kind, R"({"id":")" + id + R"(","object":"told"})");
        return id;
    };
    auto of_seller = tell(mine_.at(account(11) * 2, "acct_1seller0000000000"));
    auto of_their_seller = tell(theirs_.at(account(12) * 2, "acct_1seller0000000000"));
    auto own = tell(mine_);
    EXPECT_EQ(ids(mine_.newest(connected)), Ids{of_seller});
    for (auto const& id : {of_their_seller, own}) collide(mine_, connected, id);
    EXPECT_EQ(ids(mine_.newest(connected)), Ids{of_seller});
    EXPECT_EQ(ids(theirs_.newest(connected)), Ids{of_their_seller});
}

}  // namespace
}  // namespace bursar::api
