#include "store/session.hpp"

#include <algorithm>

#include "base/result.hpp"

namespace bursar::store {

static constexpr std::size_t kReadMax = 4096;

Session::Session(std::unique_ptr<Transaction> transaction, bool writes)
    : transaction_(std::move(transaction)), writes_(writes) {}

void Session::must_write() const {
    if (!writes_) throw std::logic_error("a read-only session was asked to write");
}

void Session::commit() {
    CHECK(layers_.size() == 1);
    transaction_->commit(layers_.front());
    transaction_.reset();
}

void Session::savepoint() { layers_.emplace_back(); }

void Session::rollback() {
    CHECK(layers_.size() > 1);
    top() = Changes();
}

void Session::release() {
    CHECK(layers_.size() > 1);
    auto later = std::move(top());
    layers_.pop_back();
    top().take_over(std::move(later));
}

template <class Find>
auto Session::latest(Find find) {
    for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer)
        if (auto found = find(*layer)) return found;
    return decltype(find(layers_.front())){};
}

template <class Map, class Key>
static auto look_up(Map const& map, Key const& key) -> typename Map::mapped_type const* {
    auto found = map.find(key);
    return found == map.end() ? nullptr : &found->second;
}

// ---- objects and lists ----

Seq Session::fresh_seq(Owner near) {
    must_write();
    return transaction_->fresh_seq(near);
}

void Session::insert(Object object, std::vector<ListKey> const& keys) {
    must_write();
    object.order = transaction_->fresh_order(object.seq);
    Place place{object.order, object.seq};
    auto seq = object.seq;
    auto [at, is_new] = top().objects.try_emplace(seq);
    CHECK(is_new);
    at->second = {std::make_shared<Object const>(std::move(object)), true};
    for (auto key : keys) top().keys[{key, place}] = true;
}

void Session::update(Object object) {
    must_write();
    auto before = find(object.seq);
    CHECK(before);
    object.order = before->order;
    object.owner = before->owner;  // whose it is does not depend on who changes it
    auto& row = top().objects[object.seq];
    row.object = std::make_shared<Object const>(std::move(object));
}

ObjectPtr Session::find(Seq seq) {
    if (auto const* row = latest([&](auto const& layer) { return look_up(layer.objects, seq); })) return row->object;
    if (auto known = read_.find(seq); known != read_.end()) return known->second;
    if (read_.size() > kReadMax) read_.clear();  // a walk over everything needs no memory of it
    auto found = transaction_->find(seq);
    return read_[seq] = found ? std::make_shared<Object const>(std::move(*found)) : nullptr;
}

Place Session::place_of(Seq seq) {
    if (auto const* row = latest([&](auto const& layer) { return look_up(layer.objects, seq); }))
        return {row->object->order, seq};
    if (auto known = read_.find(seq); known != read_.end() && known->second) return {known->second->order, seq};
    return transaction_->place_of(seq).value_or(Place{0, seq});
}

void Session::add_keys(Seq seq, std::vector<ListKey> const& keys) {
    must_write();
    for (auto key : keys) top().keys[{key, place_of(seq)}] = true;
}

void Session::remove_keys(Seq seq, std::vector<ListKey> const& keys) {
    must_write();
    for (auto key : keys) top().keys[{key, place_of(seq)}] = false;
}

bool Session::is_listed(ListKey key, Seq seq) {
    auto place = place_of(seq);
    if (auto const* own = latest([&](auto const& layer) { return look_up(layer.keys, std::pair(key, place)); }))
        return *own;
    return transaction_->is_listed(key, place);
}

