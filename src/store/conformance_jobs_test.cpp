// Work for later, as every engine keeps it.
#include "store/engines/conformance.hpp"

namespace bursar::store {
namespace {

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

TEST_P(Conformance, CountsRunsOfAJobAndPutsItOff) {
    auto session = engine_->write();
    session->enqueue({10, 1, "job", R"({"a":1})"});
    session->enqueue({20, 2, "other", "{}"});
    session->commit();
    for (int attempt = 1; attempt <= 2; ++attempt) {  // two runs that both ended the process
        session = engine_->write();
        auto job = session->begun(session->due(10, 10).at(0));
        EXPECT_EQ(job.attempts, attempt);
        EXPECT_EQ(session->due(10, 10).at(0).attempts, attempt) << "its own changes";
        session->commit();
        EXPECT_EQ(engine_->read()->due(10, 10).at(0).attempts, attempt);
    }
    session = engine_->write();
    auto job = session->reschedule(session->due(10, 10).at(0), 30, "it failed");
    EXPECT_TRUE(session->due(10, 10).empty());
    session->commit();
    auto due = engine_->read()->due(100, 10);
    ASSERT_EQ(due.size(), 2u);
    EXPECT_EQ(due[1].seq, 1u) << "behind what is due before it";
    EXPECT_EQ(due[1].run_at, 30);
    EXPECT_EQ(due[1].attempts, 2);
    EXPECT_EQ(due[1].problem, "it failed");
    EXPECT_EQ(due[1].payload, R"({"a":1})");
    session = engine_->write();
    session->done(session->begun(job));
    session->commit();
    EXPECT_EQ(engine_->read()->due(100, 10).size(), 1u);
}

TEST_P(Conformance, ParksJobsUntilSomebodySaysOtherwise) {
    auto session = engine_->write();
    for (Seq seq = 1; seq <= 4; ++seq) session->enqueue({static_cast<Timestamp>(10 * seq), seq, "job", "{}"});
    session->commit();
    session = engine_->write();
    for (auto const& job : session->due(25, 10)) session->park(session->begun(job), "never works");
    EXPECT_EQ(session->due(100, 10).size(), 2u);
    session->commit();
    auto seqs = [](std::vector<Job> const& jobs) {
        std::vector<Seq> out;
        for (auto const& job : jobs) out.push_back(job.seq);
        return out;
    };
    {
        auto reader = engine_->read();
        EXPECT_EQ(seqs(reader->due(100, 10)), (std::vector<Seq>{3, 4}));
        EXPECT_EQ(seqs(reader->due(100, 1)), std::vector<Seq>{3});
        EXPECT_EQ(reader->count_parked_jobs(), 2u);
        EXPECT_EQ(seqs(reader->jobs_after({}, 10)), (std::vector<Seq>{3, 4, 1, 2})) << "the parked ones last";
        auto first = reader->jobs_after({}, 3);
        EXPECT_EQ(seqs(reader->jobs_after(first[2].key(), 10)), std::vector<Seq>{2});
        auto parked = reader->jobs_after(Session::kParked, 10);
        EXPECT_EQ(seqs(parked), (std::vector<Seq>{1, 2}));
        EXPECT_TRUE(parked[0].parked);
        EXPECT_EQ(parked[0].problem, "never works");
        EXPECT_EQ(parked[0].attempts, 1);
    }
    session = engine_->write();
    EXPECT_TRUE(session->retry(1, 50));
    EXPECT_TRUE(session->retry(4, 45)) << "one that waits, too";
    EXPECT_TRUE(session->drop(2));
    EXPECT_TRUE(session->drop(3)) << "whether it is parked or not";
    EXPECT_FALSE(session->retry(99, 50));
    EXPECT_FALSE(session->drop(99));
    session->commit();
    auto due = engine_->read()->due(100, 10);
    EXPECT_EQ(seqs(due), (std::vector<Seq>{4, 1}));
    EXPECT_EQ(due[1].run_at, 50);
    EXPECT_EQ(due[1].attempts, 0) << "as if it had never been tried";
    EXPECT_EQ(due[1].problem, "");
    EXPECT_EQ(engine_->read()->count_parked_jobs(), 0u);
}

TEST_P(Conformance, KeepsTheJobsOfEachClockApart) {
    auto session = engine_->write();
    session->enqueue({.run_at = 10, .seq = 1, .kind = "world", .payload = "{}"});
    session->enqueue({.run_at = 30, .seq = 2, .kind = "later", .payload = "{}", .clock = 7});
    session->enqueue({.run_at = 5, .seq = 3, .kind = "first", .payload = "{}", .clock = 7});
    session->enqueue({.run_at = 5, .seq = 4, .kind = "other", .payload = "{}", .clock = 8});
    auto kinds = [](std::vector<Job> const& jobs) {
        std::vector<std::string> out;
        for (auto const& job : jobs) out.push_back(job.kind);
        return out;
    };
    using Kinds = std::vector<std::string>;
    auto look = [&](Session& at) {
        EXPECT_EQ(kinds(at.due(100, 10)), Kinds{"world"});
        EXPECT_EQ(kinds(at.due(100, 10, 7)), (Kinds{"first", "later"}));
        EXPECT_EQ(kinds(at.due(29, 10, 7)), Kinds{"first"});
        EXPECT_EQ(kinds(at.due(100, 1, 7)), Kinds{"first"});
        EXPECT_EQ(kinds(at.due(100, 10, 8)), Kinds{"other"});
        EXPECT_TRUE(at.due(100, 10, 9).empty());
    };
    look(*session);
    session->commit();
    look(*engine_->read());
    session = engine_->write();
    look(*session);
    session->park(session->due(5, 1, 7).at(0), "never works");
    session->reschedule(session->due(30, 1, 7).at(0), 40, "it failed");
    session->commit();
    auto due = engine_->read()->due(100, 10, 7);
    ASSERT_EQ(kinds(due), Kinds{"later"});
    EXPECT_EQ(due[0].run_at, 40);
    EXPECT_EQ(due[0].clock, 7u);
    EXPECT_EQ(kinds(engine_->read()->jobs_after({}, 10)), (Kinds{"world", "later", "other", "first"}));
    session = engine_->write();
    EXPECT_TRUE(session->retry(3, 1'000'000)) << "on its own clock, at the time that it was for";
    session->commit();
    EXPECT_EQ(kinds(engine_->read()->due(5, 10, 7)), Kinds{"first"});
}

TEST_P(Conformance, KeepsOneAlarmOfAKindForEachSubject) {
    auto wake = [](Session& session, Timestamp at, Seq seq, Seq subject, std::string kind, Seq clock = 0) {
        session.wake(
            {.run_at = at, .seq = seq, .kind = std::move(kind), .payload = "{}", .clock = clock, .subject = subject});
    };
    auto seqs = [](std::vector<Job> const& jobs) {
        std::vector<Seq> out;
        for (auto const& job : jobs) out.push_back(job.seq);
        return out;
    };
    using Seqs = std::vector<Seq>;
    auto session = engine_->write();
    wake(*session, 50, 1, 100, "expire");
    wake(*session, 50, 2, 100, "remind");
    wake(*session, 50, 3, 101, "expire");
    wake(*session, 20, 4, 100, "expire");  // replaces 1, in the same transaction
    session->savepoint();
    wake(*session, 10, 5, 101, "expire");
    EXPECT_EQ(session->alarm(101, "expire")->seq, 5u);
    session->rollback();
    session->release();
    EXPECT_EQ(session->alarm(101, "expire")->seq, 3u);
    EXPECT_EQ(seqs(session->due(100, 10)), (Seqs{4, 2, 3}));
    session->commit();
    EXPECT_EQ(seqs(engine_->read()->due(100, 10)), (Seqs{4, 2, 3}));
    EXPECT_FALSE(engine_->read()->alarm(0, "expire"));
    EXPECT_FALSE(engine_->read()->alarm(102, "expire"));
    session = engine_->write();
    wake(*session, 90, 6, 100, "expire", 7);  // from one clock to another
    session->park(*session->alarm(101, "expire"), "never works");
    EXPECT_TRUE(session->alarm(101, "expire")->parked);
    session->commit();
    EXPECT_EQ(seqs(engine_->read()->due(100, 10)), Seqs{2});
    EXPECT_EQ(seqs(engine_->read()->due(100, 10, 7)), Seqs{6});
    session = engine_->write();
    wake(*session, 60, 8, 101, "expire");
    session->done(*session->alarm(100, "expire"));
    EXPECT_FALSE(session->alarm(100, "expire"));
    session->commit();
    EXPECT_EQ(seqs(engine_->read()->jobs_after({}, 10)), (Seqs{2, 8})) << "the parked one is replaced, too";
    EXPECT_FALSE(engine_->read()->alarm(100, "expire"));
}

}  // namespace
}  // namespace bursar::store
