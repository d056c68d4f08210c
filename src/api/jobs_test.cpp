// What must always hold of jobs (jobs.hpp), whatever one of them does.
#include "api/jobs.hpp"

#include <gtest/gtest.h>

#include "api/catalogue.hpp"
#include "store/memory/memory.hpp"

namespace bursar::api {
namespace {

struct End {};  // what ends the process: nobody catches it

struct Ran {
    int good = 0, bad = 0;
    bool ends = false;
    int committed_attempts = 0, seen_attempts = 0;  // of the bad one: last committed, and so when it ran
};
Ran* ran = nullptr;

void good(Tx&, json::object const&) { ++ran->good; }
void bad(Tx&, json::object const&) {
    ++ran->bad;
    ran->seen_attempts = ran->committed_attempts;
    if (ran->ends) throw End{};
    throw std::runtime_error("always");
}
constexpr JobKind kKinds[] = {{"test.good", good}, {"test.bad", bad}};
constexpr ResourceType kType{.object = "test", .routes = {}, .expandable = {}, .jobs = kKinds};

struct JobsTest : testing::Test {
    std::unique_ptr<store::Engine> engine = store::open_memory();
    ManualClock clock{1'795'000'000};
    SeededRandom random{1};
    vault::Keys keys{{std::string(64, 'a')}};
    vault::DataKeys data_keys = vault::DataKeys::from_seed("jobs");
    Environment environment{.clock = clock,
                            .random = random,
                            .vault_keys = keys,
                            .data_keys = data_keys,
                            .ids = IdCipher(1),
                            .list_keys = ListKeys("lists"),
                            .base_url = "http://x",
                            .default_version = {}};
    ResourceType const* types[1] = {&kType};
    Catalogue catalogue{types};
    std::optional<Jobs> process;
    Ran counts;

    JobsTest() {
        ran = &counts;
        environment.catalogue = &catalogue;
        start();
    }
    void start() {
        process.emplace(environment, *engine, [this](store::Session& session) {
            session.commit();
            for (auto const& [key, job] : session.enqueued())
                if (job.kind == "test.bad") counts.committed_attempts = job.attempts;
        });
    }
    Seq put(std::string kind, std::string payload = "{}") {
        auto session = engine->write();
        auto seq = session->fresh_seq();
        session->enqueue({.run_at = clock.now(), .seq = seq, .kind = std::move(kind), .payload = std::move(payload)});
        session->commit();
        return seq;
    }
    std::optional<store::Job> job(Seq seq) {
        for (auto& job : engine->read()->jobs_after({false, 0, INT64_MIN, 0}, 100))
            if (job.seq == seq) return std::move(job);
        return std::nullopt;
    }
    void run() {
        while (process->is_due() && process->run_some()) {
        }
    }
};

TEST(JobPolicy, EveryWaitIsLongerThanTheOneBeforeAndThenThereIsNone) {
    int attempts = 1;
    for (Timestamp last = 0; auto wait = wait_after(attempts); ++attempts) {
        EXPECT_GT(*wait, last);
        last = *wait;
        ASSERT_LT(attempts, 20);
    }
    EXPECT_EQ(attempts, 7);
    EXPECT_EQ(wait_after(0), wait_after(1));
}

TEST_F(JobsTest, OneThatAlwaysFailsIsSpacedOutAndParkedAndHoldsNobodyUp) {
    auto seq = put("test.bad");
    for (int attempts = 1; attempts <= 6; ++attempts) {
        put("test.good");
        run();
        EXPECT_EQ(counts.bad, attempts);
        EXPECT_EQ(counts.good, attempts);
        EXPECT_EQ(counts.seen_attempts, attempts);  // counted before it ran, for everybody to see
        auto now = job(seq);
        ASSERT_TRUE(now);
        EXPECT_EQ(now->attempts, attempts);
        EXPECT_EQ(now->problem, "always");
        EXPECT_EQ(now->run_at, clock.now() + *wait_after(attempts));
        clock.advance(*wait_after(attempts) - 1);
        run();
        EXPECT_EQ(counts.bad, attempts);
        clock.advance(1);
    }
    run();
    EXPECT_TRUE(job(seq)->parked);
    clock.advance(365 * kDay);
    run();
    EXPECT_EQ(counts.bad, 7);
    auto session = engine->write();
    EXPECT_TRUE(session->retry(seq, clock.now()));
    session->commit();
    run();
    EXPECT_EQ(counts.bad, 8);
    EXPECT_EQ(job(seq)->attempts, 1);
}

TEST_F(JobsTest, OneThatEndsTheProcessIsFoundAndTheOthersRun) {
    counts.ends = true;
    put("test.good");
    auto seq = put("test.bad");
    for (int i = 0; i < 3; ++i) put("test.good");
    EXPECT_THROW(run(), End);
    EXPECT_EQ(job(seq)->attempts, 1);

    start();  // those that were counted with it are run alone: it shows which of them it is
    EXPECT_THROW(run(), End);
    EXPECT_EQ(job(seq)->attempts, 2);

    start();  // and from now on the server serves, and everybody else runs
    EXPECT_NO_THROW(run());
    EXPECT_EQ(counts.good, 5);  // one of them twice begun and never committed
    EXPECT_EQ(job(seq)->run_at, clock.now() + *wait_after(2));
    for (int starts = 3; !job(seq)->parked; ++starts) {
        ASSERT_LT(starts, 20);
        clock.advance(kDay);
        start();
        try {
            run();
        } catch (End const&) {
        }
    }
    clock.advance(365 * kDay);
    start();
    EXPECT_NO_THROW(run());
}

TEST_F(JobsTest, WhatCannotBeReadOrIsOfNoKindFailsByItself) {
    auto unknown = put("nobody.knows"), unreadable = put("test.good", "no JSON"), list = put("test.good", "[]"),
         bytes = put("test.good", "{\"a\":\"\xff\"}");
    put("test.good");
    run();
    EXPECT_EQ(counts.good, 1);
    for (auto seq : {unknown, unreadable, list, bytes}) {
        ASSERT_TRUE(job(seq));
        EXPECT_EQ(job(seq)->attempts, 1);
        EXPECT_FALSE(job(seq)->problem.empty());
    }
    MetricsText metrics;
    process->write_metrics(metrics);
    EXPECT_NE(metrics.take().find("bursar_jobs_failing 4"), std::string::npos);
}

}  // namespace
}  // namespace bursar::api
