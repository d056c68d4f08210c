#include "request_log/log_file.hpp"

#include <sys/statvfs.h>

#include <algorithm>
#include <filesystem>

namespace bursar {

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

static constexpr std::int64_t kWriteAheadMax = 4 * 1024 * 1024;  // for the write-ahead log, of a file that is large
static constexpr std::int64_t kIndexOfWriteAhead = 64 * 1024;    // SQLite's -shm, and some
static constexpr int kForgottenTogether = 64;                    // entries

// What SQLite says, in the log's own words: store::Trouble means something else to whoever catches it.
template <class Do>
static auto in_own_words(Do what) {
    try {
        return what();
    } catch (LogFailed const&) {
        throw;
    } catch (std::exception const& problem) {
        throw LogFailed(problem.what());
    }
}

static std::string folder_of(std::string const& path) {
    if (path.empty()) return {};
    auto parent = std::filesystem::path(path).parent_path();
    return parent.empty() ? "." : parent.string();
}

LogFile::LogFile(std::string const& path, std::int64_t bytes) try
    : folder_(folder_of(path)), database_(path.empty() ? ":memory:" : path, true) {
    open(bytes);
} catch (std::exception const& problem) {
    throw LogFailed(problem.what());
}

void LogFile::open(std::int64_t bytes) {
    look_at_disk();
    auto write_ahead = std::min(kWriteAheadMax, bytes / 4);
    together_max_ = static_cast<std::size_t>(write_ahead / 4);
    database_.execute("PRAGMA auto_vacuum = INCREMENTAL");  // of a new file
    database_.execute("PRAGMA secure_delete = OFF");        // which writes every page that is given up once more
    database_.execute("PRAGMA journal_mode = WAL");
    database_.execute("PRAGMA synchronous = OFF");
    page_size_ = figure("PRAGMA page_size");
    database_.execute(("PRAGMA wal_autocheckpoint = " + std::to_string(write_ahead / 4 / page_size_)).c_str());
    database_.execute(("PRAGMA journal_size_limit = " + std::to_string(write_ahead)).c_str());
    database_.execute(kSchema);
    pages_max_ = (bytes - write_ahead - kIndexOfWriteAhead) / page_size_;
    make_smaller(pages_max_);
    database_.execute(("PRAGMA max_page_count = " + std::to_string(pages_max_)).c_str());
}

// Of a file that was allowed to be larger. One that cannot give pages back is begun anew.
void LogFile::make_smaller(std::int64_t pages) {
    if (figure("PRAGMA page_count") <= pages) return;
    if (figure("PRAGMA auto_vacuum") == 0) {
        database_.execute("DROP TABLE requests");
        database_.execute("PRAGMA auto_vacuum = INCREMENTAL");
        database_.execute("VACUUM");
        database_.execute(kSchema);
    }
    while (figure("PRAGMA page_count") > pages) {
        bool forgot = forget_some(INT64_MAX);
        database_.execute("PRAGMA incremental_vacuum(200)");
        if (!forgot && figure("PRAGMA freelist_count") == 0) break;
    }
    database_.execute("PRAGMA wal_checkpoint(TRUNCATE)");
}

void LogFile::look_at_disk() const {
    struct statvfs disk{};
    if (folder_.empty() || statvfs(folder_.c_str(), &disk) != 0) return;
    if (static_cast<std::uint64_t>(disk.f_bavail) * disk.f_frsize < kLeftFree)
        throw LogFailed("the disk is nearly full: its last 64 MB are not for a log");
}

std::int64_t LogFile::figure(char const* sql) {
    auto& statement = database_.prepared(sql);
    statement.with().step();
    auto value = statement.integer(0);
    statement.reset();
    return value;
}

static std::size_t bytes_of(LoggedRequest const& e) {
    return 200 + e.account_id.size() + e.method.size() + e.path.size() + e.request_id.size() +
           e.idempotency_key.size() + e.api_version.size() + e.client_ip.size() + e.user_agent.size() +
           e.parameters.size() + e.answer.size();
}

void LogFile::append(std::span<LoggedRequest const> entries) {
    in_own_words([&] {
        look_at_disk();
        while (!entries.empty()) {
            std::size_t count = 0, bytes = 0;
            while (count < entries.size() && (count == 0 || bytes < together_max_)) bytes += bytes_of(entries[count++]);
            // Entries leave some of their pages empty, and the index takes some.
            make_room(static_cast<std::int64_t>(bytes) * 3 / 2 / page_size_ + static_cast<std::int64_t>(count) / 2 +
                      16);
            append_together(entries.first(count));
            entries = entries.subspan(count);
        }
    });
}

void LogFile::append_together(std::span<LoggedRequest const> entries) {
    database_.prepared("BEGIN").with().run();
    try {
        auto& insert = database_.prepared("INSERT INTO requests (" REQUEST_COLUMNS
                                          ") VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        for (auto const& e : entries)
            insert
                .with(e.created, e.duration, static_cast<std::int64_t>(e.platform), e.account_id, e.livemode ? 1 : 0,
                      e.method, e.path, e.request_id, e.idempotency_key, e.api_version, e.client_ip, e.user_agent,
                      e.status, e.parameters, e.answer)
                .run();
        database_.prepared("COMMIT").with().run();
    } catch (...) {
        sqlite3_exec(database_.raw(), "ROLLBACK", nullptr, nullptr, nullptr);
        throw;
    }
}

void LogFile::make_room(std::int64_t pages) {
    auto used = [&] { return figure("PRAGMA page_count") - figure("PRAGMA freelist_count"); };
    while (used() + pages > pages_max_ && forget_some(INT64_MAX)) {
    }
}

bool LogFile::forget_some(std::int64_t created_before) {
    database_
        .prepared(
            "DELETE FROM requests WHERE number IN (SELECT number FROM requests ORDER BY number LIMIT ?) AND created < "
            "?")
        .with(kForgottenTogether, created_before)
        .run();
    return sqlite3_changes(database_.raw()) > 0;
}

void LogFile::forget_before(std::int64_t created) {
    in_own_words([&] {
        for (int i = 0; i < 1000 && forget_some(created); ++i) {
        }
    });
}

std::vector<LoggedRequest> LogFile::select(char const* sql, std::uint64_t platform, std::int64_t number,
                                           std::size_t limit) {
    std::vector<LoggedRequest> out;
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

std::vector<LoggedRequest> LogFile::after(std::uint64_t platform, std::int64_t number, std::size_t limit) {
    return in_own_words([&] {
        return select("SELECT " REQUEST_COLUMNS
                      " FROM requests WHERE platform = ? AND number > ? ORDER BY number LIMIT ?",
                      platform, number, limit);
    });
}

std::vector<LoggedRequest> LogFile::before(std::uint64_t platform, std::int64_t number, std::size_t limit) {
    return in_own_words([&] {
        return select("SELECT " REQUEST_COLUMNS
                      " FROM requests WHERE platform = ? AND number < ? ORDER BY number DESC LIMIT ?",
                      platform, number ? number : INT64_MAX, limit);
    });
}

std::int64_t LogFile::newest() {
    return in_own_words([&] { return figure("SELECT coalesce(max(number), 0) FROM requests"); });
}

}  // namespace bursar
