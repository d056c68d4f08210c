// A transaction on one connection: reads as they are asked, writes all at once when it commits.
#pragma once

#include <functional>
#include <span>

#include "base/result.hpp"
#include "store/changes.hpp"
#include "store/engine.hpp"
#include "store/sqlite/reading.hpp"

namespace bursar::store {

class SqliteTransaction final : public Transaction {
public:
    // `done` gives the connection (and, for a writer, the right to write) back; it is told how many statements were
    // run.
    using Done = std::function<void(std::uint64_t statements)>;
    SqliteTransaction(Connection& connection, Seq& last, bool writes, Done done)
        : db_(connection), last_(last), done_(std::move(done)) {
        prepared(writes ? "BEGIN IMMEDIATE" : "BEGIN").with().run();
    }
    ~SqliteTransaction() override {
        try {
            if (!committed_) prepared("ROLLBACK").with().run();
        } catch (std::exception const&) {  // what failed before may have ended it already
        }
        done_(statements_);
    }

    void commit(Changes const& changes) override {
        write(changes);
        prepared("COMMIT").with().run();
        committed_ = true;
    }

    Seq fresh_seq(Owner) override { return ++last_; }  // a block holds far more than one session takes
    std::int64_t fresh_order(Seq seq) override { return static_cast<std::int64_t>(seq); }

    std::optional<Object> find(Seq seq) override {
        return first(prepared("SELECT seq, owner, id, document, state FROM objects WHERE seq = ?").with(seq),
                     object_of);
    }
    std::optional<Place> place_of(Seq seq) override { return Place{static_cast<std::int64_t>(seq), seq}; }
    bool is_listed(ListKey key, Place place) override {
        return first(prepared("SELECT 1 FROM lists WHERE key = ? AND seq = ?").with(key, place.seq),
                     [](Statement&) { return true; })
            .has_value();
    }
    std::vector<Place> older(ListKey key, Place before, std::size_t limit) override {
        return all(prepared("SELECT seq FROM lists WHERE key = ? AND seq < ? ORDER BY seq DESC LIMIT ?")
                       .with(key, before.order, limit),
                   place_in);
    }
    std::vector<Place> newer(ListKey key, Place after, std::size_t limit) override {
        return all(prepared("SELECT seq FROM lists WHERE key = ? AND seq > ? ORDER BY seq LIMIT ?")
                       .with(key, after.order, limit),
                   place_in);
    }
    std::vector<Balance> balances(Owner owner, std::string_view account) override {
        return all(
            prepared("SELECT currency, available_on, amount FROM balances WHERE owner = ? AND account = ?")
                .with(owner, account),
            [&](Statement& s) { return Balance{owner, std::string(account), s.text(0), s.integer(1), s.integer(2)}; });
    }
    std::optional<IdempotentAnswer> idempotent(IdempotencyKey const& key) override {
        return first(prepared("SELECT path, fingerprint, request_id, status, body, created FROM idempotency WHERE "
                              "owner = ? AND publishable = ? AND key = ?")
                         .with(key.owner, static_cast<int>(key.publishable), key.key),
                     [](Statement& s) {
                         return IdempotentAnswer{
                             s.text(0),   s.text(1), s.text(2), static_cast<int>(s.integer(3)), SealedText(s.text(4)),
                             s.integer(5)};
                     });
    }
    std::vector<Job> due(Seq clock, Timestamp now, std::size_t limit) override {
        return all(prepared("SELECT run_at, seq, kind, payload, attempts, problem, parked, clock, subject FROM "
                            "jobs WHERE parked = 0 "
                            "AND clock = ? AND run_at <= ? ORDER BY run_at, seq LIMIT ?")
                       .with(clock, now, limit),
                   job_of);
    }
    std::optional<Job> alarm(Seq subject, std::string_view kind) override {
        return first(prepared("SELECT run_at, seq, kind, payload, attempts, problem, parked, clock, subject FROM jobs "
                              "WHERE subject = ? AND kind = ? AND subject <> 0")
                         .with(subject, kind),
                     job_of);
    }
    std::optional<Job> find_job(Seq seq) override {  // nothing leads to it: only people ask
        return first(prepared("SELECT run_at, seq, kind, payload, attempts, problem, parked, clock, subject FROM "
                              "jobs WHERE seq = ?")
                         .with(seq),
                     job_of);
    }
    std::vector<Job> jobs_after(JobKey key, std::size_t limit) override {
        return all(prepared("SELECT run_at, seq, kind, payload, attempts, problem, parked, clock, subject FROM "
                            "jobs WHERE (parked, "
                            "clock, run_at, seq) > (?, ?, ?, ?) ORDER BY parked, clock, run_at, seq LIMIT ?")
                       .with(static_cast<int>(key.parked), key.clock, key.run_at, key.seq, limit),
                   job_of);
    }
    std::size_t count_parked_jobs() override {
        auto count = [](Statement& s) { return static_cast<std::size_t>(s.integer(0)); };
        return *first(prepared("SELECT count(*) FROM jobs WHERE parked = 1").with(), count);
    }
    std::optional<Sealed> find_sealed(Seq seq) override {
        return first(prepared("SELECT seq, key_id, sealed FROM vault WHERE seq = ?").with(seq), sealed_of);
    }
    std::optional<ApiKey> find_api_key(std::string_view digest) override {
        return first(prepared("SELECT digest, platform, livemode, kind, hint, created, expires_at, api_version, "
                              "permissions FROM api_keys WHERE digest = ?")
                         .with(digest),
                     api_key_of);
    }
    std::optional<std::string> setting(std::string_view name) override {
        return first(prepared("SELECT value FROM settings WHERE name = ?").with(name),
                     [](Statement& s) { return s.text(0); });
    }

