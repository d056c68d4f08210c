#include "api/jobs.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace bursar::api {

using store::Job;
using store::Session;
using store::Trouble;

static constexpr std::size_t kAtOnce = 50;
static constexpr std::size_t kCountedMax = 1000;  // for the metrics; more are not looked at
static constexpr Timestamp kParkedInterval = 10;  // seconds between two counts of those that are parked
static constexpr char kNeverEnded[] = "its last run did not end: the server did";

Jobs::Jobs(Environment& environment, store::Engine& engine, Commit commit)
    : environment_(environment), engine_(engine), commit_(std::move(commit)) {}

bool Jobs::is_due() {
    auto session = engine_.read();
    auto now = environment_.clock.now();
    auto due = session->due(now, kCountedMax);
    due_ = due.size();
    due_since_ = due.empty() ? 0 : due.front().run_at;
    if (now >= parked_looked_at_ + kParkedInterval) {
        parked_looked_at_ = now;
        parked_ = session->count_parked_jobs();
    }
    return !due.empty();
}

bool Jobs::run_some() {
    auto chosen = choose();
    run_alone(chosen.alone);
    if (std::exchange(in_trouble_, false))
        run_alone(chosen.together);
    else
        run_together(chosen.together);
    return chosen.full && !in_trouble_;
}

// What is due and may be run now; each run is counted when this returns.
Jobs::Chosen Jobs::choose() {
    Chosen out;
    auto session = engine_.write();
    auto due = session->due(environment_.clock.now(), kAtOnce);
    out.full = due.size() == kAtOnce;
    bool changes = false;
    for (auto& job : due) {
        auto known = counted_.find(job.seq);
        bool is_ours =
            known != counted_.end() && known->second == job.attempts;  // trouble came between; not counted twice
        bool never_ended = !is_ours && job.attempts > 0 && job.problem.empty();
        if (is_ours) {
            out.together.push_back(std::move(job));
        } else if (never_ended && job.attempts > 1) {
            note(job, put_off(*session, job, environment_.clock.now(), kNeverEnded));
            changes = true;
        } else if (never_ended || job.problem == kNeverEnded) {
            out.alone.push_back(std::move(job));
        } else {
            out.together.push_back(session->begun(job));
            changes = true;
        }
    }
    if (!changes) return out;
    commit_(*session);
    for (auto const& job : out.together) counted_[job.seq] = job.attempts;
    return out;
}

// Those of them that are due still: where several servers share a store, another one may have come before.
void Jobs::run_together(std::vector<Job> const& jobs) {
    if (jobs.empty()) return;
    try {
        auto session = engine_.write();
        for (auto const& job : session->due(environment_.clock.now(), kAtOnce))
            if (std::ranges::any_of(jobs, [&](Job const& one) { return one.seq == job.seq && one.key() == job.key(); }))
                run(*session, job);
        commit_(*session);
    } catch (Trouble const&) {
        in_trouble_ = true;
        throw;
    }
    forget(jobs);
}

// Each counted and run in transactions of its own. Trouble with one leaves it to the next round, and goes on to the
// next; trouble with all is the store's.
void Jobs::run_alone(std::vector<Job> const& jobs) {
    std::size_t troubles = 0;
    for (auto const& job : jobs) {
        try {
            if (!counted_.contains(job.seq)) {
                auto session = engine_.write();
                auto begun = session->begun(job);
                commit_(*session);
                counted_[job.seq] = begun.attempts;
            }
            run_together({job});
        } catch (Trouble const& trouble) {
            if (++troubles == jobs.size()) throw;
            log(LogLevel::warning, "a job was not kept; it stays queued",
                {{"job", std::to_string(job.seq)}, {"kind", job.kind}, {"problem", trouble.what()}});
        }
    }
}

void Jobs::run(Session& session, Job const& job) {
    note(job, run_job(environment_, session, job, environment_.clock.now()));
}

void Jobs::note(Job const& job, Ran ran) {
    if (ran == Ran::put_off)
        failing_.insert(job.seq);
    else
        failing_.erase(job.seq);
    if (ran == Ran::parked) parked_looked_at_ = 0;
    if (ran != Ran::done) ++failures_;
    failing_count_ = failing_.size();
}

void Jobs::forget(std::vector<Job> const& jobs) {
    for (auto const& job : jobs) counted_.erase(job.seq);
}

void Jobs::write_metrics(MetricsText& out) const {
    auto since = due_since_.load();
    auto age = since ? environment_.clock.now() - since : 0;
    out.gauge("bursar_jobs_due", "Jobs that are due and wait; no more than 1000 are counted.",
              {{"", static_cast<double>(due_)}});
    out.gauge("bursar_jobs_oldest_due_seconds", "How long the oldest job that is due has been waiting.",
              {{"", static_cast<double>(age)}});
    out.gauge("bursar_jobs_failing", "Jobs that failed since the server began, and will be tried again.",
              {{"", static_cast<double>(failing_count_)}});
    out.gauge("bursar_jobs_parked", "Jobs that failed too often, and wait for somebody to look: bursar jobs list.",
              {{"", static_cast<double>(parked_)}});
    out.counter("bursar_job_failures_total", "Runs of jobs that failed, or did not end.", {{"", failures_}});
}

}  // namespace bursar::api
