// Work that a commit leaves for later: rows of the store with a time, a kind and a payload, run when they are due.
//
// What must always hold:
// - A run is counted before it begins, and the count is durable: one that ends the process has been counted, too.
// - A job that fails is tried again after a minute, 5, 15, an hour, 6 and 24; then it is parked until somebody says
//   what becomes of it (`bursar jobs`). No job is tried for ever, and none is given up in silence.
// - One bad job holds up no other, and no start of the server.
//
// A round takes the jobs that are due, counts them in one small transaction, and runs them in another, each under a
// savepoint: that one more commit for fifty jobs is what certainty costs. A job that was counted by a process which is
// no more, and never ended, may be what ended it. Such a job is run alone, so that what it does is known of it and of
// no other; and if it never ended twice, only after its wait, so that a server which starts has time to serve.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include "api/run_job.hpp"
#include "base/metrics.hpp"

namespace bursar::api {

class Jobs {
public:
    // `commit` ends every transaction that runs jobs.
    using Commit = std::function<void(store::Session&)>;
    Jobs(Environment& environment, store::Engine& engine, Commit commit);

    // Whether something is due; what the metrics say of the queue is brought up to date by it.
    bool is_due();
    // Runs what is due, up to fifty; true when there may be more. Throws store::Trouble, and then all that was not run
    // is due as before.
    bool run_some();

    void write_metrics(MetricsText& out) const;  // on any thread

private:
    struct Chosen {
        std::vector<store::Job> together, alone;
        bool full = false;
    };
    Chosen choose();
    void run_together(std::vector<store::Job> const& jobs);
    void run_alone(std::vector<store::Job> const& jobs);
    void run(store::Session& session, store::Job const& job);
    void note(store::Job const& job, Ran ran);
    void forget(std::vector<store::Job> const& jobs);

    Environment& environment_;
    store::Engine& engine_;
    Commit commit_;
    std::map<Seq, int> counted_;  // by this process, and not ended yet: by number of the run
    bool in_trouble_ = false;     // the last round was; it may be because of one of its jobs
    std::set<Seq> failing_;       // failed in this process, and not ended yet
    Timestamp parked_looked_at_ = 0;
    std::atomic<std::uint64_t> failures_ = 0;
    std::atomic<std::size_t> due_ = 0, failing_count_ = 0, parked_ = 0;
    std::atomic<Timestamp> due_since_ = 0;  // 0: none is due
};

}  // namespace bursar::api
