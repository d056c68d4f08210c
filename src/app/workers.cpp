#include "app/workers.hpp"

#include <chrono>
#include <random>

#include "base/log.hpp"

namespace bursar::app {

using store::Trouble;
using Clock_ = std::chrono::steady_clock;

static constexpr std::size_t kBatchMax = 64;
static constexpr auto kJobInterval = std::chrono::milliseconds(200);
static constexpr Timestamp kIdempotencyLife = kDay;  // at least 24 hours (reference/conventions.md: Idempotency)
static constexpr int kConflictsMax = 30;
static constexpr std::size_t kScannedAtOnce = 100;  // objects that one request looks through here
static constexpr auto kScanAtOnce = std::chrono::milliseconds(100);
static constexpr auto kAliveFor = std::chrono::seconds(15);
static constexpr auto kUnavailableMax = std::chrono::seconds(8);  // a failover may take that long

// What goes wrong in a piece of work costs that piece.
static void contained(char const* what, std::function<void()> const& work) {
    try {
        work();
    } catch (std::exception const& problem) {
        log(LogLevel::error, what, {{"problem", problem.what()}});
    }
}

Workers::Workers(World& world, Hooks hooks)
    : engine_(*world.engine),
      dispatcher_(*world.dispatcher),
      clock_(world.clock),
      hooks_(std::move(hooks)),
      jobs_(*world.environment, engine_, [this](store::Session& session) { commit(session); }),
      sandbox_clock_(world),
      batch_max_(engine_.concurrency() == 1 && !world.is_seeded ? kBatchMax : 1),
      is_seeded_(world.is_seeded) {
    contained("the clock could not be moved on; it is tried again", [this] { sandbox_clock_.step(); });
    for (int i = 0; i < engine_.concurrency(); ++i) threads_.emplace_back([this] { carry_out(); });
    threads_.emplace_back([this] { keep_time(); });
}

Workers::~Workers() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    time_to_end_.notify_all();
    for (auto& thread : threads_) thread.join();
}

void Workers::submit(Request request, Respond respond) {
    Waiting waiting{std::move(request), std::move(respond), {}};
    auto const& r = waiting.request;
    if (r.method == "POST" && !r.idempotency_key.empty())
        waiting.in_progress = r.authorization + '\n' + r.stripe_account + '\n' + r.idempotency_key;
    {
        std::lock_guard lock(mutex_);
        if (waiting.in_progress.empty() || in_progress_.insert(waiting.in_progress).second) {
            queue_.push_back(std::move(waiting));
            wake_.notify_one();
            return;
        }
    }
    waiting.respond(api::Dispatcher::already_in_progress(waiting.request));
}

// The answer to a task is 200 when it was kept.
void Workers::submit(Task task, std::function<void(bool)> then) {
    Waiting waiting{{}, [then](Response response) { then(response.status == 200); }, {}, std::move(task)};
    std::lock_guard lock(mutex_);
    queue_.push_back(std::move(waiting));
    wake_.notify_one();
}

bool Workers::is_alive() const { return Clock_::now() - alive_at_.load() < kAliveFor; }

void Workers::write_metrics(MetricsText& out) {
    out.histogram("bursar_commit_seconds", "How long commits took.", {{"", &commit_seconds_}});
    out.counter("bursar_transactions_run_again_total", "Transactions that another one came before of.",
                {{"", conflicts_}});
    jobs_.write_metrics(out);
    std::lock_guard lock(mutex_);
    auto age = queue_.empty() ? Clock_::duration() : Clock_::now() - queue_.front().came;
    out.gauge("bursar_requests_waiting", "Requests that wait for a worker.",
              {{"", static_cast<double>(queue_.size())}});
    out.gauge("bursar_requests_oldest_waiting_seconds", "How long the first of them has been waiting.",
              {{"", std::chrono::duration<double>(age).count()}});
}

