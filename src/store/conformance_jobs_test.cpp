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

}  // namespace
}  // namespace bursar::store
