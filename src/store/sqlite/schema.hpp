// The tables, and how each version of them becomes the next: migration n turns schema n into schema n + 1. Forward
// only.
//
// What costs is the number of B-tree pages that a commit touches. So objects lie in order of creation under an integer,
// the one index over lists is `lists` (a 64-bit hash of owner, kind and filter, then the object), and balances are sums
// kept per day of availability, not per entry. Decision: docs/decisions/002-sqlite-layout.md.
#pragma once

namespace bursar::store {

inline constexpr char const* kMigrations[] = {
    R"sql(
CREATE TABLE objects (
    seq INTEGER PRIMARY KEY, owner INTEGER NOT NULL, id TEXT NOT NULL, document TEXT NOT NULL,
    state TEXT NOT NULL) STRICT;
CREATE TABLE keys (key INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (key, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE entries (
    line INTEGER PRIMARY KEY, txn INTEGER NOT NULL, owner INTEGER NOT NULL, account TEXT NOT NULL,
    currency TEXT NOT NULL, amount INTEGER NOT NULL, available_on INTEGER NOT NULL) STRICT;
CREATE TABLE balances (
    owner INTEGER NOT NULL, account TEXT NOT NULL, currency TEXT NOT NULL, available_on INTEGER NOT NULL,
    amount INTEGER NOT NULL, PRIMARY KEY (owner, account, currency, available_on)) STRICT, WITHOUT ROWID;
CREATE TABLE idempotency (
    hash INTEGER PRIMARY KEY, owner INTEGER NOT NULL, key TEXT NOT NULL, path TEXT NOT NULL, fingerprint TEXT NOT NULL,
    request_id TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL, created INTEGER NOT NULL) STRICT;
CREATE INDEX idempotency_age ON idempotency (created);
CREATE TABLE jobs (
    run_at INTEGER NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL,
    PRIMARY KEY (run_at, seq)) STRICT, WITHOUT ROWID;
CREATE TABLE vault (seq INTEGER PRIMARY KEY, key_id TEXT NOT NULL, sealed BLOB NOT NULL) STRICT;
CREATE TABLE api_keys (
    digest TEXT PRIMARY KEY, platform INTEGER NOT NULL, livemode INTEGER NOT NULL, kind TEXT NOT NULL,
    hint TEXT NOT NULL, created INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
)sql",
    R"sql(
ALTER TABLE api_keys ADD COLUMN api_version TEXT NOT NULL DEFAULT '';
ALTER TABLE api_keys ADD COLUMN permissions TEXT NOT NULL DEFAULT '';
)sql",
    // Answers under the caller's key itself, apart for publishable keys: what is kept from before counts as a secret
    // key's, so that no publishable one is shown what it was not told. The rows lie in order of creation, the index
    // over keys beside them: looking for a key that is not there, which every new request does, touches one small page.
    //
    // Lists are called lists: a server of before that still has the file open fails there, rather than write into them
    // under keys that nobody looks for any more.
    R"sql(
CREATE TABLE answers (
    owner INTEGER NOT NULL, publishable INTEGER NOT NULL, key TEXT NOT NULL, path TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    request_id TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL, created INTEGER NOT NULL,
    PRIMARY KEY (owner, publishable, key)) STRICT;
INSERT INTO answers SELECT owner, 0, key, path, fingerprint, request_id, status, body, created FROM idempotency
    ORDER BY created;
DROP TABLE idempotency;
ALTER TABLE answers RENAME TO idempotency;
CREATE INDEX idempotency_age ON idempotency (created);
CREATE TABLE queue (
    parked INTEGER NOT NULL, run_at INTEGER NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL,
    attempts INTEGER NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (parked, run_at, seq)) STRICT, WITHOUT ROWID;
INSERT INTO queue SELECT 0, run_at, seq, kind, payload, 0, '' FROM jobs;
DROP TABLE jobs;
ALTER TABLE queue RENAME TO jobs;
ALTER TABLE keys RENAME TO lists;
)sql",
    // Jobs of clocks, those of each together; and alarms, of which a subject has one of a kind.
    R"sql(
CREATE TABLE queue (
    parked INTEGER NOT NULL, clock INTEGER NOT NULL, run_at INTEGER NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL,
    payload TEXT NOT NULL, attempts INTEGER NOT NULL, problem TEXT NOT NULL, subject INTEGER NOT NULL,
    PRIMARY KEY (parked, clock, run_at, seq)) STRICT, WITHOUT ROWID;
INSERT INTO queue SELECT parked, 0, run_at, seq, kind, payload, attempts, problem, 0 FROM jobs;
DROP TABLE jobs;
ALTER TABLE queue RENAME TO jobs;
CREATE UNIQUE INDEX jobs_alarms ON jobs (subject, kind) WHERE subject <> 0;
)sql",
};

}  // namespace bursar::store
