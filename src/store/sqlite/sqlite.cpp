#include "store/sqlite/sqlite.hpp"

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "base/log.hpp"
#include "base/private_file.hpp"
#include "base/result.hpp"
#include "store/changes.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/reading.hpp"
#include "store/sqlite/schema.hpp"

namespace bursar::store {

namespace {

class SqliteTransaction final : public Transaction {
public:
    // `done` gives the connection (and, for a writer, the right to write) back.
    SqliteTransaction(Connection& connection, Seq& last, bool writes, std::function<void()> done)
        : db_(connection), last_(last), done_(std::move(done)) {
        db_.prepared(writes ? "BEGIN IMMEDIATE" : "BEGIN").with().run();
    }
    ~SqliteTransaction() override {
        if (!committed_) sqlite3_exec(db_.raw(), "ROLLBACK", nullptr, nullptr, nullptr);
        done_();
    }

    void commit(Changes const& changes) override {
        write(changes);
        db_.prepared("COMMIT").with().run();
        committed_ = true;
    }

    Seq fresh_seq(Owner) override { return ++last_; }  // a block holds far more than one session takes
    std::int64_t fresh_order(Seq seq) override { return static_cast<std::int64_t>(seq); }

    std::optional<Object> find(Seq seq) override {
        return first(db_.prepared("SELECT seq, owner, id, document, state FROM objects WHERE seq = ?").with(seq),
                     object_of);
    }
    std::optional<Place> place_of(Seq seq) override { return Place{static_cast<std::int64_t>(seq), seq}; }
    bool is_listed(ListKey key, Place place) override {
        return first(db_.prepared("SELECT 1 FROM lists WHERE key = ? AND seq = ?").with(key, place.seq),
                     [](Statement&) { return true; })
            .has_value();
    }
    std::vector<Place> older(ListKey key, Place before, std::size_t limit) override {
        return all(db_.prepared("SELECT seq FROM lists WHERE key = ? AND seq < ? ORDER BY seq DESC LIMIT ?")
                       .with(key, before.order, limit),
                   place_in);
    }
    std::vector<Place> newer(ListKey key, Place after, std::size_t limit) override {
        return all(db_.prepared("SELECT seq FROM lists WHERE key = ? AND seq > ? ORDER BY seq LIMIT ?")
                       .with(key, after.order, limit),
                   place_in);
    }
    std::vector<Balance> balances(Owner owner, std::string_view account) override {
        return all(
            db_.prepared("SELECT currency, available_on, amount FROM balances WHERE owner = ? AND account = ?")
                .with(owner, account),
            [&](Statement& s) { return Balance{owner, std::string(account), s.text(0), s.integer(1), s.integer(2)}; });
    }
    std::optional<IdempotentAnswer> idempotent(IdempotencyKey const& key) override {
        return first(db_.prepared("SELECT path, fingerprint, request_id, status, body, created FROM idempotency WHERE "
                                  "owner = ? AND publishable = ? AND key = ?")
                         .with(key.owner, static_cast<int>(key.publishable), key.key),
                     [](Statement& s) {
                         return IdempotentAnswer{
                             s.text(0),   s.text(1), s.text(2), static_cast<int>(s.integer(3)), SealedText(s.text(4)),
                             s.integer(5)};
                     });
    }
    std::vector<Job> due(Seq clock, Timestamp now, std::size_t limit) override {
        return all(db_.prepared("SELECT run_at, seq, kind, payload, attempts, problem, parked, clock, subject FROM "
                                "jobs WHERE parked = 0 "
                                "AND clock = ? AND run_at <= ? ORDER BY run_at, seq LIMIT ?")
                       .with(clock, now, limit),
                   job_of);
    }
    std::optional<Job> alarm(Seq subject, std::string_view kind) override {
        return first(
            db_.prepared("SELECT run_at, seq, kind, payload, attempts, problem, parked, clock, subject FROM jobs "
                         "WHERE subject = ? AND kind = ? AND subject <> 0")
                .with(subject, kind),
            job_of);
    }
    std::optional<Job> find_job(Seq seq) override {  // nothing leads to it: only people ask
        return first(db_.prepared("SELECT run_at, seq, kind, payload, attempts, problem, parked, clock, subject FROM "
                                  "jobs WHERE seq = ?")
                         .with(seq),
                     job_of);
    }
    std::vector<Job> jobs_after(JobKey key, std::size_t limit) override {
        return all(db_.prepared("SELECT run_at, seq, kind, payload, attempts, problem, parked, clock, subject FROM "
                                "jobs WHERE (parked, "
                                "clock, run_at, seq) > (?, ?, ?, ?) ORDER BY parked, clock, run_at, seq LIMIT ?")
                       .with(static_cast<int>(key.parked), key.clock, key.run_at, key.seq, limit),
                   job_of);
    }
    std::size_t count_parked_jobs() override {
        auto count = [](Statement& s) { return static_cast<std::size_t>(s.integer(0)); };
        return *first(db_.prepared("SELECT count(*) FROM jobs WHERE parked = 1").with(), count);
    }
    std::optional<Sealed> find_sealed(Seq seq) override {
        return first(db_.prepared("SELECT seq, key_id, sealed FROM vault WHERE seq = ?").with(seq), sealed_of);
    }
    std::optional<ApiKey> find_api_key(std::string_view digest) override {
        return first(db_.prepared("SELECT digest, platform, livemode, kind, hint, created, expires_at, api_version, "
                                  "permissions FROM api_keys WHERE digest = ?")
                         .with(digest),
                     api_key_of);
    }
    std::optional<std::string> setting(std::string_view name) override {
        return first(db_.prepared("SELECT value FROM settings WHERE name = ?").with(name),
                     [](Statement& s) { return s.text(0); });
    }

