#include "store/memory/memory.hpp"

#include <algorithm>
#include <shared_mutex>
#include <stdexcept>

#include "base/result.hpp"
#include "store/session.hpp"

namespace bursar::store {

namespace {

// What was committed, in the form of one Changes: all of it, rather than a difference.
struct World {
    std::shared_mutex mutex;  // a writer keeps it to itself, readers share it: a snapshot is "nobody writes meanwhile"
    Seq last = 0;
    Changes all;
    std::map<std::pair<Seq, std::string>, JobKey> alarms;  // by subject and kind
};

template <class Map, class Key>
auto get(Map const& map, Key const& key) {
    auto found = map.find(key);
    return found == map.end() ? std::nullopt : std::optional(found->second);
}

class MemoryTransaction final : public Transaction {
public:
    MemoryTransaction(World& world, bool writes) : world_(world), all_(world.all), writes_(writes) {
        if (writes_)
            world_.mutex.lock();
        else
            world_.mutex.lock_shared();
    }
    ~MemoryTransaction() override {
        if (writes_)
            world_.mutex.unlock();
        else
            world_.mutex.unlock_shared();
    }

    void commit(Changes const& changes) override {
        if (changes.prune_answers_before)
            std::erase_if(all_.answers,
                          [&](auto const& kept) { return kept.second.created < *changes.prune_answers_before; });
        for (auto const& [key, answer] : changes.answers)
            if (all_.answers.contains(key))
                throw Trouble(Trouble::Kind::conflict, "memory: an idempotency key is taken");
        for (auto const& key : changes.done)
            if (auto job = get(all_.enqueued, key); job && job->subject) world_.alarms.erase({job->subject, job->kind});
        for (auto const& [key, job] : changes.enqueued)
            if (job.subject) world_.alarms[{job.subject, job.kind}] = key;
        auto copy = changes;
        copy.prune_answers_before.reset();
        copy.relied_on.clear();
        all_.take_over(std::move(copy));
        for (auto const& [key, is_listed] : changes.keys)
            if (!is_listed) all_.keys.erase(key);
        all_.done.clear();
    }

    Seq fresh_seq(Owner) override { return ++world_.last; }  // numbers may be lost, like any sequence's
    std::int64_t fresh_order(Seq seq) override { return static_cast<std::int64_t>(seq); }

    std::optional<Object> find(Seq seq) override {
        auto found = all_.objects.find(seq);
        return found == all_.objects.end() ? std::nullopt : std::optional(*found->second.object);
    }
    std::optional<Place> place_of(Seq seq) override { return Place{static_cast<std::int64_t>(seq), seq}; }
    bool is_listed(ListKey key, Place place) override { return all_.keys.contains({key, place}); }
    std::vector<Place> older(ListKey key, Place before, std::size_t limit) override {
        std::vector<Place> out;
        auto at = all_.keys.lower_bound({key, before});
        while (out.size() < limit && at != all_.keys.begin() && (--at)->first.first == key)
            out.push_back(at->first.second);
        return out;
    }
    std::vector<Place> newer(ListKey key, Place after, std::size_t limit) override {
        std::vector<Place> out;
        for (auto at = all_.keys.upper_bound({key, after});
             out.size() < limit && at != all_.keys.end() && at->first.first == key; ++at)
            out.push_back(at->first.second);
        return out;
    }
    std::vector<Balance> balances(Owner owner, std::string_view account) override {
        std::vector<Balance> out;
        for (auto at = all_.balances.lower_bound({owner, std::string(account), "", INT64_MIN});
             at != all_.balances.end(); ++at) {
            auto const& [of, name, currency, available_on] = at->first;
            if (of != owner || name != account) break;
            out.push_back({of, name, currency, available_on, at->second});
        }
        return out;
    }
    std::optional<IdempotentAnswer> idempotent(IdempotencyKey const& key) override { return get(all_.answers, key); }
    std::vector<Job> due(Seq clock, Timestamp now, std::size_t limit) override {
        std::vector<Job> out;
        auto at = all_.enqueued.lower_bound({false, clock, INT64_MIN, 0});
        auto end = all_.enqueued.upper_bound({false, clock, now, INT64_MAX});
        for (; at != end && out.size() < limit; ++at) out.push_back(at->second);
        return out;
    }
    std::optional<Job> alarm(Seq subject, std::string_view kind) override {
        auto at = world_.alarms.find(std::pair(subject, std::string(kind)));
        return at == world_.alarms.end() ? std::nullopt : get(all_.enqueued, at->second);
    }
    std::optional<Job> find_job(Seq seq) override {
        for (auto const& [key, job] : all_.enqueued)
            if (key.seq == seq) return job;
        return std::nullopt;
    }
    std::vector<Job> jobs_after(JobKey key, std::size_t limit) override {
        std::vector<Job> out;
        for (auto at = all_.enqueued.upper_bound(key); at != all_.enqueued.end() && out.size() < limit; ++at)
            out.push_back(at->second);
        return out;
    }
    std::size_t count_parked_jobs() override {
        auto first = all_.enqueued.lower_bound(Session::kParked);
        return static_cast<std::size_t>(std::distance(first, all_.enqueued.end()));
    }
    std::optional<Sealed> find_sealed(Seq seq) override { return get(all_.sealed, seq); }
    std::optional<ApiKey> find_api_key(std::string_view digest) override { return get(all_.api_keys, digest); }
    std::optional<std::string> setting(std::string_view name) override { return get(all_.settings, name); }

    std::vector<Object> objects_after(Seq seq, std::size_t limit) override {
        std::vector<Object> out;
        for (auto at = all_.objects.upper_bound(seq); at != all_.objects.end() && out.size() < limit; ++at)
            out.push_back(*at->second.object);
        return out;
    }
    std::vector<Listing> listings_after(Listing listing, std::size_t limit) override {
        std::vector<Listing> out;
        for (auto at = all_.keys.upper_bound({listing.key, listing.place}); at != all_.keys.end() && out.size() < limit;
             ++at)
            out.push_back({at->first.first, at->first.second});
        return out;
    }
    std::vector<std::pair<Seq, Entry>> entries_after(Seq transaction, std::size_t limit) override {
        std::map<Seq, std::vector<Entry>> postings;
        for (auto const& [seq, entry] : all_.entries)
            if (seq > transaction) postings[seq].push_back(entry);
        std::vector<std::pair<Seq, Entry>> out;
        for (auto const& [seq, entries] : postings)
            if (limit-- > 0)
                for (auto const& entry : entries) out.emplace_back(seq, entry);
            else
                break;
        return out;
    }
    std::vector<Sealed> sealed_after(Seq seq, std::size_t limit) override {
        std::vector<Sealed> out;
        for (auto at = all_.sealed.upper_bound(seq); at != all_.sealed.end() && out.size() < limit; ++at)
            out.push_back(at->second);
        return out;
    }
    std::vector<ApiKey> api_keys() override {
        std::vector<ApiKey> out;
        for (auto const& [digest, key] : all_.api_keys) out.push_back(key);
        return out;
    }

private:
    World& world_;
    Changes& all_;
    bool writes_;
};

class MemoryEngine final : public Engine {
public:
    std::unique_ptr<Transaction> begin(bool writes) override {
        return std::make_unique<MemoryTransaction>(world_, writes);
    }
    void backup(std::string const&) override {
        throw std::runtime_error("a store in memory has nothing to back up: it is gone with its process");
    }

private:
    World world_;
};

}  // namespace

std::unique_ptr<Engine> open_memory() { return std::make_unique<MemoryEngine>(); }

}  // namespace bursar::store
