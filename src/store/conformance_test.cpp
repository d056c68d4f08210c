// The definition of an engine: what passes here is one. Runs on every engine.
#include "store/engines/conformance.hpp"

#include <set>

namespace bursar::store {
namespace {

INSTANTIATE_TEST_SUITE_P(Engines, Conformance, testing::Values("memory:", "sqlite:", "postgres:"),
                         [](auto const& info) { return info.param.substr(0, info.param.find(':')); });

TEST_P(Conformance, ShowsOthersWhatWasCommittedAndNothingElse) {
    Seq seq = 0;
    {
        auto session = engine_->write();
        auto one = object(*session, "cus_1");
        seq = one.seq;
        session->insert(one, {11});
        EXPECT_TRUE(session->find(seq)) << "its own writes";
        session->commit();
    }
    {
        auto session = engine_->write();
        session->insert(object(*session, "cus_2"), {11});
    }
    auto session = engine_->read();
    ASSERT_TRUE(session->find(seq));
    EXPECT_EQ(session->find(seq)->id, "cus_1");
    EXPECT_EQ(session->older(11, 0, 10), std::vector<Seq>{seq});
}

TEST_P(Conformance, RollsBackToASavepointAndKeepsWhatWasBefore) {
    auto session = engine_->write();
    auto kept = object(*session, "cus_1");
    session->insert(kept, {1});
    session->savepoint();
    auto lost = object(*session, "cus_2");
    session->insert(lost, {1});
    kept.document = R"({"changed":true})";
    session->update(kept);
    session->put_setting("name", "value");
    session->post(5, {{7, "balance", "usd", 100, 0}, {7, "network", "usd", -100, 0}});
    session->enqueue({1, session->fresh_seq(), "job", "{}"});
    session->rollback();
    session->release();
    session->commit();
    auto reader = engine_->read();
    EXPECT_FALSE(reader->find(lost.seq));
    EXPECT_EQ(reader->find(kept.seq)->document, "{}");
    EXPECT_FALSE(reader->setting("name"));
    EXPECT_TRUE(reader->due(100, 10).empty());
    for (auto const& balance : reader->balances(7, "balance")) EXPECT_EQ(balance.amount, 0);
    EXPECT_TRUE(reader->entries_after(0, 10).empty());
}

TEST_P(Conformance, NestsSavepoints) {
    auto session = engine_->write();
    session->savepoint();
    session->put_setting("outer", "1");
    session->savepoint();
    session->put_setting("inner", "1");
    session->rollback();
    session->release();
    session->release();
    session->commit();
    EXPECT_TRUE(engine_->read()->setting("outer"));
    EXPECT_FALSE(engine_->read()->setting("inner"));
}

TEST_P(Conformance, ListsInOrderOfCreationFromBothEnds) {
    auto session = engine_->write();
    std::vector<Seq> seqs;
    for (int i = 0; i < 5; ++i) {
        auto one = object(*session, "x" + std::to_string(i));
        session->insert(one, {21, 22});
        seqs.push_back(one.seq);
    }
    EXPECT_EQ(session->older(21, 0, 2), (std::vector<Seq>{seqs[4], seqs[3]}));
    EXPECT_EQ(session->older(21, seqs[3], 2), (std::vector<Seq>{seqs[2], seqs[1]}));
    EXPECT_EQ(session->newer(21, seqs[1], 2), (std::vector<Seq>{seqs[2], seqs[3]}));
    EXPECT_EQ(session->newer(21, seqs[4], 2), std::vector<Seq>{});
    session->remove_keys(seqs[4], {21});
    session->add_keys(seqs[0], {21});  // again: nothing changes
    EXPECT_EQ(session->older(21, 0, 1), std::vector<Seq>{seqs[3]});
    EXPECT_EQ(session->older(22, 0, 1), std::vector<Seq>{seqs[4]});
    EXPECT_EQ(session->older(99, 0, 1), std::vector<Seq>{});
}

TEST_P(Conformance, HandsOutEveryNumberOnce) {
    std::set<Seq> seen;
    for (int round = 0; round < 3; ++round) {
        auto session = engine_->write();
        for (int i = 0; i < 100; ++i) {
            auto seq = session->fresh_seq(static_cast<Owner>(i));
            EXPECT_TRUE(seen.insert(seq).second);
            EXPECT_LT(seq, Seq{1} << 47) << "ids have room for no more";
        }
        if (round != 1) session->commit();
    }
}

TEST_P(Conformance, ListsWhatWasStoredAndItsOwnChangesAsOne) {
    std::vector<Seq> seqs;
    {
        auto session = engine_->write();
        for (int i = 0; i < 4; ++i) {
            auto one = object(*session, "x" + std::to_string(i));
            one.owner = static_cast<Owner>(i);  // engines may place the rows of owners apart
            session->insert(one, {i == 1 ? ListKey{99} : ListKey{31}});
            seqs.push_back(one.seq);
        }
        session->commit();
    }
    auto session = engine_->write();
    auto fresh = object(*session, "new");
    session->insert(fresh, {31});
    session->add_keys(seqs[1], {31});  // stands where it was created, not where it was listed
    session->remove_keys(seqs[2], {31});
    auto check = [&](Session& in) {
        EXPECT_EQ(in.older(31, 0, 10), (std::vector<Seq>{fresh.seq, seqs[3], seqs[1], seqs[0]}));
        EXPECT_EQ(in.older(31, 0, 2), (std::vector<Seq>{fresh.seq, seqs[3]}));
        EXPECT_EQ(in.older(31, seqs[3], 1), std::vector<Seq>{seqs[1]});
        EXPECT_EQ(in.newer(31, 0, 2), (std::vector<Seq>{seqs[0], seqs[1]}));
        EXPECT_TRUE(in.is_listed(31, seqs[1]));
        EXPECT_FALSE(in.is_listed(31, seqs[2]));
    };
    check(*session);
    session->commit();
    check(*engine_->read());
}

TEST_P(Conformance, WritesAnObjectThatWasMadeAndChangedOnce) {
    auto session = engine_->write();
    auto one = object(*session, "cus_1");
    session->savepoint();
    session->insert(one, {1});
    one.document = R"({"changed":1})";
    session->update(one);
    session->release();
    session->savepoint();
    one.document = R"({"changed":2})";
    session->update(one);
    EXPECT_EQ(session->find(one.seq)->document, R"({"changed":2})");
    session->rollback();
    session->release();
    EXPECT_EQ(session->find(one.seq)->document, R"({"changed":1})");
    session->commit();
    session = engine_->write();
    EXPECT_EQ(session->find(one.seq)->document, R"({"changed":1})");
    one.state = R"({"hidden":1})";
    session->update(one);
    session->commit();
    EXPECT_EQ(engine_->read()->find(one.seq)->state, R"({"hidden":1})");
}

TEST_P(Conformance, KeepsWhoseAnObjectIsWhoeverChangesIt) {
    auto session = engine_->write();
    auto one = object(*session, "acct_1");
    one.owner = 7;
    session->insert(one, {1});
    one.owner = 8;
    session->update(one);
    session->commit();
    EXPECT_EQ(engine_->read()->find(one.seq)->owner, 7);
}

// A list key is a number, which two lists may come to share: what lies under it still says whose it is, so that whoever
// reads the list can tell them apart (api/lists_test.cpp does).
TEST_P(Conformance, TellsWhoseEachIsOfTwoOwnersUnderOneKey) {
    auto session = engine_->write();
    std::map<Seq, Owner> owners;
    for (Owner owner : {7, 8, 7, 15}) {
        auto one = object(*session, "x" + std::to_string(owners.size()));
        one.owner = owner;
        one.document = R"({"of":)" + std::to_string(owner) + "}";
        session->insert(one, {77});
        owners[one.seq] = owner;
    }
    auto check = [&](Session& in) {
        auto seqs = in.older(77, 0, 10);
        EXPECT_EQ(seqs.size(), owners.size());
        for (auto seq : seqs) {
            EXPECT_EQ(in.find(seq)->owner, owners.at(seq));
            EXPECT_EQ(in.find(seq)->document, R"({"of":)" + std::to_string(owners.at(seq)) + "}");
        }
    };
    check(*session);
    session->commit();
    check(*engine_->read());
}

TEST_P(Conformance, RefusesToWriteInASnapshot) {
    auto session = engine_->read();
    EXPECT_THROW(session->put_setting("name", "value"), std::logic_error);
    EXPECT_THROW(session->fresh_seq(), std::logic_error);
}

TEST_P(Conformance, SumsBalancesByDayOfAvailability) {
    auto session = engine_->write();
    session->post(1, {{7, "balance", "usd", 100, 0}, {7, "network", "usd", -100, 0}});
    session->post(2, {{7, "balance", "usd", 50, 86400}, {7, "network", "usd", -50, 0}});
    session->post(3, {{7, "balance", "usd", -30, 0},
                      {7, "network", "usd", 30, 0},
                      {8, "balance", "usd", 1, 0},
                      {8, "network", "usd", -1, 0}});
    auto balances = session->balances(7, "balance");
    ASSERT_EQ(balances.size(), 2u);
    EXPECT_EQ(balances[0].amount, 70);
    EXPECT_EQ(balances[1].available_on, 86400);
    EXPECT_EQ(balances[1].amount, 50);
    session->commit();
    EXPECT_EQ(engine_->read()->entries_after(0, 10).size(), 8u);
    EXPECT_EQ(engine_->read()->entries_after(2, 10).size(), 4u);
    EXPECT_EQ(engine_->read()->entries_after(0, 1).size(), 2u) << "whole postings";
    auto more = engine_->write();
    more->post(4, {{7, "balance", "usd", 1, 0}, {7, "network", "usd", -1, 0}});
    EXPECT_EQ(more->balances(7, "balance")[0].amount, 71) << "what was stored and its own";
}

TEST_P(Conformance, KeepsIdempotentAnswersPerOwnerUntilPruned) {
    auto session = engine_->write();
    session->keep_idempotent({7, false, "k"}, {"/v1/x", "f", "req_1", 200, SealedText("sealed"), 100});
    auto check = [](Session& in) {
        ASSERT_TRUE(in.idempotent({7, false, "k"}));
        EXPECT_EQ(in.idempotent({7, false, "k"})->request_id, "req_1");
        EXPECT_EQ(in.idempotent({7, false, "k"})->body.text(), "sealed");
        EXPECT_FALSE(in.idempotent({8, false, "k"}));
        EXPECT_FALSE(in.idempotent({7, false, "K"}));
        EXPECT_FALSE(in.idempotent({7, true, "k"}))
            << "what a secret key was answered is not shown to a publishable one";
    };
    check(*session);
    session->commit();
    check(*engine_->read());
    for (Timestamp before : {100, 101}) {
        auto pruner = engine_->write();
        pruner->prune_idempotent(before);
        pruner->commit();
        EXPECT_EQ(engine_->read()->idempotent({7, false, "k"}).has_value(), before == 100);
    }
}

// Two of these share the 64 bits that an owner and a key were once known by.
TEST_P(Conformance, NeverTakesOneIdempotencyKeyForAnother) {
    std::vector<IdempotencyKey> const keys{
        {7, false, "k"}, {7, true, "k"}, {8, false, "k"}, {7, false, "k "}, {7, false, ""}};
    auto session = engine_->write();
    for (auto const& key : keys)
        session->keep_idempotent(key,
                                 {key.key, std::to_string(key.owner), "req", key.publishable, SealedText("{}"), 100});
    session->commit();
    auto reader = engine_->read();
    for (auto const& key : keys) {
        ASSERT_TRUE(reader->idempotent(key));
        EXPECT_EQ(reader->idempotent(key)->path, key.key);
        EXPECT_EQ(reader->idempotent(key)->fingerprint, std::to_string(key.owner));
        EXPECT_EQ(reader->idempotent(key)->status, key.publishable);
    }
}

TEST_P(Conformance, NeverWritesOneAnswerOverAnother) {
    IdempotencyKey const key{7, false, "k"};
    auto session = engine_->write();
    session->keep_idempotent(key, {"/v1/x", "f", "req_first", 200, SealedText("{}"), 100});
    session->savepoint();
    EXPECT_THROW(session->keep_idempotent(key, {}), std::logic_error) << "in one session";
    session->release();
    session->commit();
    session = engine_->write();
    session->put_setting("name", "value");
    session->keep_idempotent(key, {"/v1/x", "f", "req_second", 200, SealedText("{}"), 100});
    try {
        session->commit();
        FAIL() << "the second was kept";
    } catch (Trouble const& trouble) {
        EXPECT_EQ(trouble.kind(), Trouble::Kind::conflict);
    }
    session.reset();
    EXPECT_EQ(engine_->read()->idempotent(key)->request_id, "req_first");
    EXPECT_FALSE(engine_->read()->setting("name")) << "nothing of what was refused";
    session = engine_->write();
    session->prune_idempotent(101);
    EXPECT_FALSE(session->idempotent(key)) << "what is pruned is in nobody's way";
    session->keep_idempotent(key, {"/v1/x", "f", "req_third", 200, SealedText("{}"), 200});
    session->commit();
    EXPECT_EQ(engine_->read()->idempotent(key)->request_id, "req_third");
}

TEST_P(Conformance, WalksOverWhatIsListedWhere) {
    auto session = engine_->write();
    std::vector<Seq> seqs;
    for (int i = 0; i < 3; ++i) {
        auto one = object(*session, "x" + std::to_string(i));
        session->insert(one, {42, 41});
        seqs.push_back(one.seq);
    }
    session->remove_keys(seqs[1], {41});
    session->commit();
    std::vector<std::pair<ListKey, Seq>> all;
    auto reader = engine_->read();
    for (Listing last{};;) {
        auto more = reader->listings_after(last, 2);
        for (auto const& listing : more) all.emplace_back(listing.key, listing.place.seq);
        if (more.empty()) break;
        last = more.back();
    }
    std::vector<std::pair<ListKey, Seq>> const expected{
        {41, seqs[0]}, {41, seqs[2]}, {42, seqs[0]}, {42, seqs[1]}, {42, seqs[2]}};
    EXPECT_EQ(all, expected);
}

TEST_P(Conformance, KeepsSealedRecordsAndKeys) {
    auto session = engine_->write();
    std::string bytes("\0\1\2\xff", 4);
    session->put_sealed({5, "key", bytes});
    EXPECT_EQ(session->find_sealed(5)->sealed, bytes);
    session->put_sealed({5, "other", bytes});
    session->put_api_key({"digest", 3, false, "rk", "1234", 1, 0, "2023-10-16", "charge_read"});
    EXPECT_EQ(session->find_api_key("digest")->platform, 3u);
    EXPECT_FALSE(session->find_api_key("other"));
    session->commit();
    auto reader = engine_->read();
    ASSERT_EQ(reader->sealed_after(0, 10).size(), 1u);
    EXPECT_EQ(reader->sealed_after(0, 10)[0].key_id, "other");
    EXPECT_EQ(reader->find_sealed(5)->sealed, bytes);
    EXPECT_EQ(reader->find_api_key("digest")->permissions, "charge_read");
    EXPECT_EQ(reader->find_api_key("digest")->api_version, "2023-10-16");
    EXPECT_EQ(reader->api_keys().size(), 1u);
}

TEST_P(Conformance, RemovesSettings) {
    auto session = engine_->write();
    session->put_setting("kept", "a");
    session->put_setting("gone", "b");
    session->commit();
    session = engine_->write();
    session->savepoint();
    session->remove_setting("kept");
    EXPECT_FALSE(session->setting("kept"));
    session->rollback();
    session->release();
    session->remove_setting("gone");
    session->remove_setting("never there");
    EXPECT_FALSE(session->setting("gone"));
    session->commit();
    engine_->scrub();
    EXPECT_EQ(engine_->read()->setting("kept"), "a");
    EXPECT_FALSE(engine_->read()->setting("gone"));
    session = engine_->write();
    session->put_setting("gone", "back");
    session->commit();
    EXPECT_EQ(engine_->read()->setting("gone"), "back");
}

}  // namespace
}  // namespace bursar::store
