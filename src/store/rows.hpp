// What a store keeps. An engine knows bytes, numbers and their order; it never sees a resource.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/id.hpp"

namespace bursar::store {

using Owner = std::uint64_t;    // an account in one mode: the sequence number of the account * 2 + livemode
using ListKey = std::uint64_t;  // what a list runs over: the hash of (owner, kind of object, filter, value)

// Where an object stands in the lists it is in: by order of creation, and by number where that is the same.
struct Place {
    std::int64_t order = 0;
    Seq seq = 0;
    auto operator<=>(Place const&) const = default;
    static constexpr Place first() { return {INT64_MIN, 0}; }
    static constexpr Place last() { return {INT64_MAX, INT64_MAX}; }
};

// That an object is in a list.
struct Listing {
    ListKey key = 0;
    Place place;
    auto operator<=>(Listing const&) const = default;
};

struct Object {
    Seq seq = 0;
    Owner owner = 0;
    std::string id;
    std::string document;    // JSON as the API shows it, newest version
    std::string state;       // JSON that nobody is shown
    std::int64_t order = 0;  // given by the engine when it is inserted
};
using ObjectPtr = std::shared_ptr<Object const>;  // nothing when there is no such object

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
    std::int64_t amount = 0;     // minor units
};

// What an answer is kept under: whose it is, the caller's key itself (a hash of it could be met by another one), and
// what kind of key asked: a publishable one is never shown what a secret one was answered, nor the other way round.
struct IdempotencyKey {
    Owner owner = 0;
    bool publishable = false;
    std::string key;
    auto operator<=>(IdempotencyKey const&) const = default;
};

// A text that only the vault makes and reads: the type says that nothing is kept there in clear.
class SealedText {
public:
    SealedText() = default;
    explicit SealedText(std::string text) : text_(std::move(text)) {}
    std::string const& text() const { return text_; }

private:
    std::string text_;
};

struct IdempotentAnswer {
    std::string path;         // of the first request
    std::string fingerprint;  // of its method, path and parameters, made with a key
    std::string request_id;
    int status = 0;
    SealedText body;
    Timestamp created = 0;
};

// Where a job stands: those that are parked behind all that are not, so that none of them is passed over on the way to
// what is due; and those of each clock together.
struct JobKey {
    bool parked = false;
    Seq clock = 0;
    Timestamp run_at = 0;
    Seq seq = 0;
    auto operator<=>(JobKey const&) const = default;
};

struct Job {
    Timestamp run_at = 0;
    Seq seq = 0;
    std::string kind;
    std::string payload;  // JSON
    int attempts = 0;     // runs that were begun
    std::string problem;  // why the last of them failed; empty: none did, or how it ended is not known
    bool parked = false;  // given up: never due, until somebody says so
    Seq clock = 0;        // by whose time it is due; 0: the world's
    Seq subject = 0;      // whose alarm it is: there is one of a kind; 0: nobody's

    JobKey key() const { return {parked, clock, run_at, seq}; }
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
    std::string api_version;   // of callers that name none; empty: the server's default
    std::string permissions;   // of a restricted key, separated by blanks: payment_intent_write ...; empty: all
};

// 64 bits of a text, the same in every run and known to anybody: for spreading, never for telling one thing from
// another.
std::uint64_t hash64(std::string_view text, std::uint64_t seed);

}  // namespace bursar::store
