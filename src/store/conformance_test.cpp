// The definition of an engine: what passes here is one. Runs on every engine.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "store/engines/open.hpp"
#include "store/session.hpp"

namespace bursar::store {
namespace {

class Conformance : public testing::TestWithParam<std::string> {
protected:
    void SetUp() override {
        auto url = GetParam();
        if (url == "sqlite:") {
            folder_ = std::filesystem::temp_directory_path() /
                      ("bursar-conformance-" + std::to_string(::getpid()) + "-" + std::to_string(++count_));
            url += (folder_ / "test.db").string();
        }
        if (url == "postgres:") {
            auto const* server = std::getenv("BURSAR_TEST_POSTGRES");
            if (!server) GTEST_SKIP() << "BURSAR_TEST_POSTGRES names no server (./test starts one)";
            auto schema = "conformance_" + std::to_string(::getpid()) + "_" + std::to_string(++count_);
            auto make = "psql -q '" + std::string(server) + "' -c 'CREATE SCHEMA " + schema + "'";
            ASSERT_EQ(std::system(make.c_str()), 0);
            url = std::string(server) + "?options=-csearch_path%3D" + schema;
        }
        engine_ = open(url);
    }
    void TearDown() override {
        engine_.reset();
        if (!folder_.empty()) std::filesystem::remove_all(folder_);
    }

    static Object object(Session& session, std::string id) {
        return {.seq = session.fresh_seq(), .owner = 7, .id = std::move(id), .document = "{}", .state = "{}"};
    }

    std::unique_ptr<Engine> engine_;
    std::filesystem::path folder_;
    static inline int count_ = 0;
};

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
    session->keep_idempotent(7, "k", {"/v1/x", "f", "req_1", 200, "{}", 100});
    EXPECT_TRUE(session->idempotent(7, "k"));
    EXPECT_EQ(session->idempotent(7, "k")->request_id, "req_1");
    EXPECT_FALSE(session->idempotent(8, "k"));
    EXPECT_FALSE(session->idempotent(7, "K"));
    session->commit();
    for (Timestamp before : {100, 101}) {
        auto pruner = engine_->write();
        pruner->prune_idempotent(before);
        pruner->commit();
        EXPECT_EQ(engine_->read()->idempotent(7, "k").has_value(), before == 100);
    }
}

TEST_P(Conformance, GivesJobsInOrderOnceTheyAreDue) {
    auto session = engine_->write();
    session->enqueue({20, 2, "later", "{}"});
    session->enqueue({10, 3, "second", "{}"});
    session->enqueue({10, 1, "first", "{}"});
    auto due = session->due(10, 10);
    ASSERT_EQ(due.size(), 2u);
    EXPECT_EQ(due[0].kind, "first");
    session->commit();
    session = engine_->write();
    session->done(due[0]);
    EXPECT_EQ(session->due(100, 10).size(), 2u);
    session->enqueue({5, 9, "now first", "{}"});
    EXPECT_EQ(session->due(100, 1)[0].kind, "now first");
    session->commit();
    EXPECT_EQ(engine_->read()->due(100, 10).size(), 3u);
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

}  // namespace
}  // namespace bursar::store
