#include "store/sqlite/sqlite.hpp"

#include <filesystem>
#include <functional>
#include <mutex>
#include <stdexcept>

#include "base/result.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/schema.hpp"

namespace bursar::store {

namespace {

std::int64_t idempotency_hash(Owner owner, std::string_view key) {
    return static_cast<std::int64_t>(hash64(key, owner * 0x9e3779b97f4a7c15ull));
}

class SqliteSession final : public Session {
public:
    // `done` gives the connection (and, for a writer, the right to write) back.
    SqliteSession(Connection& connection, Seq& last, bool writes, std::function<void()> done)
        : db_(connection), last_(last), done_(std::move(done)) {
        db_.execute(writes ? "BEGIN IMMEDIATE" : "BEGIN");
    }
    ~SqliteSession() override {
        if (!committed_) sqlite3_exec(db_.raw(), "ROLLBACK", nullptr, nullptr, nullptr);
        done_();
    }

    void commit() override {
        db_.execute("COMMIT");
        committed_ = true;
    }
    void savepoint() override { db_.prepared("SAVEPOINT s").with().run(); }
    void rollback() override { db_.prepared("ROLLBACK TO s").with().run(); }
    void release() override { db_.prepared("RELEASE s").with().run(); }

    Seq fresh_seq() override { return ++last_; }  // a block holds far more than one session takes

    void insert(Object const& o, std::vector<ListKey> const& keys) override {
        db_.prepared("INSERT INTO objects VALUES (?, ?, ?, ?, ?)")
            .with(o.seq, o.owner, o.id, o.document, o.state)
            .run();
        add_keys(o.seq, keys);
    }
    void update(Object const& o) override {
        db_.prepared("UPDATE objects SET document = ?, state = ? WHERE seq = ?").with(o.document, o.state, o.seq).run();
        CHECK(sqlite3_changes(db_.raw()) == 1);
    }
    void add_keys(Seq seq, std::vector<ListKey> const& keys) override {
        for (auto key : keys) db_.prepared("INSERT OR IGNORE INTO keys VALUES (?, ?)").with(key, seq).run();
    }
    void remove_keys(Seq seq, std::vector<ListKey> const& keys) override {
        for (auto key : keys) db_.prepared("DELETE FROM keys WHERE key = ? AND seq = ?").with(key, seq).run();
    }
    std::optional<Object> find(Seq seq) override {
        auto& s = db_.prepared("SELECT seq, owner, id, document, state FROM objects WHERE seq = ?").with(seq);
        if (!s.step()) return std::nullopt;
        auto object = object_of(s);
        s.reset();
        return object;
    }
    std::vector<Seq> older(ListKey key, Seq before, std::size_t limit) override {
        auto top = before ? static_cast<std::int64_t>(before) : INT64_MAX;
        return seqs(db_.prepared("SELECT seq FROM keys WHERE key = ? AND seq < ? ORDER BY seq DESC LIMIT ?")
                        .with(key, top, limit));
    }
    std::vector<Seq> newer(ListKey key, Seq after, std::size_t limit) override {
        return seqs(db_.prepared("SELECT seq FROM keys WHERE key = ? AND seq > ? ORDER BY seq LIMIT ?")
                        .with(key, after, limit));
    }

    void post(Seq txn, std::vector<Entry> const& entries) override {
        for (auto const& e : entries) {
            db_.prepared(
                   "INSERT INTO entries (txn, owner, account, currency, amount, available_on) VALUES (?, ?, ?, ?, ?, "
                   "?)")
                .with(txn, e.owner, e.account, e.currency, e.amount, e.available_on)
                .run();
            db_.prepared(
                   "INSERT INTO balances VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET amount = amount + "
                   "excluded.amount")
                .with(e.owner, e.account, e.currency, e.available_on, e.amount)
                .run();
        }
    }
    std::vector<Balance> balances(Owner owner, std::string_view account) override {
        auto& s = db_.prepared(
                         "SELECT currency, available_on, amount FROM balances WHERE owner = ? AND account = ? ORDER BY "
                         "currency, available_on")
                      .with(owner, account);
        std::vector<Balance> out;
        while (s.step()) out.push_back({owner, std::string(account), s.text(0), s.integer(1), s.integer(2)});
        return out;
    }

