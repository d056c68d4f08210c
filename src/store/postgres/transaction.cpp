#include "store/postgres/transaction.hpp"

namespace bursar::store::postgres {

namespace {

// Snapshot isolation: of two transactions that change the same row, the second to commit is refused. Where one relied
// on a list or a balance, it changes the guard of it, too. Decision: docs/decisions/005-snapshots-and-guards.md.
constexpr char kBeginWrite[] = "BEGIN ISOLATION LEVEL REPEATABLE READ";
constexpr std::uint64_t kGuards = 1 << 16;  // shared by hash, so that there never are more rows than these
constexpr char kBeginRead[] = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
constexpr char kCommit[] = "COMMIT";
constexpr char kRollback[] = "ROLLBACK";
// A commit that waits for a replica must not be cut short: PostgreSQL would keep it and say that it is done.
constexpr char kNoTimeout[] = "SET LOCAL statement_timeout = 0";

template <class Make>
auto all(Rows const& rows, Make make) {
    std::vector<decltype(make(0))> out;
    for (int row = 0; row < rows.size(); ++row) out.push_back(make(row));
    return out;
}

template <class Make>
auto first(Rows const& rows, Make make) -> std::optional<decltype(make(0))> {
    if (rows.size() == 0) return std::nullopt;
    return make(0);
}

auto object_in(Rows const& rows) {
    return [&rows](int row) {
        return Object{static_cast<Seq>(rows.integer(row, 0)),
                      static_cast<Owner>(rows.integer(row, 1)),
                      rows.text(row, 3),
                      rows.text(row, 4),
                      rows.text(row, 5),
                      rows.integer(row, 2)};
    };
}
auto place_in(Rows const& rows) {
    return [&rows](int row) { return Place{rows.integer(row, 0), static_cast<Seq>(rows.integer(row, 1))}; };
}
auto job_in(Rows const& rows) {
    return [&rows](int row) {
        return Job{
            rows.integer(row, 0),     static_cast<Seq>(rows.integer(row, 1)), rows.text(row, 2),
            rows.text(row, 3),        static_cast<int>(rows.integer(row, 4)), rows.text(row, 5),
            rows.text(row, 6) == "t", static_cast<Seq>(rows.integer(row, 7)), static_cast<Seq>(rows.integer(row, 8))};
    };
}
auto sealed_in(Rows const& rows) {
    return [&rows](int row) {
        return Sealed{static_cast<Seq>(rows.integer(row, 0)), rows.text(row, 1), rows.bytes(row, 2)};
    };
}
auto api_key_in(Rows const& rows) {
    return [&rows](int row) {
        return ApiKey{rows.text(row, 0),        static_cast<Seq>(rows.integer(row, 1)),
                      rows.text(row, 2) == "t", rows.text(row, 3),
                      rows.text(row, 4),        rows.integer(row, 5),
                      rows.integer(row, 6),     rows.text(row, 7),
                      rows.text(row, 8)};
    };
}

}  // namespace

PostgresTransaction::PostgresTransaction(std::unique_ptr<Connection> connection, Numbers& numbers, bool writes,
                                         std::function<void(std::unique_ptr<Connection>)> done)
    : connection_(std::move(connection)), numbers_(numbers), writes_(writes), done_(std::move(done)) {}

PostgresTransaction::~PostgresTransaction() {
    try {
        if (begun_ && !ended_ && !connection_->is_broken()) {
            connection_->send(kRollback);
            connection_->let_go();
        }
    } catch (std::exception const&) {  // the connection is broken, and with it the transaction is over
    }
    done_(std::move(connection_));
}

void PostgresTransaction::begin() {
    if (!begun_) connection_->send(writes_ ? kBeginWrite : kBeginRead);
    begun_ = true;
}

Rows PostgresTransaction::ask(char const* sql, Parameters const& parameters) {
    begin();
    return connection_->query(sql, parameters);
}

void PostgresTransaction::commit(Changes const& changes) {
    if (changes.empty() && !begun_) return;
    begin();
    try {
        write(changes);
        connection_->send(kNoTimeout);
        connection_->send(kCommit);
        connection_->flush();
    } catch (Trouble const& trouble) {
        bool refused_before = connection_->refused() && connection_->refused() != kCommit;
        if (trouble.kind() == Trouble::Kind::unavailable && !refused_before)
            throw Trouble(Trouble::Kind::outcome_unknown, trouble.what());
        throw;
    }
    ended_ = true;
}

// ---- reading ----

std::optional<Object> PostgresTransaction::find(Seq seq) {
    auto rows =
        ask("SELECT seq, owner, place, id, document, state FROM objects WHERE seq = $1::bigint", Parameters(seq));
    return first(rows, object_in(rows));
}

std::optional<Place> PostgresTransaction::place_of(Seq seq) {
    auto rows = ask("SELECT place, seq FROM objects WHERE seq = $1::bigint", Parameters(seq));
    return first(rows, place_in(rows));
}

bool PostgresTransaction::is_listed(ListKey key, Place place) {
    return ask("SELECT 1 FROM lists WHERE key = $1::bigint AND place = $2::bigint AND seq = $3::bigint",
               Parameters(key, place.order, place.seq))
               .size() > 0;
}

std::vector<Place> PostgresTransaction::older(ListKey key, Place before, std::size_t limit) {
    auto rows =
        ask("SELECT place, seq FROM lists WHERE key = $1::bigint AND (place, seq) < ($2::bigint, $3::bigint) ORDER BY "
            "place "
            "DESC, seq DESC LIMIT $4::bigint",
            Parameters(key, before.order, before.seq, limit));
    return all(rows, place_in(rows));
}

std::vector<Place> PostgresTransaction::newer(ListKey key, Place after, std::size_t limit) {
    auto rows =
        ask("SELECT place, seq FROM lists WHERE key = $1::bigint AND (place, seq) > ($2::bigint, $3::bigint) ORDER BY "
            "place, "
            "seq LIMIT $4::bigint",
            Parameters(key, after.order, after.seq, limit));
    return all(rows, place_in(rows));
}

std::vector<Balance> PostgresTransaction::balances(Owner owner, std::string_view account) {
    auto rows =
        ask("SELECT currency, available_on, sum(amount)::bigint FROM balances WHERE owner = $1::bigint AND account = "
            "$2::text GROUP BY currency, available_on",
            Parameters(owner, account));
    return all(rows, [&](int row) {
        return Balance{owner, std::string(account), rows.text(row, 0), rows.integer(row, 1), rows.integer(row, 2)};
    });
}

std::optional<IdempotentAnswer> PostgresTransaction::idempotent(IdempotencyKey const& key) {
    auto rows =
        ask("SELECT path, fingerprint, request_id, status, body, created FROM idempotency WHERE owner = $1::bigint AND "
            "publishable = $2::boolean AND key = $3::text",
            Parameters(key.owner, key.publishable, key.key));
    return first(rows, [&](int row) {
        return IdempotentAnswer{rows.text(row, 0),
                                rows.text(row, 1),
                                rows.text(row, 2),
                                static_cast<int>(rows.integer(row, 3)),
                                SealedText(rows.text(row, 4)),
                                rows.integer(row, 5)};
    });
}

std::vector<Job> PostgresTransaction::due(Seq clock, Timestamp now, std::size_t limit) {
    auto rows = ask(
        writes_ ? "SELECT run_at, seq, kind, payload, attempts, problem, parked, clock, subject FROM jobs WHERE NOT "
                  "parked AND clock "
                  "= $1::bigint AND run_at <= $2::bigint ORDER BY run_at, seq LIMIT $3::bigint FOR UPDATE SKIP LOCKED"
                : "SELECT run_at, seq, kind, payload, attempts, problem, parked, clock, subject FROM jobs WHERE NOT "
                  "parked AND clock "
                  "= $1::bigint AND run_at <= $2::bigint ORDER BY run_at, seq LIMIT $3::bigint",
        Parameters(clock, now, limit));
    return all(rows, job_in(rows));
}

std::optional<Job> PostgresTransaction::alarm(Seq subject, std::string_view kind) {
    auto rows =
        ask("SELECT run_at, seq, kind, payload, attempts, problem, parked, clock, subject FROM jobs WHERE subject = "
            "$1::bigint AND kind = $2::text AND subject <> 0",
            Parameters(subject, kind));
    return first(rows, job_in(rows));
}

std::optional<Job> PostgresTransaction::find_job(Seq seq) {  // nothing leads to it: only people ask
    auto rows = ask(
        "SELECT run_at, seq, kind, payload, attempts, problem, parked, clock, subject FROM jobs WHERE seq = $1::bigint",
        Parameters(seq));
    return first(rows, job_in(rows));
}

std::vector<Job> PostgresTransaction::jobs_after(JobKey key, std::size_t limit) {
    auto rows =
        ask("SELECT run_at, seq, kind, payload, attempts, problem, parked, clock, subject FROM jobs WHERE (parked, "
            "clock, run_at, "
            "seq) > ($1::boolean, $2::bigint, $3::bigint, $4::bigint) ORDER BY parked, clock, run_at, seq LIMIT "
            "$5::bigint",
            Parameters(key.parked, key.clock, key.run_at, key.seq, limit));
    return all(rows, job_in(rows));
}

std::size_t PostgresTransaction::count_parked_jobs() {
    return static_cast<std::size_t>(ask("SELECT count(*) FROM jobs WHERE parked").integer(0, 0));
}

std::optional<Sealed> PostgresTransaction::find_sealed(Seq seq) {
    auto rows = ask("SELECT seq, key_id, sealed FROM vault WHERE seq = $1::bigint", Parameters(seq));
    return first(rows, sealed_in(rows));
}

std::optional<ApiKey> PostgresTransaction::find_api_key(std::string_view digest) {
    auto rows = ask(
        "SELECT digest, platform, livemode, kind, hint, created, expires_at, api_version, permissions FROM api_keys "
        "WHERE digest = $1::text",
        Parameters(digest));
    return first(rows, api_key_in(rows));
}

std::optional<std::string> PostgresTransaction::setting(std::string_view name) {
    auto rows = ask("SELECT value FROM settings WHERE name = $1::text", Parameters(name));
    return first(rows, [&](int row) { return rows.text(row, 0); });
}

std::vector<Object> PostgresTransaction::objects_after(Seq seq, std::size_t limit) {
    auto rows =
        ask("SELECT seq, owner, place, id, document, state FROM objects WHERE seq > $1::bigint ORDER BY seq LIMIT "
            "$2::bigint",
            Parameters(seq, limit));
    return all(rows, object_in(rows));
}

std::vector<Listing> PostgresTransaction::listings_after(Listing after, std::size_t limit) {
    auto rows =
        ask("SELECT place, seq, key FROM lists WHERE (key, place, seq) > ($1::bigint, $2::bigint, $3::bigint) ORDER BY "
            "key, "
            "place, seq LIMIT $4::bigint",
            Parameters(after.key, after.place.order, after.place.seq, limit));
    auto place = place_in(rows);
    return all(rows, [&](int row) { return Listing{static_cast<ListKey>(rows.integer(row, 2)), place(row)}; });
}

std::vector<std::pair<Seq, Entry>> PostgresTransaction::entries_after(Seq transaction, std::size_t limit) {
    auto rows =
        ask("SELECT txn, owner, account, currency, amount, available_on FROM entries WHERE txn IN (SELECT DISTINCT txn "
            "FROM "
            "entries WHERE txn > $1::bigint ORDER BY txn LIMIT $2::bigint) ORDER BY txn, line",
            Parameters(transaction, limit));
    return all(rows, [&](int row) {
        return std::pair(static_cast<Seq>(rows.integer(row, 0)),
                         Entry{static_cast<Owner>(rows.integer(row, 1)), rows.text(row, 2), rows.text(row, 3),
                               rows.integer(row, 4), rows.integer(row, 5)});
    });
}

std::vector<Sealed> PostgresTransaction::sealed_after(Seq seq, std::size_t limit) {
    auto rows = ask("SELECT seq, key_id, sealed FROM vault WHERE seq > $1::bigint ORDER BY seq LIMIT $2::bigint",
                    Parameters(seq, limit));
    return all(rows, sealed_in(rows));
}

std::vector<ApiKey> PostgresTransaction::api_keys() {
    auto rows = ask(
        "SELECT digest, platform, livemode, kind, hint, created, expires_at, api_version, permissions FROM api_keys "
        "ORDER BY created");
    return all(rows, api_key_in(rows));
}

// ---- writing: nothing waits here, all of it is sent with the COMMIT ----

void PostgresTransaction::write(Changes const& changes) {
    auto& db = *connection_;
    if (!changes.empty()) {
        std::set<std::uint64_t> guards;
        for (auto relied_on : changes.relied_on) guards.insert(relied_on % kGuards);
        for (auto guard : guards)
            db.send(
                "INSERT INTO guards VALUES ($1::bigint, 1) ON CONFLICT (guard) DO UPDATE SET version = guards.version "
                "+ "
                "1",
                Parameters(guard));
    }
    if (changes.prune_answers_before)
        db.send("DELETE FROM idempotency WHERE created < $1::bigint", Parameters(*changes.prune_answers_before));
    // Rows of their own first: where two transactions write the same ones, both take them in this order.
    for (auto const& [id, a] : changes.answers)
        db.send(
            "INSERT INTO idempotency VALUES ($1::bigint, $2::text, $3::text, $4::text, $5::text, $6::bigint, $7::text, "
            "$8::bigint, $9::boolean)",
            Parameters(id.owner, id.key, a.path, a.fingerprint, a.request_id, a.status, a.body.text(), a.created,
                       id.publishable));
    for (auto const& [seq, row] : changes.objects) {
        auto const& o = *row.object;
        if (row.is_new)
            db.send("INSERT INTO objects VALUES ($1::bigint, $2::bigint, $3::bigint, $4::text, $5::text, $6::text)",
                    Parameters(o.seq, o.owner, o.order, o.id, o.document, o.state));
        else
            db.send("UPDATE objects SET document = $1::text, state = $2::text WHERE seq = $3::bigint",
                    Parameters(o.document, o.state, o.seq));
    }
    write_keys(changes);
    write_money(changes);
    write_jobs(changes);
    for (auto const& [seq, r] : changes.sealed)
        db.send(
            "INSERT INTO vault VALUES ($1::bigint, $2::text, $3::bytea) ON CONFLICT (seq) DO UPDATE SET key_id = "
            "excluded.key_id, sealed = excluded.sealed",
            Parameters(r.seq, r.key_id, hex_of_bytes(r.sealed)));
    for (auto const& [digest, k] : changes.api_keys)
        db.send(
            "INSERT INTO api_keys VALUES ($1::text, $2::bigint, $3::boolean, $4::text, $5::text, $6::bigint, "
            "$7::bigint, $8::text, $9::text) ON CONFLICT (digest) DO UPDATE SET expires_at = excluded.expires_at",
            Parameters(k.digest, k.platform, k.livemode, k.kind, k.hint, k.created, k.expires_at, k.api_version,
                       k.permissions));
    for (auto const& [name, value] : changes.settings)
        if (value)
            db.send(
                "INSERT INTO settings VALUES ($1::text, $2::text) ON CONFLICT (name) DO UPDATE SET value = "
                "excluded.value",
                Parameters(name, *value));
        else
            db.send("DELETE FROM settings WHERE name = $1::text", Parameters(name));
}

void PostgresTransaction::write_jobs(Changes const& changes) {
    auto& db = *connection_;
    for (auto const& key : changes.done)
        db.send(
            "DELETE FROM jobs WHERE parked = $1::boolean AND clock = $2::bigint AND run_at = $3::bigint AND seq = "
            "$4::bigint",
            Parameters(key.parked, key.clock, key.run_at, key.seq));
    for (auto const& [key, j] : changes.enqueued)
        db.send(
            "INSERT INTO jobs VALUES ($1::bigint, $2::bigint, $3::text, $4::text, $5::bigint, $6::text, $7::boolean, "
            "$8::bigint, $9::bigint)",
            Parameters(j.run_at, j.seq, j.kind, j.payload, j.attempts, j.problem, j.parked, j.clock, j.subject));
}

void PostgresTransaction::write_keys(Changes const& changes) {
    Array keys, places, seqs;
    for (auto const& [key, is_listed] : changes.keys) {
        if (!is_listed) {
            connection_->send("DELETE FROM lists WHERE key = $1::bigint AND place = $2::bigint AND seq = $3::bigint",
                              Parameters(key.first, key.second.order, key.second.seq));
            continue;
        }
        keys.add(static_cast<std::int64_t>(key.first));
        places.add(key.second.order);
        seqs.add(static_cast<std::int64_t>(key.second.seq));
    }
    if (keys.text() == "{}") return;
    connection_->send(
        "INSERT INTO lists SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) ON CONFLICT DO NOTHING",
        Parameters(keys.text(), places.text(), seqs.text()));
}

// How many transactions leave parts of a balance behind, on average, before somebody is asked to add them up.
static constexpr Seq kPartsPerRollup = 32;

void PostgresTransaction::write_money(Changes const& changes) {
    if (changes.entries.empty()) return;
    Array txns, lines, owners, accounts, currencies, amounts, days;
    std::int64_t line = 0;
    for (auto const& [txn, e] : changes.entries) {
        txns.add(static_cast<std::int64_t>(txn));
        lines.add(++line);
        owners.add(static_cast<std::int64_t>(e.owner));
        accounts.add(e.account);
        currencies.add(e.currency);
        amounts.add(e.amount);
        days.add(e.available_on);
    }
    connection_->send(
        "INSERT INTO entries SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], "
        "$6::bigint[], $7::bigint[])",
        Parameters(txns.text(), lines.text(), owners.text(), accounts.text(), currencies.text(), amounts.text(),
                   days.text()));
    Array of, names, units, on, parts, sums;
    for (auto const& [key, amount] : changes.balances) {
        auto const& [owner, account, currency, available_on] = key;
        auto part = numbers_.fresh_seq(owner);
        of.add(static_cast<std::int64_t>(owner));
        names.add(account);
        units.add(currency);
        on.add(available_on);
        parts.add(static_cast<std::int64_t>(part));
        sums.add(amount);
        if (part % kPartsPerRollup == 0)
            connection_->send("INSERT INTO rollups VALUES ($1::bigint, $2::text, $3::bigint)",
                              Parameters(owner, account, part));
    }
    connection_->send(
        "INSERT INTO balances SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], "
        "$6::bigint[])",
        Parameters(of.text(), names.text(), units.text(), on.text(), parts.text(), sums.text()));
}

}  // namespace bursar::store::postgres
