#include "request_log/request_log.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "base/log.hpp"
#include "base/redact.hpp"
#include "base/text.hpp"
#include "request_log/line.hpp"

namespace bursar {

static constexpr std::size_t kQueuedBytesMax = 32 * 1024 * 1024;
static constexpr std::size_t kBatchMax = 500;
static constexpr auto kGather = std::chrono::milliseconds(50);  // what comes within is written together
static constexpr std::int64_t kMillisecondsOfDay = 86'400'000;
static constexpr int kNiceness = 10;                // requests first
static constexpr std::int64_t kOpenAgain = 10'000;  // milliseconds

static std::int64_t now_ms() {
    auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

RequestLog::RequestLog(RequestLogPlaces places, RequestLogLimits limits) : places_(std::move(places)), limits_(limits) {
    if (places_.file) {
        std::lock_guard lock(file_mutex_);
        (void)is_open();
    }
    thread_ = std::thread([this] { run(); });
}

RequestLog::~RequestLog() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

// Of parameters that are too many the last ones are left out, each as a whole.
static std::string parameters_of(Request const& request) {
    auto all =
        request.query.substr(0, kParametersLoggedMax + 1) + '&' + request.body.substr(0, kParametersLoggedMax + 1);
    if (all.size() <= kParametersLoggedMax) return all;
    auto end = all.rfind('&', kParametersLoggedMax);
    return all.substr(0, end == std::string::npos ? 0 : end);
}

void RequestLog::note(Request const& request, Response const& response, std::int64_t microseconds) {
    auto const& about = response.about;
    bool kept = places_.file && about.platform != 0;
    if (!kept && !places_.lines) return;
    LoggedRequest entry{.created = now_ms(), .duration = microseconds, .platform = about.platform};
    entry.account_id = about.account_id;
    entry.livemode = about.livemode;
    entry.method = fitting(request.method, kWordLoggedMax);
    entry.path = fitting(request.path, kWordLoggedMax);
    entry.request_id = header_of(response, "Request-Id");
    entry.status = response.status;
    if (kept) {
        entry.idempotency_key = fitting(request.idempotency_key, kWordLoggedMax);
        entry.api_version = about.api_version;
        entry.client_ip = fitting(request.client_ip, kWordLoggedMax);
        entry.user_agent = fitting(request.user_agent, kWordLoggedMax);
        entry.parameters = parameters_of(request);  // made JSON and cleaned by the thread that writes
    }
    if (kept || response.status >= 400) entry.answer = fitting(response.body, kAnswerLoggedMax);
    auto bytes = sizeof entry + 5 * kWordLoggedMax + entry.parameters.size() + entry.answer.size();
    std::lock_guard lock(mutex_);
    if (queued_bytes_ + bytes > kQueuedBytesMax) {
        ++dropped_;
        return;
    }
    queued_bytes_ += bytes;
    queue_.push_back(std::move(entry));
    if (queue_.size() == 1) wake_.notify_one();
}

void RequestLog::run() {
    setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), kNiceness);
    std::unique_lock lock(mutex_);
    for (;;) {
        wake_.wait_for(lock, std::chrono::minutes(1), [&] { return ending_ || !queue_.empty(); });
        if (!ending_) wake_.wait_for(lock, kGather, [&] { return ending_; });
        std::deque<LoggedRequest> entries;
        entries.swap(queue_);
        queued_bytes_ = 0;
        bool last = ending_;
        lock.unlock();
        write(entries);
        lock.lock();
        if (last) return;
    }
}

static void clean(LoggedRequest& entry) {
    auto parameters = redacted_parameters(entry.parameters, "");
    entry.parameters = std::move(parameters.text);
    entry.answer = redacted_answer(std::move(entry.answer), parameters.taken);
    for (auto* text : {&entry.method, &entry.path, &entry.idempotency_key, &entry.user_agent})
        *text = redacted_text(std::move(*text));
}

// With file_mutex_ held. A file that failed is tried again now and then: the disk may have been made room on.
bool RequestLog::is_open() {
    if (file_) return true;
    if (now_ms() < open_again_at_) return false;
    try {
        file_.emplace(*places_.file, limits_.megabytes * 1024LL * 1024);
    } catch (LogFailed const& problem) {
        failed(problem);
        return false;
    }
    if (has_failed_.exchange(false)) log(LogLevel::info, "requests are logged again");
    return true;
}

// With file_mutex_ held. A log is not worth more than the server: what it cannot keep is counted, and said once.
void RequestLog::failed(LogFailed const& problem) {
    file_.reset();
    open_again_at_ = now_ms() + kOpenAgain;
    if (!has_failed_.exchange(true))
        log(LogLevel::error, "requests are not logged", {{"problem", problem.what()}, {"file", *places_.file}});
}

template <class Do>
bool RequestLog::with_file(Do what) {
    std::lock_guard lock(file_mutex_);
    if (!is_open()) return false;
    try {
        what(*file_);
        return true;
    } catch (LogFailed const& problem) {
        failed(problem);
        return false;
    }
}

void RequestLog::write(std::deque<LoggedRequest>& entries) {
    std::vector<LoggedRequest> batch;
    std::string lines;
    while (!entries.empty()) {
        auto count = static_cast<long>(std::min(kBatchMax, entries.size()));
        batch.assign(std::move_iterator(entries.begin()), std::move_iterator(entries.begin() + count));
        entries.erase(entries.begin(), entries.begin() + count);
        std::ranges::for_each(batch, clean);
        if (places_.lines) {
            lines.clear();
            for (auto const& entry : batch) append_line(lines, entry, log_form());
            write_log(lines);
        }
        if (places_.file) keep(batch);
    }
    if (places_.file) forget_old();
}

void RequestLog::keep(std::vector<LoggedRequest>& batch) {
    std::erase_if(batch, [](LoggedRequest const& entry) { return entry.platform == 0; });
    if (batch.empty()) return;
    bool written = with_file([&](LogFile& file) { file.append(batch); });
    (written ? written_ : dropped_) += batch.size();
}

void RequestLog::forget_old() {
    if (now_ms() < pruned_at_ + 60'000) return;
    pruned_at_ = now_ms();
    with_file([&](LogFile& file) { file.forget_before(now_ms() - limits_.days * kMillisecondsOfDay); });
}

std::vector<LoggedRequest> RequestLog::after(std::uint64_t platform, std::int64_t number, std::size_t limit) {
    std::vector<LoggedRequest> out;
    with_file([&](LogFile& file) { out = file.after(platform, number, limit); });
    return out;
}

std::vector<LoggedRequest> RequestLog::before(std::uint64_t platform, std::int64_t number, std::size_t limit) {
    std::vector<LoggedRequest> out;
    with_file([&](LogFile& file) { out = file.before(platform, number, limit); });
    return out;
}

std::int64_t RequestLog::newest() {
    std::int64_t number = 0;
    with_file([&](LogFile& file) { number = file.newest(); });
    return number;
}

void RequestLog::write_metrics(MetricsText& out) const {
    if (!places_.file) return;
    out.counter("bursar_request_log_written_total", "Requests that stand in the request log.", {{"", written_}});
    out.counter("bursar_request_log_dropped_total", "Requests left out of the log, for want of time or of disk.",
                {{"", dropped_}});
    out.gauge("bursar_request_log_working", "1 while requests are logged, 0 while the log's disk is full or broken.",
              {{"", has_failed_ ? 0.0 : 1.0}});
}

}  // namespace bursar