    std::optional<IdempotentAnswer> idempotent(Owner owner, std::string_view key) override {
        auto& s = db_.prepared(
                         "SELECT path, fingerprint, request_id, status, body, created FROM idempotency WHERE hash = ? "
                         "AND owner = ? AND key = ?")
                      .with(idempotency_hash(owner, key), owner, key);
        if (!s.step()) return std::nullopt;
        IdempotentAnswer answer{s.text(0), s.text(1),   s.text(2), static_cast<int>(s.integer(3)),
                                s.text(4), s.integer(5)};
        s.reset();
        return answer;
    }
    void keep_idempotent(Owner owner, std::string_view key, IdempotentAnswer const& a) override {
        db_.prepared("INSERT OR REPLACE INTO idempotency VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .with(idempotency_hash(owner, key), owner, key, a.path, a.fingerprint, a.request_id, a.status, a.body,
                  a.created)
            .run();
    }
    void prune_idempotent(Timestamp created_before) override {
        db_.prepared("DELETE FROM idempotency WHERE created < ?").with(created_before).run();
    }

    void enqueue(Job const& j) override {
        db_.prepared("INSERT INTO jobs VALUES (?, ?, ?, ?)").with(j.run_at, j.seq, j.kind, j.payload).run();
    }
    std::vector<Job> due(Timestamp now, std::size_t limit) override {
        auto& s =
            db_.prepared("SELECT run_at, seq, kind, payload FROM jobs WHERE run_at <= ? ORDER BY run_at, seq LIMIT ?")
                .with(now, limit);
        std::vector<Job> out;
        while (s.step()) out.push_back({s.integer(0), static_cast<Seq>(s.integer(1)), s.text(2), s.text(3)});
        return out;
    }
    void done(Job const& j) override {
        db_.prepared("DELETE FROM jobs WHERE run_at = ? AND seq = ?").with(j.run_at, j.seq).run();
    }

    void put_sealed(Sealed const& r) override {
        db_.prepared("INSERT OR REPLACE INTO vault VALUES (?, ?, CAST(? AS BLOB))")
            .with(r.seq, r.key_id, r.sealed)
            .run();
    }
    std::optional<Sealed> find_sealed(Seq seq) override {
        auto& s = db_.prepared("SELECT seq, key_id, sealed FROM vault WHERE seq = ?").with(seq);
        if (!s.step()) return std::nullopt;
        Sealed record{static_cast<Seq>(s.integer(0)), s.text(1), s.text(2)};
        s.reset();
        return record;
    }
    std::vector<Sealed> sealed_after(Seq seq, std::size_t limit) override {
        auto& s =
            db_.prepared("SELECT seq, key_id, sealed FROM vault WHERE seq > ? ORDER BY seq LIMIT ?").with(seq, limit);
        std::vector<Sealed> out;
        while (s.step()) out.push_back({static_cast<Seq>(s.integer(0)), s.text(1), s.text(2)});
        return out;
    }

    void put_api_key(ApiKey const& k) override {
        db_.prepared("INSERT OR REPLACE INTO api_keys VALUES (?, ?, ?, ?, ?, ?, ?)")
            .with(k.digest, k.platform, static_cast<int>(k.livemode), k.kind, k.hint, k.created, k.expires_at)
            .run();
    }
    std::optional<ApiKey> find_api_key(std::string_view digest) override {
        auto& s =
            db_.prepared(
                   "SELECT digest, platform, livemode, kind, hint, created, expires_at FROM api_keys WHERE digest = ?")
                .with(digest);
        if (!s.step()) return std::nullopt;
        auto key = api_key_of(s);
        s.reset();
        return key;
    }
    std::vector<ApiKey> api_keys() override {
        auto& s =
            db_.prepared(
                   "SELECT digest, platform, livemode, kind, hint, created, expires_at FROM api_keys ORDER BY created")
                .with();
        std::vector<ApiKey> out;
        while (s.step()) out.push_back(api_key_of(s));
        return out;
    }