std::vector<Seq> Session::walk(ListKey key, Seq from, std::size_t limit, bool newest_first) {
    auto start = from ? place_of(from) : newest_first ? Place::last() : Place::first();
    std::map<Place, bool> own;  // what this session changed beyond `start`
    for (auto const& layer : layers_)
        for (auto at = layer.keys.lower_bound({key, Place::first()}); at != layer.keys.end() && at->first.first == key;
             ++at)
            if (newest_first ? at->first.second < start : at->first.second > start) own[at->first.second] = at->second;
    if (writes_) layers_.front().relied_on.insert(key);
    auto stored = newest_first ? transaction_->older(key, start, limit + own.size())
                               : transaction_->newer(key, start, limit + own.size());
    if (!own.empty()) {
        std::erase_if(stored, [&](auto const& place) { return own.contains(place); });
        for (auto const& [place, is_listed] : own)
            if (is_listed) stored.push_back(place);
        if (newest_first)
            std::ranges::sort(stored, std::greater());
        else
            std::ranges::sort(stored);
    }
    std::vector<Seq> out;
    for (auto const& place : stored)
        if (out.size() < limit) out.push_back(place.seq);
    return out;
}

std::vector<Seq> Session::older(ListKey key, Seq before, std::size_t limit) { return walk(key, before, limit, true); }
std::vector<Seq> Session::newer(ListKey key, Seq after, std::size_t limit) { return walk(key, after, limit, false); }

// ---- money ----

void Session::post(Seq transaction, std::vector<Entry> const& entries) {
    must_write();
    for (auto const& e : entries) {
        top().entries.emplace_back(transaction, e);
        top().balances[{e.owner, e.account, e.currency, e.available_on}] += e.amount;
    }
}

std::vector<Balance> Session::balances(Owner owner, std::string_view account) {
    if (writes_) layers_.front().relied_on.insert(hash64(account, owner));
    std::map<std::pair<std::string, Timestamp>, std::int64_t> sums;
    for (auto const& balance : transaction_->balances(owner, account))
        sums[{balance.currency, balance.available_on}] += balance.amount;
    for (auto const& layer : layers_)
        for (auto at = layer.balances.lower_bound({owner, std::string(account), "", INT64_MIN});
             at != layer.balances.end(); ++at) {
            auto const& [of, name, currency, available_on] = at->first;
            if (of != owner || name != account) break;
            sums[{currency, available_on}] += at->second;
        }
    std::vector<Balance> out;
    for (auto const& [key, amount] : sums) out.push_back({owner, std::string(account), key.first, key.second, amount});
    return out;
}

// ---- idempotent answers ----

std::optional<IdempotentAnswer> Session::idempotent(IdempotencyKey const& key) {
    if (auto const* kept = latest([&](auto const& layer) { return look_up(layer.answers, key); })) return *kept;
    auto stored = transaction_->idempotent(key);
    for (auto const& layer : layers_)
        if (stored && layer.prune_answers_before && stored->created < *layer.prune_answers_before) stored.reset();
    return stored;
}

void Session::keep_idempotent(IdempotencyKey key, IdempotentAnswer answer) {
    must_write();
    if (latest([&](auto const& layer) { return look_up(layer.answers, key); }))
        throw std::logic_error("an idempotency key was to be used twice");
    top().answers.emplace(std::move(key), std::move(answer));
}

void Session::prune_idempotent(Timestamp created_before) {
    must_write();
    top().prune_answers_before = created_before;
}

// ---- jobs ----

void Session::enqueue(Job job) {
    must_write();
    auto key = job.key();
    top().enqueued[key] = std::move(job);
}

std::vector<Job> Session::due(Timestamp now, std::size_t limit, Seq clock) {
    std::map<JobKey, Job> all;
    std::set<JobKey> done;
    for (auto const& layer : layers_) done.insert(layer.done.begin(), layer.done.end());
    for (auto& job : transaction_->due(clock, now, limit + done.size()))
        if (!done.contains(job.key())) all[job.key()] = std::move(job);
    for (auto const& layer : layers_) {
        for (auto const& key : layer.done) all.erase(key);
        for (auto const& [key, job] : layer.enqueued)
            if (!job.parked && job.clock == clock && job.run_at <= now) all[key] = job;
    }
    std::vector<Job> out;
    for (auto& [key, job] : all)
        if (out.size() < limit) out.push_back(std::move(job));
    return out;
}

std::optional<Job> Session::alarm(Seq subject, std::string_view kind) {
    auto found = transaction_->alarm(subject, kind);
    for (auto const& layer : layers_) {
        if (found && layer.done.contains(found->key())) found.reset();
        for (auto const& [key, job] : layer.enqueued)
            if (job.subject == subject && job.kind == kind) found = job;
    }
    return found;
}

