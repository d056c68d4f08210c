#include "store/memory/memory.hpp"

#include <functional>
#include <map>
#include <set>
#include <shared_mutex>
#include <stdexcept>
#include <tuple>

#include "base/result.hpp"

namespace bursar::store {

namespace {

using BalanceKey = std::tuple<Owner, std::string, std::string, Timestamp>;

struct World {
    std::shared_mutex mutex;  // a writer keeps it to itself, readers share it: a snapshot is "nobody writes meanwhile"
    Seq last = 0;
    std::map<Seq, Object> objects;
    std::set<std::pair<ListKey, Seq>> keys;
    std::vector<std::pair<Seq, Entry>> entries;
    std::map<BalanceKey, std::int64_t> balances;
    std::map<std::pair<Owner, std::string>, IdempotentAnswer> answers;
    std::map<std::pair<Timestamp, Seq>, Job> jobs;
    std::map<Seq, Sealed> sealed;
    std::map<std::string, ApiKey, std::less<>> api_keys;
    std::map<std::string, std::string, std::less<>> settings;
};

class MemorySession final : public Session {
private:
    void let_go() {
        if (!holds_) return;
        holds_ = false;
        if (writes_)
            world_.mutex.unlock();
        else
            world_.mutex.unlock_shared();
    }
    void must_write() const {
        if (!writes_) throw std::logic_error("a read-only session was asked to write");
    }
    void undo_to(std::size_t size) {
        while (undo_.size() > size) {
            undo_.back()();
            undo_.pop_back();
        }
    }
    template <class Map, class Key>
    static auto get(Map& map, Key const& key) {
        auto found = map.find(key);
        return found == map.end() ? std::nullopt : std::optional(found->second);
    }
    template <class Map, class Key, class Value>
    void set(Map& map, Key key, Value const& value) {
        must_write();
        auto before = get(map, key);
        map[key] = value;
        undo_.push_back([&map, key, before] {
            if (before)
                map[key] = *before;
            else
                map.erase(key);
        });
    }
    template <class Map, class Key>
    void erase(Map& map, Key key) {
        must_write();
        auto before = get(map, key);
        if (!before) return;
        map.erase(key);
        undo_.push_back([&map, key, before] { map[key] = *before; });
    }
    template <class Map>
    static auto after(Map& map, Seq seq, std::size_t limit) {
        std::vector<typename Map::mapped_type> out;
        for (auto at = map.upper_bound(seq); at != map.end() && out.size() < limit; ++at) out.push_back(at->second);
        return out;
    }

public:
    MemorySession(World& world, bool writes) : world_(world), writes_(writes) {
        if (writes_)
            world_.mutex.lock();
        else
            world_.mutex.lock_shared();
    }
    ~MemorySession() override {
        undo_to(0);
        let_go();
    }

    void commit() override {
        undo_.clear();
        savepoints_.clear();
        let_go();
    }
    void savepoint() override { savepoints_.push_back(undo_.size()); }
    void rollback() override { undo_to(savepoints_.back()); }
    void release() override { savepoints_.pop_back(); }

    Seq fresh_seq() override {
        must_write();
        return ++world_.last;
    }  // numbers may be lost, like any sequence's

    void insert(Object const& object, std::vector<ListKey> const& keys) override {
        must_write();
        CHECK(world_.objects.emplace(object.seq, object).second);
        undo_.push_back([this, seq = object.seq] { world_.objects.erase(seq); });
        add_keys(object.seq, keys);
    }
    void update(Object const& object) override { set(world_.objects, object.seq, object); }
    void add_keys(Seq seq, std::vector<ListKey> const& keys) override {
        must_write();
        for (auto key : keys)
            if (world_.keys.emplace(key, seq).second)
                undo_.push_back([this, key, seq] { world_.keys.erase({key, seq}); });
    }
    void remove_keys(Seq seq, std::vector<ListKey> const& keys) override {
        must_write();
        for (auto key : keys)
            if (world_.keys.erase({key, seq})) undo_.push_back([this, key, seq] { world_.keys.emplace(key, seq); });
    }
    std::optional<Object> find(Seq seq) override { return get(world_.objects, seq); }

