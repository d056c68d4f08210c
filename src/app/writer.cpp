#include "app/writer.hpp"

#include <chrono>

#include "base/log.hpp"

namespace bursar::app {

static constexpr auto kJobInterval = std::chrono::milliseconds(200);
static constexpr std::size_t kJobsAtOnce = 100;
static constexpr Timestamp kIdempotencyLife = kDay;  // at least 24 hours: payments-A, A.8

Writer::Writer(store::Engine& engine, api::Dispatcher& dispatcher, Clock& clock)
    : engine_(engine), dispatcher_(dispatcher), clock_(clock), thread_([this] { run(); }) {}

Writer::~Writer() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_one();
    thread_.join();
}

void Writer::submit(Request request, Respond respond) {
    {
        std::lock_guard lock(mutex_);
        queue_.push_back({std::move(request), std::move(respond)});
    }
    wake_.notify_one();
}

void Writer::run() {
    auto jobs_at = std::chrono::steady_clock::now();
    for (;;) {
        std::vector<Waiting> batch;
        {
            std::unique_lock lock(mutex_);
            wake_.wait_until(lock, jobs_at, [&] { return !queue_.empty() || ending_; });
            while (!queue_.empty() && batch.size() < kBatchMax) {
                batch.push_back(std::move(queue_.front()));
                queue_.pop_front();
            }
            if (batch.empty() && ending_) return;
        }
        if (!batch.empty()) serve(std::move(batch));
        if (std::chrono::steady_clock::now() >= jobs_at) {
            run_jobs();
            jobs_at = std::chrono::steady_clock::now() + kJobInterval;
        }
    }
}

static Response unavailable() {
    return {.status = 500,
            .headers = {{"Stripe-Should-Retry", "true"}},
            .body = R"({"error":{"message":"An unknown error occurred","type":"api_error"}})"};
}

void Writer::serve(std::vector<Waiting> batch) {
    std::vector<Response> responses;
    try {
        auto session = engine_.write();
        for (auto const& waiting : batch) responses.push_back(dispatcher_.answer(*session, waiting.request));
        session->commit();
    } catch (std::exception const& problem) {
        log(LogLevel::error, "a commit failed; nothing of it was kept", {{"problem", problem.what()}});
        responses.assign(batch.size(), unavailable());
    }
    for (std::size_t i = 0; i < batch.size(); ++i) batch[i].respond(std::move(responses[i]));
}

void Writer::run_jobs() {
    try {
        if (engine_.read()->due(clock_.now(), 1).empty()) return prune();
        auto session = engine_.write();
        while (dispatcher_.run_due_jobs(*session, kJobsAtOnce)) {
        }
        session->commit();
    } catch (std::exception const& problem) {
        log(LogLevel::error, "jobs could not be run; they stay queued", {{"problem", problem.what()}});
    }
}

void Writer::prune() {
    if (clock_.now() < pruned_at_ + kHour) return;
    pruned_at_ = clock_.now();
    auto session = engine_.write();
    session->prune_idempotent(clock_.now() - kIdempotencyLife);
    session->commit();
}

}  // namespace bursar::app
