// A store that fails when it is told to: the n-th operation from now on throws, and is not carried out.
#pragma once

#include <cstdint>
#include <memory>

#include "store/changes.hpp"
#include "store/session.hpp"

namespace bursar::simulation {

class FaultyEngine final : public store::Engine {
public:
    explicit FaultyEngine(std::unique_ptr<store::Engine> engine) : engine_(std::move(engine)) {}

    void fail_at(std::uint64_t n) {  // 0: never
        fail_at_ = n;
        operations_ = 0;
    }
    bool failed() const { return fail_at_ != 0 && operations_ >= fail_at_; }

    std::unique_ptr<store::Transaction> begin(bool writes) override;
    void backup(std::string const& path) override { engine_->backup(path); }

    // Counts one operation; throws when it is its turn.
    void operation(char const* name) {
        if (++operations_ == fail_at_)
            throw store::Trouble(store::Trouble::Kind::unavailable, std::string("told to fail: ") + name);
    }

private:
    std::unique_ptr<store::Engine> engine_;
    std::uint64_t operations_ = 0, fail_at_ = 0;
};

class FaultyTransaction final : public store::Transaction {
public:
    FaultyTransaction(FaultyEngine& engine, std::unique_ptr<store::Transaction> inner)
        : engine_(engine), inner_(std::move(inner)) {}

    void commit(store::Changes const& c) override { at("commit").commit(c); }
    Seq fresh_seq(store::Owner near) override { return at("fresh_seq").fresh_seq(near); }
    std::int64_t fresh_order(Seq seq) override { return inner_->fresh_order(seq); }
    std::optional<store::Object> find(Seq seq) override { return at("find").find(seq); }
    std::optional<store::Place> place_of(Seq seq) override { return at("place_of").place_of(seq); }
    bool is_listed(store::ListKey key, store::Place place) override { return at("is_listed").is_listed(key, place); }
    std::vector<store::Place> older(store::ListKey key, store::Place before, std::size_t limit) override {
        return at("older").older(key, before, limit);
    }
    std::vector<store::Place> newer(store::ListKey key, store::Place after, std::size_t limit) override {
        return at("newer").newer(key, after, limit);
    }
    std::vector<store::Balance> balances(store::Owner owner, std::string_view account) override {
        return at("balances").balances(owner, account);
    }
    std::optional<store::IdempotentAnswer> idempotent(store::IdempotencyKey const& key) override {
        return at("idempotent").idempotent(key);
    }
    std::vector<store::Job> due(Seq clock, Timestamp now, std::size_t limit) override {
        return at("due").due(clock, now, limit);
    }
    std::optional<store::Job> alarm(Seq subject, std::string_view kind) override {
        return at("alarm").alarm(subject, kind);
    }
    std::optional<store::Job> find_job(Seq seq) override { return at("find_job").find_job(seq); }
    std::vector<store::Job> jobs_after(store::JobKey key, std::size_t limit) override {
        return at("jobs_after").jobs_after(key, limit);
    }
    std::size_t count_parked_jobs() override { return at("count_parked_jobs").count_parked_jobs(); }
    std::vector<store::Listing> listings_after(store::Listing listing, std::size_t limit) override {
        return at("listings_after").listings_after(listing, limit);
    }
    std::optional<store::Sealed> find_sealed(Seq seq) override { return at("find_sealed").find_sealed(seq); }
    std::optional<store::ApiKey> find_api_key(std::string_view digest) override {
        return at("find_api_key").find_api_key(digest);
    }
    std::optional<std::string> setting(std::string_view name) override { return at("setting").setting(name); }
    // Walks are for the checks of the tests themselves.
    std::vector<store::Object> objects_after(Seq seq, std::size_t limit) override {
        return inner_->objects_after(seq, limit);
    }
    std::vector<std::pair<Seq, store::Entry>> entries_after(Seq seq, std::size_t limit) override {
        return inner_->entries_after(seq, limit);
    }
    std::vector<store::Sealed> sealed_after(Seq seq, std::size_t limit) override {
        return inner_->sealed_after(seq, limit);
    }
    std::vector<store::ApiKey> api_keys() override { return inner_->api_keys(); }

private:
    store::Transaction& at(char const* name) {
        engine_.operation(name);
        return *inner_;
    }
    FaultyEngine& engine_;
    std::unique_ptr<store::Transaction> inner_;
};

inline std::unique_ptr<store::Transaction> FaultyEngine::begin(bool writes) {
    return std::make_unique<FaultyTransaction>(*this, engine_->begin(writes));
}

}  // namespace bursar::simulation