    std::optional<std::string> setting(std::string_view name) override {
        auto& s = db_.prepared("SELECT value FROM settings WHERE name = ?").with(name);
        if (!s.step()) return std::nullopt;
        auto value = s.text(0);
        s.reset();
        return value;
    }
    void put_setting(std::string_view name, std::string_view value) override {
        db_.prepared("INSERT OR REPLACE INTO settings VALUES (?, ?)").with(name, value).run();
    }

    std::vector<Object> objects_after(Seq seq, std::size_t limit) override {
        auto& s = db_.prepared("SELECT seq, owner, id, document, state FROM objects WHERE seq > ? ORDER BY seq LIMIT ?")
                      .with(seq, limit);
        std::vector<Object> out;
        while (s.step()) out.push_back(object_of(s));
        return out;
    }
    std::vector<std::pair<Seq, Entry>> entries_after(Seq txn, std::size_t limit) override {
        auto& s = db_.prepared(
                         "SELECT txn, owner, account, currency, amount, available_on FROM entries WHERE txn IN "
                         "(SELECT DISTINCT txn FROM entries WHERE txn > ? ORDER BY txn LIMIT ?) ORDER BY txn, line")
                      .with(txn, limit);
        std::vector<std::pair<Seq, Entry>> out;
        while (s.step())
            out.push_back({static_cast<Seq>(s.integer(0)),
                           {static_cast<Owner>(s.integer(1)), s.text(2), s.text(3), s.integer(4), s.integer(5)}});
        return out;
    }

private:
    static Object object_of(Statement& s) {
        Object o{static_cast<Seq>(s.integer(0)), static_cast<Owner>(s.integer(1)), s.text(2), s.text(3), s.text(4)};
        return o;
    }
    static ApiKey api_key_of(Statement& s) {
        return {s.text(0),   static_cast<Seq>(s.integer(1)), s.integer(2) != 0, s.text(3), s.text(4), s.integer(5),
                s.integer(6)};
    }
    static std::vector<Seq> seqs(Statement& s) {
        std::vector<Seq> out;
        while (s.step()) out.push_back(static_cast<Seq>(s.integer(0)));
        return out;
    }

    Connection& db_;
    Seq& last_;
    std::function<void()> done_;
    bool committed_ = false;
};

constexpr Seq kSeqBlock = 1 << 16, kSeqsLeftMin = 1 << 13;

class SqliteEngine final : public Engine {
public:
    explicit SqliteEngine(std::string path) : path_(std::move(path)), writer_(path_, true) {
        writer_.execute("PRAGMA journal_mode = WAL");
        writer_.execute("PRAGMA synchronous = FULL");
        writer_.execute("PRAGMA wal_autocheckpoint = 4000");
        writer_.execute("PRAGMA cache_size = -65536");
        migrate();
    }

    std::unique_ptr<Session> write() override {
        mutex_.lock();
        try {
            reserve_seqs();
            return std::make_unique<SqliteSession>(writer_, last_, true, [this] { mutex_.unlock(); });
        } catch (...) {
            mutex_.unlock();
            throw;
        }
    }

    std::unique_ptr<Session> read() override {
        auto connection = take_reader();
        auto* raw = connection.release();
        return std::make_unique<SqliteSession>(*raw, last_, false, [this, raw] {
            std::lock_guard lock(readers_mutex_);
            readers_.emplace_back(raw);
        });
    }

private:
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
    Connection writer_;
    std::mutex mutex_;
    Seq last_ = 0, limit_ = 0;
    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<Connection>> readers_;
};

}  // namespace

std::unique_ptr<Engine> open_sqlite(std::string const& path) {
    if (auto folder = std::filesystem::path(path).parent_path(); !folder.empty())
        std::filesystem::create_directories(folder);
    return std::make_unique<SqliteEngine>(path);
}

}  // namespace bursar::store