    std::vector<Object> objects_after(Seq seq, std::size_t limit) override {
        return all(prepared("SELECT seq, owner, id, document, state FROM objects WHERE seq > ? ORDER BY seq LIMIT ?")
                       .with(seq, limit),
                   object_of);
    }
    std::vector<Listing> listings_after(Listing after, std::size_t limit) override {
        return all(prepared("SELECT seq, key FROM lists WHERE (key, seq) > (?, ?) ORDER BY key, seq LIMIT ?")
                       .with(after.key, after.place.seq, limit),
                   [](Statement& s) { return Listing{static_cast<ListKey>(s.integer(1)), place_in(s)}; });
    }
    std::vector<std::pair<Seq, Entry>> entries_after(Seq txn, std::size_t limit) override {
        return all(prepared("SELECT txn, owner, account, currency, amount, available_on FROM entries WHERE txn IN "
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
            prepared("SELECT seq, key_id, sealed FROM vault WHERE seq > ? ORDER BY seq LIMIT ?").with(seq, limit),
            sealed_of);
    }
    std::vector<ApiKey> api_keys() override {
        return all(prepared("SELECT digest, platform, livemode, kind, hint, created, expires_at, api_version, "
                            "permissions FROM api_keys ORDER BY created")
                       .with(),
                   api_key_of);
    }

private:
    void write(Changes const& changes) {
        for (auto const& [seq, row] : changes.objects) {
            auto const& o = *row.object;
            if (row.is_new) {
                prepared("INSERT INTO objects VALUES (?, ?, ?, ?, ?)")
                    .with(o.seq, o.owner, o.id, o.document, o.state)
                    .run();
            } else {
                prepared("UPDATE objects SET document = ?, state = ? WHERE seq = ?")
                    .with(o.document, o.state, o.seq)
                    .run();
                CHECK(sqlite3_changes(db_.raw()) == 1);
            }
        }
        write_lists(changes);
        write_money(changes);
        if (changes.prune_answers_before)
            prepared("DELETE FROM idempotency WHERE created < ?").with(*changes.prune_answers_before).run();
        for (auto const& [id, a] : changes.answers)
            prepared("INSERT INTO idempotency VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .with(id.owner, static_cast<int>(id.publishable), id.key, a.path, a.fingerprint, a.request_id, a.status,
                      a.body.text(), a.created)
                .run();
        for (auto const& key : changes.done)
            prepared("DELETE FROM jobs WHERE parked = ? AND clock = ? AND run_at = ? AND seq = ?")
                .with(static_cast<int>(key.parked), key.clock, key.run_at, key.seq)
                .run();
        for (auto const& [key, j] : changes.enqueued)
            prepared("INSERT INTO jobs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .with(static_cast<int>(j.parked), j.clock, j.run_at, j.seq, j.kind, j.payload, j.attempts, j.problem,
                      j.subject)
                .run();
        for (auto const& [seq, r] : changes.sealed)
            prepared("INSERT OR REPLACE INTO vault VALUES (?, ?, CAST(? AS BLOB))")
                .with(r.seq, r.key_id, r.sealed)
                .run();
        for (auto const& [digest, k] : changes.api_keys)
            prepared("INSERT OR REPLACE INTO api_keys VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .with(k.digest, k.platform, static_cast<int>(k.livemode), k.kind, k.hint, k.created, k.expires_at,
                      k.api_version, k.permissions)
                .run();
        for (auto const& [name, value] : changes.settings)
            if (value)
                prepared("INSERT OR REPLACE INTO settings VALUES (?, ?)").with(name, *value).run();
            else
                prepared("DELETE FROM settings WHERE name = ?").with(name).run();
    }
    // Several rows to a statement: by itself each costs more than its row does.
    void write_lists(Changes const& changes) {
        constexpr std::size_t kTogether = 8;
        std::vector<Listing> added;
        for (auto const& [key, is_listed] : changes.keys)
            if (is_listed)
                added.push_back({key.first, key.second});
            else
                prepared("DELETE FROM lists WHERE key = ? AND seq = ?").with(key.first, key.second.seq).run();
        for (std::span<Listing const> rest = added; !rest.empty();) {
            auto count = rest.size() < kTogether ? 1 : kTogether;
            auto& insert = prepared(count == 1 ? "INSERT OR IGNORE INTO lists VALUES (?, ?)"
                                               : "INSERT OR IGNORE INTO lists VALUES (?, ?), (?, ?), (?, ?), (?, ?), "
                                                 "(?, ?), (?, ?), (?, ?), (?, ?)")
                               .with();
            for (auto const& listing : rest.first(count)) insert.and_with(listing.key, listing.place.seq);
            insert.run();
            rest = rest.subspan(count);
        }
    }
    void write_money(Changes const& changes) {
        for (auto const& [txn, e] : changes.entries)
            prepared(
                "INSERT INTO entries (txn, owner, account, currency, amount, available_on) VALUES (?, ?, ?, "
                "?, ?, ?)")
                .with(txn, e.owner, e.account, e.currency, e.amount, e.available_on)
                .run();
        for (auto const& [key, amount] : changes.balances) {
            auto const& [owner, account, currency, available_on] = key;
            prepared(
                "INSERT INTO balances VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET amount = amount + "
                "excluded.amount")
                .with(owner, account, currency, available_on, amount)
                .run();
        }
    }

    Statement& prepared(char const* sql) {
        ++statements_;
        return db_.prepared(sql);
    }

    Connection& db_;
    Seq& last_;
    Done done_;
    std::uint64_t statements_ = 0;
    bool committed_ = false;
};

}  // namespace bursar::store
