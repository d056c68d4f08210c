// What a storage engine must provide. An engine knows bytes, numbers and their order; it never sees a resource.
// store/conformance_test.cpp is the definition of an engine: what passes it is one.
//
// - Everything happens inside a Session, which is one transaction. A Session made by write() sees its own writes and is
//   visible to others after commit() returns, by when it is durable; commit() ends it. One that is destroyed without
//   commit() never was.
// - savepoint()/rollback() nest; what was done since the savepoint is gone after rollback().
// - A Session made by read() sees one snapshot and refuses to write.
// - Objects are never removed and ledger entries never changed: there is no call for it.
// - Trouble with the disk, the network or a serialization failure is an exception; the whole Session may then be run
// again.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/id.hpp"

namespace bursar::store {

using Owner = std::uint64_t;    // an account in one mode: the sequence number of the account * 2 + livemode
using ListKey = std::uint64_t;  // what a list runs over: the hash of (owner, kind of object, filter, value)

struct Object {
    Seq seq = 0;
    Owner owner = 0;
    std::string id;
    std::string document;  // JSON as the API shows it, newest version
    std::string state;     // JSON that nobody is shown
};

struct Entry {  // one line of a ledger posting
    Owner owner = 0;
    std::string account;  // "balance", "fees", ...
    std::string currency;
    std::int64_t amount = 0;  // minor units, signed
    Timestamp available_on = 0;
};

struct Balance {
    Owner owner = 0;
    std::string account, currency;
    Timestamp available_on = 0;  // 0: available at once
    std::int64_t amount = 0;
};

struct IdempotentAnswer {
    std::string path;         // of the first request
    std::string fingerprint;  // of its method, path and parameters
    std::string request_id;
    int status = 0;
    std::string body;
    Timestamp created = 0;
};

struct Job {
    Timestamp run_at = 0;
    Seq seq = 0;
    std::string kind;
    std::string payload;  // JSON
};

struct Sealed {
    Seq seq = 0;
    std::string key_id;
    std::string sealed;
};

struct ApiKey {
    std::string digest;  // of the key; the key itself is not kept
    Seq platform = 0;    // account that it acts for
    bool livemode = false;
    std::string kind;  // sk, pk, rk
    std::string hint;  // last four characters, for messages and lists
    Timestamp created = 0;
    Timestamp expires_at = 0;  // 0: never
};

class Session {
public:
    virtual ~Session() = default;
    virtual void commit() = 0;
    virtual void savepoint() = 0;
    virtual void rollback() = 0;  // to the last savepoint, which stays
    virtual void release() = 0;   // forgets the last savepoint, keeps what was done

    virtual Seq fresh_seq() = 0;
    virtual void insert(Object const& object, std::vector<ListKey> const& keys) = 0;
    virtual void update(Object const& object) = 0;                         // document and state
    virtual void add_keys(Seq seq, std::vector<ListKey> const& keys) = 0;  // idempotent
    virtual void remove_keys(Seq seq, std::vector<ListKey> const& keys) = 0;
    virtual std::optional<Object> find(Seq seq) = 0;
    // Sequence numbers under a key, newest first below `before` (0: from the newest); or oldest first above `after`.
    virtual std::vector<Seq> older(ListKey key, Seq before, std::size_t limit) = 0;
    virtual std::vector<Seq> newer(ListKey key, Seq after, std::size_t limit) = 0;

    // The entries of one posting, which sum to zero in each currency (ledger::post sees to it).
    virtual void post(Seq transaction, std::vector<Entry> const& entries) = 0;
    virtual std::vector<Balance> balances(Owner owner, std::string_view account) = 0;

    virtual std::optional<IdempotentAnswer> idempotent(Owner owner, std::string_view key) = 0;
    virtual void keep_idempotent(Owner owner, std::string_view key, IdempotentAnswer const& answer) = 0;
    virtual void prune_idempotent(Timestamp created_before) = 0;

    virtual void enqueue(Job const& job) = 0;
    virtual std::vector<Job> due(Timestamp now, std::size_t limit) = 0;  // in order of (run_at, seq)
    virtual void done(Job const& job) = 0;

    virtual void put_sealed(Sealed const& record) = 0;
    virtual std::optional<Sealed> find_sealed(Seq seq) = 0;
    virtual std::vector<Sealed> sealed_after(Seq seq, std::size_t limit) = 0;

    virtual void put_api_key(ApiKey const& key) = 0;
    virtual std::optional<ApiKey> find_api_key(std::string_view digest) = 0;
    virtual std::vector<ApiKey> api_keys() = 0;

    virtual std::optional<std::string> setting(std::string_view name) = 0;
    virtual void put_setting(std::string_view name, std::string_view value) = 0;

    // For `bursar check`: every object and every entry, in order.
    virtual std::vector<Object> objects_after(Seq seq, std::size_t limit) = 0;
    virtual std::vector<std::pair<Seq, Entry>> entries_after(Seq transaction, std::size_t limit) = 0;
};

class Engine {
public:
    virtual ~Engine() = default;
    virtual std::unique_ptr<Session> write() = 0;  // one at a time; waits for the one before
    virtual std::unique_ptr<Session> read() = 0;   // any number, from any thread
};

// 64 bits of a text, the same in every run: list keys are made of these.
std::uint64_t hash64(std::string_view text, std::uint64_t seed);

}  // namespace bursar::store
