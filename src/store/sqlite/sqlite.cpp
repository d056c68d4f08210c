#include "store/sqlite/sqlite.hpp"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "base/log.hpp"
#include "base/private_file.hpp"
#include "store/sqlite/schema.hpp"
#include "store/sqlite/transaction.hpp"

namespace bursar::store {

namespace {

constexpr Seq kSeqBlock = 1 << 16, kSeqsLeftMin = 1 << 13;
constexpr int kLogPagesMax = 32000;  // of 4 KiB: when the log is copied
constexpr auto kCopyPause = std::chrono::milliseconds(100);

class SqliteEngine final : public Engine {
public:
    explicit SqliteEngine(std::string path) : path_(std::move(path)), unclean_(has_log(path_)), writer_(path_, true) {
        writer_.execute("PRAGMA journal_mode = WAL");
        writer_.execute("PRAGMA synchronous = FULL");
        writer_.execute("PRAGMA secure_delete = ON");  // what is removed is overwritten
        writer_.execute("PRAGMA wal_autocheckpoint = 0");
        writer_.execute("PRAGMA cache_size = -65536");
        sqlite3_wal_hook(writer_.raw(), note_log, this);
        migrate();
        copier_ = std::thread([this] { copy_log(); });
    }
    ~SqliteEngine() override {
        {
            std::lock_guard lock(log_mutex_);
            ending_ = true;
        }
        log_grew_.notify_one();
        copier_.join();
    }

    std::unique_ptr<Transaction> begin(bool writes) override { return writes ? begin_write() : begin_read(); }

    // While others read and write on: the copy is of one moment.
    void backup(std::string const& path) override {
        if (std::filesystem::exists(path))
            throw std::runtime_error(path + " is there already; a backup replaces nothing");
        Connection source(path_, false), target(path, true);
        auto* copy = sqlite3_backup_init(target.raw(), "main", source.raw(), "main");
        int rc = copy ? sqlite3_backup_step(copy, -1) : SQLITE_ERROR;
        if (copy) sqlite3_backup_finish(copy);
        if (rc != SQLITE_DONE)
            throw std::runtime_error("the backup to " + path + " failed: " + sqlite3_errmsg(target.raw()));
    }