    std::vector<Object> objects_after(Seq seq, std::size_t limit) override {
        return all(
            db_.prepared("SELECT seq, owner, id, document, state FROM objects WHERE seq > ? ORDER BY seq LIMIT ?")
                .with(seq, limit),
            object_of);
    }
    std::vector<Listing> listings_after(Listing after, std::size_t limit) override {
        return all(db_.prepared("SELECT seq, key FROM lists WHERE (key, seq) > (?, ?) ORDER BY key, seq LIMIT ?")
                       .with(after.key, after.place.seq, limit),
                   [](Statement& s) { return Listing{static_cast<ListKey>(s.integer(1)), place_in(s)}; });
    }
    std::vector<std::pair<Seq, Entry>> entries_after(Seq txn, std::size_t limit) override {
        return all(db_.prepared("SELECT txn, owner, account, currency, amount, available_on FROM entries WHERE txn IN "
                                "(SELECT DISTINCT txn FROM entries WHERE txn > ? ORDER BY txn LIMIT ?) ORDER BY txn, "
                                "line")
                       .with(txn, limit),
                   [](Statement& s) {
                       return std::pair(
                           static_cast<Seq>(s.integer(0)),
                           Entry{static_cast<Owner>(s.integer(1)), s.text(2), s.text(3), s.integer(4), s.integer(5)});
                   });
    }
    std::vector<Sealed> sealed_after(Seq seq, std::size_t limit) override {
        return all(
            db_.prepared("SELECT seq, key_id, sealed FROM vault WHERE seq > ? ORDER BY seq LIMIT ?").with(seq, limit),
            sealed_of);
    }
    std::vector<ApiKey> api_keys() override {
        return all(db_.prepared("SELECT digest, platform, livemode, kind, hint, created, expires_at, api_version, "
                                "permissions FROM api_keys ORDER BY created")
                       .with(),
                   api_key_of);
    }

private:
    void write(Changes const& changes) {
        for (auto const& [seq, row] : changes.objects) {
            auto const& o = *row.object;
            if (row.is_new) {
                db_.prepared("INSERT INTO objects VALUES (?, ?, ?, ?, ?)")
                    .with(o.seq, o.owner, o.id, o.document, o.state)
                    .run();
            } else {
                db_.prepared("UPDATE objects SET document = ?, state = ? WHERE seq = ?")
                    .with(o.document, o.state, o.seq)
                    .run();
                CHECK(sqlite3_changes(db_.raw()) == 1);
            }
        }
        for (auto const& [key, is_listed] : changes.keys)
            db_.prepared(is_listed ? "INSERT OR IGNORE INTO lists VALUES (?, ?)"
                                   : "DELETE FROM lists WHERE key = ? AND seq = ?")
                .with(key.first, key.second.seq)
                .run();
        write_money(changes);
        if (changes.prune_answers_before)
            db_.prepared("DELETE FROM idempotency WHERE created < ?").with(*changes.prune_answers_before).run();
        for (auto const& [id, a] : changes.answers)
            db_.prepared("INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .with(id.owner, static_cast<int>(id.publishable), id.key, a.path, a.fingerprint, a.request_id, a.status,
                      a.body.text(), a.created)
                .run();
        for (auto const& key : changes.done)
            db_.prepared("DELETE FROM jobs WHERE parked = ? AND clock = ? AND run_at = ? AND seq = ?")
                .with(static_cast<int>(key.parked), key.clock, key.run_at, key.seq)
                .run();
        for (auto const& [key, j] : changes.enqueued)
            db_.prepared("INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .with(static_cast<int>(j.parked), j.clock, j.run_at, j.seq, j.kind, j.payload, j.attempts, j.problem,
                      j.subject)
                .run();
        for (auto const& [seq, r] : changes.sealed)
            db_.prepared("INSERT OR REPLACE INTO vault VALUES (?, ?, CAST(? AS BLOB))")
                .with(r.seq, r.key_id, r.sealed)
                .run();
        for (auto const& [digest, k] : changes.api_keys)
            db_.prepared("INSERT OR REPLACE INTO api_keys VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .with(k.digest, k.platform, static_cast<int>(k.livemode), k.kind, k.hint, k.created, k.expires_at,
                      k.api_version, k.permissions)
                .run();
        for (auto const& [name, value] : changes.settings)
            if (value)
                db_.prepared("INSERT OR REPLACE INTO settings VALUES (?, ?)").with(name, *value).run();
            else
                db_.prepared("DELETE FROM settings WHERE name = ?").with(name).run();
    }
    void write_money(Changes const& changes) {
        for (auto const& [txn, e] : changes.entries)
            db_.prepared(
                   "INSERT INTO entries (txn, owner, account, currency, amount, available_on) VALUES (?, ?, ?, "
                   "?, ?, ?)")
                .with(txn, e.owner, e.account, e.currency, e.amount, e.available_on)
                .run();
        for (auto const& [key, amount] : changes.balances) {
            auto const& [owner, account, currency, available_on] = key;
            db_.prepared(
                   "INSERT INTO balances VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET amount = amount + "
                   "excluded.amount")
                .with(owner, account, currency, available_on, amount)
                .run();
        }
    }

    Connection& db_;
    Seq& last_;
    std::function<void()> done_;
    bool committed_ = false;
};

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
        return {{"database_bytes", bytes(path_)}, {"log_bytes", bytes(path_ + "-wal")}};
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
            return std::make_unique<SqliteTransaction>(writer_, last_, true, [this] { mutex_.unlock(); });
        } catch (...) {
            mutex_.unlock();
            throw;
        }
    }

    std::unique_ptr<Transaction> begin_read() {
        auto* raw = take_reader().release();
        return std::make_unique<SqliteTransaction>(*raw, last_, false, [this, raw] {
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
