#include "store/postgres/postgres.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>

#include "base/log.hpp"
#include "store/postgres/schema.hpp"
#include "store/postgres/transaction.hpp"

namespace bursar::store {

namespace postgres {

namespace {

constexpr int kTransactionsAtOnce = 16;
constexpr std::size_t kIdleConnectionsMax = 24;

// A sequence number is 12 bits of a hash of the owner, then a counter; ids have room for 47 bits.
constexpr int kCounterBits = 35;
constexpr Seq kSeqBlock = 4096, kGroups = 1 << 12;

class PostgresEngine final : public Engine, public Numbers {
public:
    explicit PostgresEngine(std::string url) : url_(std::move(url)) { migrate(); }

    std::unique_ptr<Transaction> begin(bool writes) override {
        return std::make_unique<PostgresTransaction>(
            take(), *this, writes,
            [this](std::unique_ptr<Connection> connection) { give_back(std::move(connection)); });
    }

    int concurrency() const override { return kTransactionsAtOnce; }

    void backup(std::string const&) override {
        throw std::runtime_error(
            "PostgreSQL has its own tools for that, which this does not replace: pg_basebackup, pg_dump and continuous "
            "archiving");
    }

    // Settings are what is removed; a table that is written anew holds no row of before. Its history, in logs and on
    // replicas, is not for us to change.
    void scrub() override {
        auto connection = take();
        try {
            connection->query_once("VACUUM FULL settings");
        } catch (std::exception const& problem) {
            log(LogLevel::warning, "the table settings could not be written anew: run VACUUM FULL settings",
                {{"problem", problem.what()}});
        }
        give_back(std::move(connection));
    }

    // Adds up parts of balances, of a few accounts at a time. Whoever comes first does it; the others pass over.
    void tidy() override {
        auto connection = take();
        try {
            while (roll_up(*connection)) {
            }
        } catch (Trouble const&) {
            // Somebody wrote there meanwhile, or the database is away: next time.
            if (!connection->is_broken()) connection->query("ROLLBACK");
        }
        give_back(std::move(connection));
    }

    std::vector<std::pair<std::string, double>> figures() override {
        return {{"round_trips", static_cast<double>(round_trips_)}};
    }

private:
    std::unique_ptr<Connection> take() {
        {
            std::lock_guard lock(mutex_);
            if (!idle_.empty()) {
                auto connection = std::move(idle_.back());
                idle_.pop_back();
                return connection;
            }
        }
        return std::make_unique<Connection>(url_);
    }

    void give_back(std::unique_ptr<Connection> connection) {
        round_trips_ += connection->take_round_trips();
        std::lock_guard lock(mutex_);
        if (connection->is_broken())
            idle_.clear();  // what broke one has likely broken all
        else if (idle_.size() < kIdleConnectionsMax)
            idle_.push_back(std::move(connection));
    }

    // ---- numbers ----

    Seq fresh_seq(Owner near) override {
        std::lock_guard lock(numbers_mutex_);
        if (next_ == limit_) {
            limit_ = reserve();
            next_ = limit_ - kSeqBlock;
        }
        auto count = ++next_;
        auto group = (near ? hash64("", near) : hash64("", count)) % kGroups;
        return group << kCounterBits | count;
    }

    // By the clock, so that lists are in order of creation whichever server created; and growing within one server.
    std::int64_t fresh_place() override {
        std::lock_guard lock(numbers_mutex_);
        auto now =
            std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch())
                .count();
        return last_place_ = std::max<std::int64_t>(last_place_ + 1, now);
    }

    Seq reserve() {
        Connection connection(url_);
        auto rows = connection.query(
            "UPDATE settings SET value = (value::bigint + $1::bigint)::text WHERE name = 'next_seq' RETURNING value",
            Parameters(kSeqBlock));
        if (rows.size() == 0) throw std::runtime_error("postgres: the settings lack next_seq");
        auto limit = static_cast<Seq>(std::stoll(rows.text(0, 0)));
        if (limit >> kCounterBits) throw std::runtime_error("postgres: every sequence number has been handed out");
        return limit;
    }

    bool roll_up(Connection& db) {
        db.send("BEGIN ISOLATION LEVEL REPEATABLE READ");
        auto marked = db.query("SELECT owner, account FROM rollups LIMIT 1 FOR UPDATE SKIP LOCKED");
        if (marked.size() == 0) {
            db.query("ROLLBACK");
            return false;
        }
        auto owner = marked.integer(0, 0);
        auto account = marked.text(0, 1);
        auto parts = db.query(
            "DELETE FROM balances WHERE owner = $1::bigint AND account = $2::text AND part <> 0 RETURNING currency, "
            "available_on, amount",
            Parameters(owner, account));
        std::map<std::pair<std::string, Timestamp>, std::int64_t> sums;
        for (int row = 0; row < parts.size(); ++row)
            sums[{parts.text(row, 0), parts.integer(row, 1)}] += parts.integer(row, 2);
        for (auto const& [key, amount] : sums)
            db.send(
                "INSERT INTO balances VALUES ($1::bigint, $2::text, $3::text, $4::bigint, 0, $5::bigint) ON CONFLICT "
                "(owner, account, currency, available_on, part) DO UPDATE SET amount = balances.amount + "
                "excluded.amount",
                Parameters(owner, account, key.first, key.second, amount));
        db.send("DELETE FROM rollups WHERE owner = $1::bigint AND account = $2::text", Parameters(owner, account));
        db.query("COMMIT");
        return true;
    }

    // ---- schema ----

    void migrate() {
        for (int attempt = 0;; ++attempt) try {
                return migrate_once();
            } catch (Trouble const& trouble) {  // servers that start together
                if (trouble.kind() != Trouble::Kind::conflict || attempt == 9) throw;
            }
    }

    void migrate_once() {
        auto connection = take();
        auto& db = *connection;
        db.query("CREATE TABLE IF NOT EXISTS bursar_schema (version bigint PRIMARY KEY)");
        db.send("BEGIN ISOLATION LEVEL SERIALIZABLE");
        auto at =
            static_cast<std::size_t>(db.query("SELECT coalesce(max(version), 0) FROM bursar_schema").integer(0, 0));
        // While servers are replaced one by one, the ones of the version before work on what the next has added to.
        if (at > std::size(kPostgresMigrations) + 1)
            throw std::runtime_error("the database was made by a newer bursar; use that one");
        for (; at < std::size(kPostgresMigrations); ++at) {
            for (auto const& statement : statements_of(kPostgresMigrations[at])) db.query_once(statement);
            db.query("INSERT INTO bursar_schema VALUES ($1::bigint)", Parameters(at + 1));
        }
        db.query("INSERT INTO settings VALUES ('next_seq', '0') ON CONFLICT DO NOTHING");
        db.query("COMMIT");
        give_back(std::move(connection));
    }

    static std::vector<std::string> statements_of(std::string_view script) {
        std::vector<std::string> out;
        for (std::size_t end; (end = script.find(';')) != std::string_view::npos; script.remove_prefix(end + 1))
            out.emplace_back(script.substr(0, end));
        return out;
    }

    std::string url_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::atomic<std::uint64_t> round_trips_ = 0;
    std::mutex numbers_mutex_;
    Seq next_ = 0, limit_ = 0;
    std::int64_t last_place_ = 0;
};

}  // namespace

}  // namespace postgres

std::unique_ptr<Engine> open_postgres(std::string const& url) {
    return std::make_unique<postgres::PostgresEngine>(url);
}

}  // namespace bursar::store