    std::vector<Seq> older(ListKey key, Seq before, std::size_t limit) override {
        std::vector<Seq> out;
        auto at = before ? world_.keys.lower_bound({key, before}) : world_.keys.upper_bound({key, ~Seq{0}});
        while (out.size() < limit && at != world_.keys.begin() && (--at)->first == key) out.push_back(at->second);
        return out;
    }
    std::vector<Seq> newer(ListKey key, Seq after, std::size_t limit) override {
        std::vector<Seq> out;
        for (auto at = world_.keys.upper_bound({key, after});
             out.size() < limit && at != world_.keys.end() && at->first == key; ++at)
            out.push_back(at->second);
        return out;
    }

    void post(Seq transaction, std::vector<Entry> const& entries) override {
        must_write();
        for (auto const& entry : entries) {
            world_.entries.emplace_back(transaction, entry);
            BalanceKey key{entry.owner, entry.account, entry.currency, entry.available_on};
            world_.balances[key] += entry.amount;
            undo_.push_back([this, key, amount = entry.amount] {
                world_.entries.pop_back();
                world_.balances[key] -= amount;
            });
        }
    }
    std::vector<Balance> balances(Owner owner, std::string_view account) override {
        std::vector<Balance> out;
        for (auto at = world_.balances.lower_bound({owner, std::string(account), "", 0}); at != world_.balances.end();
             ++at) {
            auto const& [of, name, currency, available_on] = at->first;
            if (of != owner || name != account) break;
            out.push_back({of, name, currency, available_on, at->second});
        }
        return out;
    }

    std::optional<IdempotentAnswer> idempotent(Owner owner, std::string_view key) override {
        return get(world_.answers, std::pair(owner, std::string(key)));
    }
    void keep_idempotent(Owner owner, std::string_view key, IdempotentAnswer const& answer) override {
        set(world_.answers, std::pair(owner, std::string(key)), answer);
    }
    void prune_idempotent(Timestamp created_before) override {
        std::vector<std::pair<Owner, std::string>> old;
        for (auto const& [key, answer] : world_.answers)
            if (answer.created < created_before) old.push_back(key);
        for (auto const& key : old) erase(world_.answers, key);
    }

    void enqueue(Job const& job) override { set(world_.jobs, std::pair(job.run_at, job.seq), job); }
    std::vector<Job> due(Timestamp now, std::size_t limit) override {
        std::vector<Job> out;
        for (auto const& [key, job] : world_.jobs) {
            if (key.first > now || out.size() == limit) break;
            out.push_back(job);
        }
        return out;
    }
    void done(Job const& job) override { erase(world_.jobs, std::pair(job.run_at, job.seq)); }

    void put_sealed(Sealed const& record) override { set(world_.sealed, record.seq, record); }
    std::optional<Sealed> find_sealed(Seq seq) override { return get(world_.sealed, seq); }
    std::vector<Sealed> sealed_after(Seq seq, std::size_t limit) override { return after(world_.sealed, seq, limit); }

    void put_api_key(ApiKey const& key) override { set(world_.api_keys, key.digest, key); }
    std::optional<ApiKey> find_api_key(std::string_view digest) override {
        return get(world_.api_keys, std::string(digest));
    }
    std::vector<ApiKey> api_keys() override {
        std::vector<ApiKey> out;
        for (auto const& [digest, key] : world_.api_keys) out.push_back(key);
        return out;
    }

    std::optional<std::string> setting(std::string_view name) override {
        return get(world_.settings, std::string(name));
    }
    void put_setting(std::string_view name, std::string_view value) override {
        set(world_.settings, std::string(name), std::string(value));
    }

    std::vector<Object> objects_after(Seq seq, std::size_t limit) override { return after(world_.objects, seq, limit); }
    std::vector<std::pair<Seq, Entry>> entries_after(Seq transaction, std::size_t limit) override {
        std::vector<std::pair<Seq, Entry>> out;
        for (auto const& line : world_.entries)
            if (line.first > transaction && (out.size() < limit || line.first == out.back().first)) out.push_back(line);
        return out;
    }

private:
    World& world_;
    bool writes_;
    bool holds_ = true;
    std::vector<std::function<void()>> undo_;
    std::vector<std::size_t> savepoints_;
};

class MemoryEngine final : public Engine {
public:
    std::unique_ptr<Session> write() override { return std::make_unique<MemorySession>(world_, true); }
    std::unique_ptr<Session> read() override { return std::make_unique<MemorySession>(world_, false); }

private:
    World world_;
};

}  // namespace

std::unique_ptr<Engine> open_memory() { return std::make_unique<MemoryEngine>(); }

}  // namespace bursar::store
