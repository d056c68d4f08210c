// One transaction, as everything above the store works with it.
//
// - A Session made by Engine::write() sees its own changes; others see them after commit() has returned, by when they
//   are durable. One that is destroyed without commit() never was.
// - savepoint()/rollback() nest; what was done since the savepoint is gone after rollback().
// - A Session made by Engine::read() sees one snapshot and refuses to write.
// - Objects are never removed and ledger entries never changed: there is no call for it.
// - Trouble with the disk, the network or a serialization failure is an exception (store::Trouble); the whole Session
//   may then be run again, except where Trouble::outcome_unknown() says that it may have been committed.
#pragma once

#include "store/changes.hpp"
#include "store/engine.hpp"

namespace bursar::store {

class Session {
public:
    Session(std::unique_ptr<Transaction> transaction, bool writes);

    void commit();  // ends it
    // After commit(): the objects that it made or changed, and the jobs that it left behind.
    std::map<Seq, Changes::Row> const& changed_objects() const { return layers_.front().objects; }
    std::map<JobKey, Job> const& enqueued() const { return layers_.front().enqueued; }
    void savepoint();
    void rollback();  // to the last savepoint, which stays
    void release();   // forgets the last savepoint, keeps what was done

    Seq fresh_seq(Owner near = 0);  // distributed engines keep the rows of one owner together
    void insert(Object object, std::vector<ListKey> const& keys);
    void update(Object object);                                // document and state
    void add_keys(Seq seq, std::vector<ListKey> const& keys);  // idempotent
    void remove_keys(Seq seq, std::vector<ListKey> const& keys);
    ObjectPtr find(Seq seq);
    bool is_listed(ListKey key, Seq seq);
    // Sequence numbers under a key, newest first below `before` (0: from the newest); or oldest first above `after` (0:
    // from the oldest).
    std::vector<Seq> older(ListKey key, Seq before, std::size_t limit);
    std::vector<Seq> newer(ListKey key, Seq after, std::size_t limit);

    // The entries of one posting, which sum to zero in each currency (ledger::post sees to it).
    void post(Seq transaction, std::vector<Entry> const& entries);
    std::vector<Balance> balances(Owner owner, std::string_view account);

    std::optional<IdempotentAnswer> idempotent(IdempotencyKey const& key);
    // Under a key that idempotent() found nothing under: an answer is never written over. Where another transaction
    // came first meanwhile, the commit is a conflict, and this one, run again, finds that one's answer.
    void keep_idempotent(IdempotencyKey key, IdempotentAnswer answer);
    void prune_idempotent(Timestamp created_before);

    // ---- jobs: queued -> begun -> done, rescheduled or parked ----
    // What is done to a job names it as it was given out; the call gives it back as it now stands.

    void enqueue(Job job);
    // In order of (run_at, seq), without those that are parked. Where several servers share a store, a job that another
    // one is carrying out is left out. Each clock has jobs of its own; those of clock 0 are the world's.
    std::vector<Job> due(Timestamp now, std::size_t limit, Seq clock = 0);
    // The alarm of a subject: of each kind it has one at most, on whatever clock and parked or not. wake() replaces it.
    std::optional<Job> alarm(Seq subject, std::string_view kind);
    void wake(Job job);
    // Counts a run. To be committed before that run begins, so that one which ends the process is counted, too.
    Job begun(Job const& job);
    Job reschedule(Job const& job, Timestamp run_at, std::string problem);
    Job park(Job const& job, std::string problem);
    void done(Job const& job);

    // For whoever looks after the queue: what was committed before this session. All of it, after `key` in order; those
    // that are parked come last, so that jobs_after(kParked, n) gives them alone.
    static constexpr JobKey kParked{true, 0, INT64_MIN, 0};
    std::vector<Job> jobs_after(JobKey key, std::size_t limit);
    std::size_t count_parked_jobs();
    // Due at `now` as if it had never been tried, parked or not; gone for good. False: there is no such job.
    bool retry(Seq seq, Timestamp now);
    bool drop(Seq seq);

    void put_sealed(Sealed record);
    std::optional<Sealed> find_sealed(Seq seq);

    void put_api_key(ApiKey key);
    std::optional<ApiKey> find_api_key(std::string_view digest);
    std::optional<std::string> setting(std::string_view name);
    void put_setting(std::string_view name, std::string_view value);
    void remove_setting(std::string_view name);

    // Walks over everything, for `bursar check`, `keys list` and `vault rekey`: what was committed before this session.
    std::vector<ObjectPtr> objects_after(Seq seq, std::size_t limit);
    std::vector<Listing> listings_after(Listing listing, std::size_t limit);  // by key, then place
    std::vector<std::pair<Seq, Entry>> entries_after(Seq transaction, std::size_t limit);
    std::vector<Sealed> sealed_after(Seq seq, std::size_t limit);
    std::vector<ApiKey> api_keys();

private:
    Changes& top() { return layers_.back(); }
    void must_write() const;
    Place place_of(Seq seq);
    Job replace(Job const& job, Job later);
    std::vector<Seq> walk(ListKey key, Seq from, std::size_t limit, bool newest_first);
    template <class Find>
    auto latest(Find find);  // the newest layer's answer, if any has one

    std::unique_ptr<Transaction> transaction_;
    bool writes_;
    std::vector<Changes> layers_{1};
    std::unordered_map<Seq, ObjectPtr> read_;  // a transaction sees one state, so what was read once is not read again
    std::map<std::string, std::optional<ApiKey>, std::less<>> read_keys_;
    std::map<std::string, std::optional<std::string>, std::less<>> read_settings_;
};

}  // namespace bursar::store
