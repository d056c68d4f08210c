// The threads that carry requests out, and the jobs that are due.
//
// Where one may write at a time (SQLite), there is one: it takes the requests that wait, runs each under a savepoint of
// one transaction, commits them together and answers when the commit is durable, so that the price of a sync is shared
// by all that waited for it. Where transactions wait for a network (PostgreSQL), there are as many as the engine asks
// for, each with a request of its own.
//
// Whatever goes wrong with one piece of work, an exception costs that one and is told in the log; no thread ends by it.
//
// A request that another transaction came before of is run again, from the start; one whose commit may or may not have
// happened only when its idempotency key makes that safe. Otherwise the caller gets an honest 500.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <set>
#include <span>
#include <thread>

#include "api/jobs.hpp"
#include "api/scan.hpp"
#include "app/sandbox_clock.hpp"
#include "app/world.hpp"
#include "base/metrics.hpp"
#include "store/session.hpp"

namespace bursar::app {

class Workers {
public:
    struct Hooks {
        // Called once, when the disk is full or broken: nothing more can be acknowledged.
        std::function<void()> storage_failed;
        // Called after every commit.
        std::function<void(store::Session const&)> committed = {};
        // Called with every answer before it is given, and when its request came.
        std::function<void(Request const&, Response&, std::chrono::steady_clock::time_point)> answered = {};
        // Called instead, of a request that looks through more than a worker has time for (api/scan.hpp).
        std::function<void(Seq platform, Request, Respond, std::chrono::steady_clock::time_point)> scan = {};
    };
    Workers(World& world, Hooks hooks);
    ~Workers();  // answers what waits, then ends

    // With an idempotency key that a request in progress has, too: answered at once with 409
    // (reference/conventions.md: Idempotency).
    void submit(Request request, Respond respond);

    // Work of our own, in a transaction among those of requests. It may be run more than once, but is kept once at
    // most; `then` is told whether it was.
    using Task = std::function<void(store::Session&)>;
    void submit(Task task, std::function<void(bool)> then);

    // Deliveries that the process before this one had taken up: where it was the only one, nobody else will for as long
    // as their lease lasts. Takes them up anew.
    void take_up_leased(std::string_view kind, Timestamp lease);

    void write_metrics(MetricsText& out);
    // Whether the store could be worked with in the last few seconds.
    bool is_alive() const;

private:
    struct Waiting {
        Request request;
        Respond respond;
        std::string in_progress;  // key, account and idempotency key; empty when none was sent
        Task task = {};           // instead of a request
        std::chrono::steady_clock::time_point came = std::chrono::steady_clock::now();
    };
    void carry_out();
    std::vector<Waiting> take(std::unique_lock<std::mutex>& lock);
    void serve(std::span<Waiting> batch);
    void serve_again(Waiting& waiting, store::Trouble const& first);
    std::vector<Response> attempt(std::span<Waiting> batch);
    Response carry_out(store::Session& session, Waiting const& waiting);
    void commit(store::Session& session);
    void answer(Waiting& waiting, Response response);
    void hand_to_scans(Waiting& waiting, api::ScanTooLong const& scan);
    Response failed(std::exception const& problem);

    void keep_time();
    void run_jobs();
    void do_what_is_left();
    void prune();

    store::Engine& engine_;
    api::Dispatcher& dispatcher_;
    Clock& clock_;
    Hooks hooks_;
    api::Jobs jobs_;
    SandboxClock sandbox_clock_;
    std::size_t batch_max_;
    bool is_seeded_;
    std::mutex jobs_mutex_;
    std::mutex mutex_;
    std::condition_variable wake_, time_to_end_;
    std::deque<Waiting> queue_;
    std::set<std::string> in_progress_;
    bool ending_ = false;
    Timestamp pruned_at_ = 0;
    Histogram commit_seconds_;
    std::atomic<std::uint64_t> conflicts_ = 0;
    std::atomic<std::chrono::steady_clock::time_point> alive_at_{std::chrono::steady_clock::now()};
    std::vector<std::thread> threads_;
};

}  // namespace bursar::app
