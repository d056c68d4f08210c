// What a storage engine must provide: transactions over one state of the store, and one call that writes all that a
// transaction changed. Everything else (its own changes seen by a transaction, savepoints) is Session's, once for all
// engines. store/conformance_test.cpp is the definition of an engine: what passes it is one.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "store/rows.hpp"

namespace bursar::store {

struct Changes;
class Session;

// Why a transaction could not go on. Everything that an engine throws is one of these, or a std::runtime_error, which
// is a mistake of ours.
class Trouble : public std::runtime_error {
public:
    enum class Kind {
        conflict,         // another transaction came first: run this one again
        unavailable,      // the engine cannot be reached: run it again later
        storage_failed,   // the disk is full, read-only or broken: nothing more can be kept
        outcome_unknown,  // the connection was lost while committing: it may have been committed
    };
    Trouble(Kind kind, std::string const& what) : std::runtime_error(what), kind_(kind) {}
    Kind kind() const { return kind_; }
    bool outcome_unknown() const { return kind_ == Kind::outcome_unknown; }

private:
    Kind kind_;
};

class Transaction {
public:
    virtual ~Transaction() = default;  // without commit() it never was

    // Writes and commits; durable when it returns. What was there already and must not be (an answer under an
    // idempotency key) is a conflict.
    virtual void commit(Changes const& changes) = 0;

    virtual Seq fresh_seq(Owner near) = 0;
    virtual std::int64_t fresh_order(Seq seq) = 0;  // grows
    virtual std::optional<Object> find(Seq seq) = 0;
    virtual std::optional<Place> place_of(Seq seq) = 0;
    virtual bool is_listed(ListKey key, Place place) = 0;
    virtual std::vector<Place> older(ListKey key, Place before, std::size_t limit) = 0;
    virtual std::vector<Place> newer(ListKey key, Place after, std::size_t limit) = 0;
    virtual std::vector<Balance> balances(Owner owner, std::string_view account) = 0;
    virtual std::optional<IdempotentAnswer> idempotent(IdempotencyKey const& key) = 0;
    virtual std::vector<Job> due(Seq clock, Timestamp now, std::size_t limit) = 0;
    virtual std::optional<Job> alarm(Seq subject, std::string_view kind) = 0;
    virtual std::optional<Job> find_job(Seq seq) = 0;
    virtual std::vector<Job> jobs_after(JobKey key, std::size_t limit) = 0;
    virtual std::size_t count_parked_jobs() = 0;
    virtual std::optional<Sealed> find_sealed(Seq seq) = 0;
    virtual std::optional<ApiKey> find_api_key(std::string_view digest) = 0;
    virtual std::optional<std::string> setting(std::string_view name) = 0;

    virtual std::vector<Object> objects_after(Seq seq, std::size_t limit) = 0;
    virtual std::vector<Listing> listings_after(Listing listing, std::size_t limit) = 0;
    // Whole postings: at least one, at most `limit` of them.
    virtual std::vector<std::pair<Seq, Entry>> entries_after(Seq transaction, std::size_t limit) = 0;
    virtual std::vector<Sealed> sealed_after(Seq seq, std::size_t limit) = 0;
    virtual std::vector<ApiKey> api_keys() = 0;
};

class Engine {
public:
    virtual ~Engine() = default;
    std::unique_ptr<Session> write();  // waits where only one may write at a time
    std::unique_ptr<Session> read();   // any number, from any thread

    virtual std::unique_ptr<Transaction> begin(bool writes) = 0;

    // How many transactions are worth having in progress at a time. 1: one writer, whose commits are shared by all that
    // wait, and reads that need not wait for anything. More: every transaction waits for a network.
    virtual int concurrency() const { return 1; }
    // A copy of everything as it is now, while others go on. Throws where the engine has tools of its own for that.
    virtual void backup(std::string const& path) = 0;
    // What was removed or replaced is not to be found in the files any more, as far as an engine can do that.
    virtual void scrub() {}
    // Work that the engine wants done now and then, by whoever has time.
    virtual void tidy() {}
    // Sizes and the like, for whoever watches the server.
    virtual std::vector<std::pair<std::string, double>> figures() { return {}; }
    // The process before this one was killed, or its machine lost power: reason to look at damage().
    virtual bool ended_uncleanly() const { return false; }
    // What is wrong with the files or tables themselves; empty when nothing is. Looks until `stop` says so.
    virtual std::vector<std::string> damage(std::atomic<bool> const* stop = nullptr) {
        (void)stop;
        return {};
    }
};

}  // namespace bursar::store
