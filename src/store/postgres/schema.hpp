// The tables in PostgreSQL, and how each version becomes the next: migration n turns schema n into schema n + 1.
// Forward only; two adjacent versions of the server run on the newer schema, so a migration adds (columns
// at the end, with a default) and never renames or removes: tests/recovery/upgrade.py.
//
// Only what PostgreSQL-compatible distributed engines take, too: no functions, triggers, sequences or advisory locks.
// Rows are keyed by numbers that begin with a hash of their owner, so that what one account writes lies together and
// accounts spread over the machines; a balance is the sum of its parts, so that no two payments write the same row.
#pragma once

namespace bursar::store {

inline constexpr char const* kPostgresMigrations[] = {
    R"sql(
CREATE TABLE objects (
    seq bigint PRIMARY KEY, owner bigint NOT NULL, place bigint NOT NULL, id text NOT NULL, document text NOT NULL,
    state text NOT NULL);
CREATE TABLE keys (key bigint NOT NULL, place bigint NOT NULL, seq bigint NOT NULL, PRIMARY KEY (key, place, seq));
CREATE TABLE entries (
    txn bigint NOT NULL, line bigint NOT NULL, owner bigint NOT NULL, account text NOT NULL, currency text NOT NULL,
    amount bigint NOT NULL, available_on bigint NOT NULL, PRIMARY KEY (txn, line));
CREATE TABLE balances (
    owner bigint NOT NULL, account text NOT NULL, currency text NOT NULL, available_on bigint NOT NULL,
    part bigint NOT NULL, amount bigint NOT NULL, PRIMARY KEY (owner, account, currency, available_on, part));
CREATE TABLE rollups (
    owner bigint NOT NULL, account text NOT NULL, part bigint NOT NULL, PRIMARY KEY (owner, account, part));
CREATE TABLE idempotency (
    owner bigint NOT NULL, key text NOT NULL, path text NOT NULL, fingerprint text NOT NULL, request_id text NOT NULL,
    status bigint NOT NULL, body text NOT NULL, created bigint NOT NULL, PRIMARY KEY (owner, key));
CREATE INDEX idempotency_age ON idempotency (created);
CREATE TABLE jobs (
    run_at bigint NOT NULL, seq bigint NOT NULL, kind text NOT NULL, payload text NOT NULL, PRIMARY KEY (run_at, seq));
CREATE TABLE vault (seq bigint PRIMARY KEY, key_id text NOT NULL, sealed bytea NOT NULL);
CREATE TABLE api_keys (
    digest text PRIMARY KEY, platform bigint NOT NULL, livemode boolean NOT NULL, kind text NOT NULL,
    hint text NOT NULL, created bigint NOT NULL, expires_at bigint NOT NULL, api_version text NOT NULL,
    permissions text NOT NULL);
CREATE TABLE settings (name text PRIMARY KEY, value text NOT NULL);
CREATE TABLE guards (guard bigint PRIMARY KEY, version bigint NOT NULL);
)sql",
    // Answers apart for publishable keys: what is kept from before counts as a secret key's, so that no publishable one
    // is shown what it was not told. Jobs that were given up lie behind all others.
    R"sql(
ALTER TABLE idempotency ADD COLUMN publishable boolean NOT NULL DEFAULT false;
ALTER TABLE idempotency DROP CONSTRAINT idempotency_pkey, ADD PRIMARY KEY (owner, publishable, key);
ALTER TABLE jobs ADD COLUMN attempts bigint NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN problem text NOT NULL DEFAULT '';
ALTER TABLE jobs ADD COLUMN parked boolean NOT NULL DEFAULT false;
ALTER TABLE jobs DROP CONSTRAINT jobs_pkey, ADD PRIMARY KEY (parked, run_at, seq);
)sql",
    // The one migration that renames, and the second step of its release, so that a server of before neither starts nor
    // goes on beside it: that one would write into lists under keys that nobody looks for any more.
    R"sql(
ALTER TABLE keys RENAME TO lists;
)sql",
    // Jobs of clocks, those of each together; and alarms, of which a subject has one of a kind. (A server of before
    // that goes on beside this one runs jobs of clocks by the world's time. Clocks are for tests.)
    R"sql(
ALTER TABLE jobs ADD COLUMN clock bigint NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN subject bigint NOT NULL DEFAULT 0;
ALTER TABLE jobs DROP CONSTRAINT jobs_pkey, ADD PRIMARY KEY (parked, clock, run_at, seq);
CREATE UNIQUE INDEX jobs_alarms ON jobs (subject, kind) WHERE subject <> 0;
)sql",
};

}  // namespace bursar::store
