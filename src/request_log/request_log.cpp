#include "request_log/request_log.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "base/log.hpp"
#include "base/redact.hpp"
#include "base/text.hpp"

namespace bursar {

static constexpr std::size_t kQueuedBytesMax = 32 * 1024 * 1024;
static constexpr std::size_t kBatchMax = 500;
static constexpr auto kGather = std::chrono::milliseconds(50);  // what comes within is written together
static constexpr std::int64_t kMillisecondsOfDay = 86'400'000;
static constexpr int kNiceness = 10;  // requests first

static char const* const kSchema = R"sql(
CREATE TABLE IF NOT EXISTS requests (
    number INTEGER PRIMARY KEY AUTOINCREMENT, created INTEGER NOT NULL, duration INTEGER NOT NULL,
    platform INTEGER NOT NULL, account_id TEXT NOT NULL, livemode INTEGER NOT NULL, method TEXT NOT NULL,
    path TEXT NOT NULL, request_id TEXT NOT NULL, idempotency_key TEXT NOT NULL, api_version TEXT NOT NULL,
    client_ip TEXT NOT NULL, user_agent TEXT NOT NULL, status INTEGER NOT NULL, parameters TEXT NOT NULL,
    answer TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS requests_of_platform ON requests (platform, number);
)sql";

#define REQUEST_COLUMNS                                                                                      \
    "number, created, duration, platform, account_id, livemode, method, path, request_id, idempotency_key, " \
    "api_version, client_ip, user_agent, status, parameters, answer"

static std::int64_t now_ms() {
    auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

RequestLog::RequestLog(std::string const& path, RequestLogLimits limits)
    : limits_(limits), database_(path.empty() ? ":memory:" : path, true) {
    database_.execute("PRAGMA journal_mode=WAL");
    database_.execute("PRAGMA synchronous=OFF");
    database_.execute(kSchema);
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

void RequestLog::note(Request const& request, Response const& response, std::int64_t microseconds) {
    auto const& about = response.about;
    if (about.platform == 0) return;
    LoggedRequest entry{.created = now_ms(), .duration = microseconds, .platform = about.platform};
    entry.account_id = about.account_id;
    entry.livemode = about.livemode;
    entry.method = request.method;
    entry.path = request.path;
    entry.request_id = header_of(response, "Request-Id");
    entry.idempotency_key = request.idempotency_key;
    entry.api_version = about.api_version;
    entry.client_ip = request.client_ip;
    entry.user_agent = request.user_agent;
    entry.status = response.status;
    entry.parameters = request.query + '&' + request.body;  // made JSON and cleaned by the thread that writes
    entry.answer = fitting(response.body, kAnswerLoggedMax);
    auto bytes = sizeof entry + entry.parameters.size() + entry.answer.size();
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
        try {
            write(entries);
            prune();
        } catch (std::exception const& problem) {  // a full disk, say: the log is not worth more than the server
            dropped_ += entries.size();
            log(LogLevel::warning, "requests could not be logged", {{"problem", problem.what()}});
        }
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

void RequestLog::write(std::deque<LoggedRequest>& entries) {
    for (std::size_t from = 0; from < entries.size(); from += kBatchMax) {
        auto begin = entries.begin() + static_cast<long>(from);
        auto end = entries.begin() + static_cast<long>(std::min(from + kBatchMax, entries.size()));
        std::for_each(begin, end, clean);
        std::lock_guard lock(database_mutex_);
        database_.execute("BEGIN");
        auto& insert = database_.prepared("INSERT INTO requests (" REQUEST_COLUMNS
                                          ") VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        std::for_each(begin, end, [&](LoggedRequest const& e) {
            insert
                .with(e.created, e.duration, static_cast<std::int64_t>(e.platform), e.account_id, e.livemode ? 1 : 0,
                      e.method, e.path, e.request_id, e.idempotency_key, e.api_version, e.client_ip, e.user_agent,
                      e.status, e.parameters, e.answer)
                .run();
        });
        database_.execute("COMMIT");
        written_ += static_cast<std::uint64_t>(end - begin);
    }
}

// By age, and by size: a tenth goes when the file has become too large. Its pages are used again.
void RequestLog::prune() {
    if (now_ms() < pruned_at_ + 60'000) return;
    pruned_at_ = now_ms();
    std::lock_guard lock(database_mutex_);
    database_
        .prepared(
            "DELETE FROM requests WHERE number IN (SELECT number FROM requests ORDER BY number LIMIT 50000) "
            "AND created < ?")
        .with(now_ms() - limits_.days * kMillisecondsOfDay)
        .run();
    auto figure = [&](char const* sql) {
        auto& statement = database_.prepared(sql);
        statement.with().step();
        auto value = statement.integer(0);
        statement.reset();
        return value;
    };
    auto used = figure("PRAGMA page_count") - figure("PRAGMA freelist_count");
    if (used * figure("PRAGMA page_size") < limits_.megabytes * 1024LL * 1024) return;
    database_.execute(
        "DELETE FROM requests WHERE number < (SELECT min(number) + (max(number) - min(number)) / 10 + 1 "
        "FROM requests)");
}

std::vector<LoggedRequest> RequestLog::select(char const* sql, std::uint64_t platform, std::int64_t number,
                                              std::size_t limit) {
    std::vector<LoggedRequest> out;
    std::lock_guard lock(database_mutex_);
    auto& row = database_.prepared(sql);
    row.with(static_cast<std::int64_t>(platform), number, limit);
    while (row.step()) {
        LoggedRequest entry{.number = row.integer(0), .created = row.integer(1), .duration = row.integer(2)};
        entry.platform = static_cast<std::uint64_t>(row.integer(3));
        entry.account_id = row.text(4);
        entry.livemode = row.integer(5) != 0;
        entry.method = row.text(6);
        entry.path = row.text(7);
        entry.request_id = row.text(8);
        entry.idempotency_key = row.text(9);
        entry.api_version = row.text(10);
        entry.client_ip = row.text(11);
        entry.user_agent = row.text(12);
        entry.status = static_cast<int>(row.integer(13));
        entry.parameters = row.text(14);
        entry.answer = row.text(15);
        out.push_back(std::move(entry));
    }
    return out;
}

std::vector<LoggedRequest> RequestLog::after(std::uint64_t platform, std::int64_t number, std::size_t limit) {
    return select("SELECT " REQUEST_COLUMNS " FROM requests WHERE platform = ? AND number > ? ORDER BY number LIMIT ?",
                  platform, number, limit);
}

std::vector<LoggedRequest> RequestLog::before(std::uint64_t platform, std::int64_t number, std::size_t limit) {
    return select("SELECT " REQUEST_COLUMNS
                  " FROM requests WHERE platform = ? AND number < ? ORDER BY number DESC LIMIT ?",
                  platform, number ? number : INT64_MAX, limit);
}

std::int64_t RequestLog::newest() {
    std::lock_guard lock(database_mutex_);
    auto& row = database_.prepared("SELECT coalesce(max(number), 0) FROM requests");
    row.with().step();
    auto number = row.integer(0);
    row.reset();
    return number;
}

void RequestLog::write_metrics(MetricsText& out) const {
    out.counter("bursar_request_log_written_total", "Requests that stand in the request log.", {{"", written_}});
    out.counter("bursar_request_log_dropped_total", "Requests left out of the log, for want of time or of disk.",
                {{"", dropped_}});
}

}  // namespace bursar