    std::vector<std::string> damage(std::atomic<bool> const* stop) override {
        Connection connection(path_, false);
        auto ends = [](void* flag) { return flag && static_cast<std::atomic<bool> const*>(flag)->load() ? 1 : 0; };
        sqlite3_progress_handler(connection.raw(), 10'000, ends, const_cast<std::atomic<bool>*>(stop));
        std::vector<std::string> found;
        try {
            auto& s = connection.prepared("PRAGMA integrity_check").with();
            while (s.step())
                if (auto line = s.text(0); line != "ok") found.push_back(line);
        } catch (std::exception const& problem) {
            if (!stop || !stop->load()) found.emplace_back(problem.what());
        }
        return found;
    }

    // What is removed is overwritten in its page at once; what the log holds of the page before it goes with the log.
    void scrub() override {
        std::lock_guard nobody_writes(mutex_);
        writer_.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    bool ended_uncleanly() const override { return unclean_; }

    std::vector<std::pair<std::string, double>> figures() override {
        auto bytes = [](std::string const& path) {
            std::error_code error;
            auto size = std::filesystem::file_size(path, error);
            return error ? 0.0 : static_cast<double>(size);
        };
        return {{"database_bytes", bytes(path_)},
                {"log_bytes", bytes(path_ + "-wal")},
                {"statements", static_cast<double>(statements_)}};
    }

private:
    // ---- the write-ahead log ----
    // It is copied into the database on a thread of its own: most of it while requests go on, then, while nobody
    // writes, the little that came meanwhile. All of it is copied then, and SQLite begins it anew by itself.

    static int note_log(void* self, sqlite3*, char const*, int pages) {
        static_cast<SqliteEngine*>(self)->log_is(pages);
        return SQLITE_OK;
    }
    void log_is(int pages) {
        {
            std::lock_guard lock(log_mutex_);
            log_pages_ = pages;
        }
        if (pages >= kLogPagesMax) log_grew_.notify_one();
    }
    void copy_log() {
        std::unique_lock lock(log_mutex_);
        for (;;) {
            log_grew_.wait(lock, [this] { return ending_ || log_pages_ >= kLogPagesMax; });
            if (ending_) return;
            lock.unlock();
            copy_most_then_the_rest();
            lock.lock();
            log_pages_ = 0;  // the next commit tells what it is
            log_grew_.wait_for(lock, kCopyPause, [this] { return ending_; });
        }
    }
    void copy_most_then_the_rest() {
        try {
            Connection copier(path_, true);
            copier.execute("SELECT * FROM settings LIMIT 1");  // a connection that has not read knows of no log
            copier.execute("PRAGMA wal_checkpoint(PASSIVE)");
            // What came while that went on, with nobody writing: then the log begins anew.
            std::lock_guard nobody_writes(mutex_);
            copier.execute("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (std::exception const& problem) {
            log(LogLevel::warning, "the write-ahead log could not be copied; it grows on",
                {{"problem", problem.what()}});
        }
    }

    // The last connection that closes in order leaves no write-ahead log behind.
    static bool has_log(std::string const& path) {
        std::error_code none;
        auto size = std::filesystem::file_size(path + "-wal", none);
        return !none && size > 0;
    }

    std::unique_ptr<Transaction> begin_write() {
        mutex_.lock();
        try {
            reserve_seqs();
            return std::make_unique<SqliteTransaction>(writer_, last_, true, [this](std::uint64_t statements) {
                statements_ += statements;
                mutex_.unlock();
            });
        } catch (...) {
            mutex_.unlock();
            throw;
        }
    }

    std::unique_ptr<Transaction> begin_read() {
        auto* raw = take_reader().release();
        return std::make_unique<SqliteTransaction>(*raw, last_, false, [this, raw](std::uint64_t statements) {
            statements_ += statements;
            std::lock_guard lock(readers_mutex_);
            readers_.emplace_back(raw);
        });
    }

    std::unique_ptr<Connection> take_reader() {
        {
            std::lock_guard lock(readers_mutex_);
            if (!readers_.empty()) {
                auto connection = std::move(readers_.back());
                readers_.pop_back();
                return connection;
            }
        }
        auto connection = std::make_unique<Connection>(path_, false);
        connection->execute("PRAGMA cache_size = -16384");
        connection->execute("PRAGMA mmap_size = 268435456");
        return connection;
    }

    void migrate() {
        writer_.execute("BEGIN IMMEDIATE");
        auto& version = writer_.prepared("PRAGMA user_version").with();
        version.step();
        auto at = static_cast<std::size_t>(version.integer(0));
        version.reset();
        if (at > std::size(kMigrations))
            throw std::runtime_error("the database was made by a newer bursar; use that one, or restore a backup");
        for (; at < std::size(kMigrations); ++at) writer_.execute(kMigrations[at]);
        writer_.execute(("PRAGMA user_version = " + std::to_string(at)).c_str());
        writer_.execute("COMMIT");
    }

    // Sequence numbers are taken from the database in blocks, so that two processes (a server and a `bursar keys`)
    // never hand out the same one. What is left of a block when the process ends is lost.
    void reserve_seqs() {
        if (last_ + kSeqsLeftMin < limit_) return;
        writer_.execute("BEGIN IMMEDIATE");
        writer_.prepared("INSERT INTO settings VALUES ('next_seq', '0') ON CONFLICT DO NOTHING").with().run();
        auto& s = writer_
                      .prepared(
                          "UPDATE settings SET value = CAST(value AS INTEGER) + ? WHERE name = 'next_seq' RETURNING "
                          "CAST(value AS INTEGER)")
                      .with(kSeqBlock);
        s.step();
        limit_ = static_cast<Seq>(s.integer(0));
        s.reset();
        writer_.execute("COMMIT");
        last_ = limit_ - kSeqBlock;
    }

    std::string path_;
    bool unclean_;
    Connection writer_;
    std::mutex mutex_;
    Seq last_ = 0, limit_ = 0;
    std::atomic<std::uint64_t> statements_ = 0;  // that transactions have run
    std::mutex log_mutex_;
    std::condition_variable log_grew_;
    int log_pages_ = 0;
    bool ending_ = false;
    std::thread copier_;
    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<Connection>> readers_;
};

}  // namespace

std::unique_ptr<Engine> open_sqlite(std::string const& path) {
    make_folder_of(path);
    return std::make_unique<SqliteEngine>(path);
}

}  // namespace bursar::store