std::vector<Workers::Waiting> Workers::take(std::unique_lock<std::mutex>& lock) {
    wake_.wait(lock, [&] { return !queue_.empty() || ending_; });
    std::vector<Waiting> batch;
    while (!queue_.empty() && batch.size() < batch_max_) {
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return batch;
}

void Workers::carry_out() {
    for (;;) {
        std::vector<Waiting> batch;
        {
            std::unique_lock lock(mutex_);
            batch = take(lock);
        }
        if (batch.empty()) return;
        contained("requests were not answered", [&] { serve(batch); });
    }
}

static Response unavailable() {
    return {.status = 500,
            .headers = {{"Stripe-Should-Retry", "true"}},
            .body = R"({"error":{"message":"An unknown error occurred","type":"api_error"}})"};
}

Response Workers::failed(std::exception const& problem) {
    auto const* trouble = dynamic_cast<Trouble const*>(&problem);
    bool disk = trouble && trouble->kind() == Trouble::Kind::storage_failed;
    log(LogLevel::error, disk ? "the storage failed; nothing more can be kept" : "a request was not carried out",
        {{"problem", problem.what()}});
    if (disk) {
        std::function<void()> once;
        {
            std::lock_guard lock(mutex_);
            once = std::exchange(hooks_.storage_failed, nullptr);
        }
        if (once) once();
    }
    return unavailable();
}

void Workers::answer(Waiting& waiting, Response response) {
    if (!waiting.in_progress.empty()) {
        std::lock_guard lock(mutex_);
        in_progress_.erase(waiting.in_progress);
    }
    contained("an answer could not be noted", [&] {
        if (!waiting.task && hooks_.answered) hooks_.answered(waiting.request, response, waiting.came);
    });
    contained("an answer could not be given", [&] { waiting.respond(std::move(response)); });
}

// Reads have no key that could be in progress.
void Workers::hand_to_scans(Waiting& waiting, api::ScanTooLong const& scan) {
    hooks_.scan(scan.platform, std::move(waiting.request), std::move(waiting.respond), waiting.came);
}

void Workers::commit(store::Session& session) {
    auto began = Clock_::now();
    session.commit();
    commit_seconds_.add(std::chrono::duration<double>(Clock_::now() - began).count());
    // What is committed is committed, whatever comes of telling it on.
    contained("a commit could not be told on", [&] {
        if (hooks_.committed) hooks_.committed(session);
    });
}

Response Workers::carry_out(store::Session& session, Waiting const& waiting) {
    if (!waiting.task) return dispatcher_.answer(session, waiting.request);
    Response response;
    session.savepoint();
    try {
        waiting.task(session);
    } catch (Trouble const&) {
        throw;
    } catch (std::exception const& problem) {
        log(LogLevel::error, "work of the server's own was not done", {{"problem", problem.what()}});
        session.rollback();
        response.status = 500;
    }
    session.release();
    return response;
}

std::vector<Response> Workers::attempt(std::span<Waiting> batch) {
    std::vector<Response> responses;
    if (batch.size() == 1 && !batch[0].task && dispatcher_.is_read(batch[0].request)) {
        std::optional<api::ScanBudget> budget;
        if (hooks_.scan) budget.emplace(kScannedAtOnce, kScanAtOnce, api::ScanBudget::AtEnd::hand_over);
        auto session = engine_.read();
        if (auto response = dispatcher_.answer_from_snapshot(*session, batch[0].request)) {
            responses.push_back(std::move(*response));
            return responses;
        }
    }
    auto session = engine_.write();
    for (auto const& waiting : batch) responses.push_back(carry_out(*session, waiting));
    commit(*session);
    return responses;
}

void Workers::serve(std::span<Waiting> batch) {
    std::vector<Response> responses;
    try {
        responses = attempt(batch);
    } catch (api::ScanTooLong const& scan) {
        return hand_to_scans(batch[0], scan);
    } catch (Trouble const& trouble) {
        if (trouble.kind() != Trouble::Kind::storage_failed) {
            for (auto& waiting : batch) serve_again(waiting, trouble);
            return;
        }
        responses.assign(batch.size(), failed(trouble));
    } catch (std::exception const& problem) {
        responses.assign(batch.size(), failed(problem));
    }
    if (is_seeded_) do_what_is_left();
    for (std::size_t i = 0; i < batch.size(); ++i) answer(batch[i], std::move(responses[i]));
}

static void wait_a_little(int attempt) {
    thread_local std::minstd_rand chance{std::random_device()()};
    auto most = std::min(1 << std::min(attempt, 8), 200);
    std::this_thread::sleep_for(std::chrono::milliseconds(std::uniform_int_distribution<int>(0, most)(chance)));
}

void Workers::serve_again(Waiting& waiting, Trouble const& first) {
    auto const began = Clock_::now();
    // What only reads, or replays its answer when it was carried out after all. (A task is a request without method.)
    bool repeatable = waiting.request.method == "GET" ||
                      (waiting.request.method == "POST" && !waiting.request.idempotency_key.empty());
    auto trouble = first;
    for (int attempts = 1;; ++attempts) {
        bool over = trouble.kind() == Trouble::Kind::conflict ? attempts > kConflictsMax
                                                              : Clock_::now() - began > kUnavailableMax;
        bool unsure = trouble.kind() == Trouble::Kind::outcome_unknown && !repeatable;
        if (over || unsure || trouble.kind() == Trouble::Kind::storage_failed) return answer(waiting, failed(trouble));
        ++conflicts_;
        wait_a_little(attempts);
        try {
            return answer(waiting, std::move(attempt({&waiting, 1}).front()));
        } catch (api::ScanTooLong const& scan) {
            return hand_to_scans(waiting, scan);
        } catch (Trouble const& again) {
            trouble = again;
        } catch (std::exception const& problem) {
            return answer(waiting, failed(problem));
        }
    }
}

// ---- jobs ----

void Workers::keep_time() {
    std::unique_lock lock(mutex_);
    while (!ending_) {
        lock.unlock();
        contained("jobs could not be run; they stay queued", [this] { run_jobs(); });
        contained("what is old was not removed", [this] { prune(); });
        contained("the store could not be tidied", [this] { engine_.tidy(); });
        lock.lock();
        time_to_end_.wait_for(lock, kJobInterval, [&] { return ending_; });
    }
}

// Of a seeded world, whose time stands: nothing is due then until the next request.
void Workers::do_what_is_left() {
    contained("jobs could not be run; they stay queued", [this] { run_jobs(); });
}

void Workers::run_jobs() {
    std::lock_guard lock(jobs_mutex_);
    for (bool more = true; more;) {
        more = jobs_.is_due();
        alive_at_ = Clock_::now();
        if (more) more = jobs_.run_some();
        if (!more) more = sandbox_clock_.step();
    }
}

void Workers::take_up_leased(std::string_view kind, Timestamp lease) {
    static constexpr std::size_t kMost = 10'000;
    auto now = clock_.now();
    auto session = engine_.write();
    for (auto job : session->due(now + lease, kMost)) {
        if (job.kind != kind || job.run_at == now + lease) continue;
        session->done(job);
        job.run_at = now + lease;
        session->enqueue(std::move(job));
    }
    commit(*session);
}

void Workers::prune() {
    if (clock_.now() < pruned_at_ + kHour) return;
    pruned_at_ = clock_.now();
    auto session = engine_.write();
    session->prune_idempotent(clock_.now() - kIdempotencyLife);
    session->commit();
}

}  // namespace bursar::app
