#include "app/scans.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

#include "base/log.hpp"

namespace bursar::app {

static constexpr int kNiceness = 5;  // those who ask for one object first
static constexpr std::size_t kWaitingMax = 256, kWaitingOfOneMax = 16;

Scans::Scans(int threads) {
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Scans::~Scans() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool Scans::submit(Seq platform, Work work) {
    std::lock_guard lock(mutex_);
    auto of_one = static_cast<std::size_t>(std::ranges::count(queue_, platform, &Waiting::platform));
    if (queue_.size() >= kWaitingMax || of_one >= kWaitingOfOneMax) return false;
    queue_.push_back({platform, std::move(work)});
    wake_.notify_one();
    return true;
}

// The first whose platform has none running.
std::deque<Scans::Waiting>::iterator Scans::next() {
    return std::ranges::find_if(queue_, [&](auto const& waiting) { return !running_.contains(waiting.platform); });
}

void Scans::run() {
    setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), kNiceness);
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait(lock, [&] { return next() != queue_.end() || (ending_ && queue_.empty()); });
        auto found = next();
        if (found == queue_.end()) return;
        auto [platform, work] = std::move(*found);
        queue_.erase(found);
        running_.insert(platform);
        lock.unlock();
        try {
            work();
        } catch (std::exception const& problem) {
            log(LogLevel::error, "a search was not answered", {{"problem", problem.what()}});
        }
        work = {};
        lock.lock();
        running_.erase(platform);
        wake_.notify_all();
    }
}

void Scans::write_metrics(MetricsText& out) {
    std::lock_guard lock(mutex_);
    out.gauge("bursar_scans_running", "Searches and the like that look through objects now.",
              {{"", static_cast<double>(running_.size())}});
    out.gauge("bursar_scans_waiting", "And that wait for a thread.", {{"", static_cast<double>(queue_.size())}});
}

}  // namespace bursar::app