void Session::wake(Job job) {
    CHECK(job.subject);
    if (auto before = alarm(job.subject, job.kind)) done(*before);
    enqueue(std::move(job));
}

void Session::done(Job const& job) {
    must_write();
    if (top().enqueued.erase(job.key()) == 0) top().done.insert(job.key());
}

Job Session::replace(Job const& job, Job later) {
    done(job);
    enqueue(later);
    return later;
}

Job Session::begun(Job const& job) {
    auto later = job;
    ++later.attempts;
    later.problem.clear();
    return replace(job, std::move(later));
}

Job Session::reschedule(Job const& job, Timestamp run_at, std::string problem) {
    auto later = job;
    later.run_at = run_at;
    later.problem = std::move(problem);
    return replace(job, std::move(later));
}

Job Session::park(Job const& job, std::string problem) {
    auto later = job;
    later.parked = true;
    later.problem = std::move(problem);
    return replace(job, std::move(later));
}

std::vector<Job> Session::jobs_after(JobKey key, std::size_t limit) { return transaction_->jobs_after(key, limit); }
std::size_t Session::count_parked_jobs() { return transaction_->count_parked_jobs(); }

bool Session::retry(Seq seq, Timestamp now) {
    auto job = transaction_->find_job(seq);
    if (job)
        replace(*job, {.run_at = job->clock ? job->run_at : now,
                       .seq = seq,
                       .kind = job->kind,
                       .payload = job->payload,
                       .clock = job->clock,
                       .subject = job->subject});
    return job.has_value();
}

bool Session::drop(Seq seq) {
    auto job = transaction_->find_job(seq);
    if (job) done(*job);
    return job.has_value();
}

// ---- the rest ----

void Session::put_sealed(Sealed record) {
    must_write();
    auto seq = record.seq;
    top().sealed[seq] = std::move(record);
}

std::optional<Sealed> Session::find_sealed(Seq seq) {
    if (auto const* own = latest([&](auto const& layer) { return look_up(layer.sealed, seq); })) return *own;
    return transaction_->find_sealed(seq);
}

void Session::put_api_key(ApiKey key) {
    must_write();
    auto digest = key.digest;
    top().api_keys[digest] = std::move(key);
}

std::optional<ApiKey> Session::find_api_key(std::string_view digest) {
    if (auto const* own = latest([&](auto const& layer) { return look_up(layer.api_keys, digest); })) return *own;
    if (auto known = read_keys_.find(digest); known != read_keys_.end()) return known->second;
    return read_keys_[std::string(digest)] = transaction_->find_api_key(digest);
}

std::optional<std::string> Session::setting(std::string_view name) {
    if (auto const* own = latest([&](auto const& layer) { return look_up(layer.settings, name); })) return *own;
    if (auto known = read_settings_.find(name); known != read_settings_.end()) return known->second;
    return read_settings_[std::string(name)] = transaction_->setting(name);
}

void Session::put_setting(std::string_view name, std::string_view value) {
    must_write();
    top().settings[std::string(name)] = std::string(value);
}

void Session::remove_setting(std::string_view name) {
    must_write();
    top().settings[std::string(name)] = std::nullopt;
}

std::vector<ObjectPtr> Session::objects_after(Seq seq, std::size_t limit) {
    std::vector<ObjectPtr> out;
    for (auto& object : transaction_->objects_after(seq, limit))
        out.push_back(std::make_shared<Object const>(std::move(object)));
    return out;
}
std::vector<Listing> Session::listings_after(Listing listing, std::size_t limit) {
    return transaction_->listings_after(listing, limit);
}
std::vector<std::pair<Seq, Entry>> Session::entries_after(Seq transaction, std::size_t limit) {
    return transaction_->entries_after(transaction, limit);
}
std::vector<Sealed> Session::sealed_after(Seq seq, std::size_t limit) { return transaction_->sealed_after(seq, limit); }
std::vector<ApiKey> Session::api_keys() { return transaction_->api_keys(); }

}  // namespace bursar::store
