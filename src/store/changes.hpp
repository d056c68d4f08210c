// What a transaction leaves behind. A Session gathers it in memory, with a layer per savepoint, and hands all of it to
// the engine at once when it commits: so an object that is made and then changed is written once, a refused request
// touches no disk, and an engine over a network needs one round trip for all that a request wrote.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "store/rows.hpp"

namespace bursar::store {

struct Changes {
    struct Row {
        ObjectPtr object;
        bool is_new = false;
    };
    using BalanceKey = std::tuple<Owner, std::string, std::string, Timestamp>;

    std::map<Seq, Row> objects;
    std::map<std::pair<ListKey, Place>, bool> keys;      // true: now in the list; false: no longer
    std::vector<std::pair<Seq, Entry>> entries;          // in order of posting
    std::map<BalanceKey, std::int64_t> balances;         // what the entries add, minor units
    std::map<IdempotencyKey, IdempotentAnswer> answers;  // never over one that is there
    std::optional<Timestamp> prune_answers_before;       // those kept before this session
    std::map<JobKey, Job> enqueued;
    std::set<JobKey> done;  // before `enqueued`: a job that is both is put back as it now is
    std::map<Seq, Sealed> sealed;
    std::map<std::string, ApiKey, std::less<>> api_keys;
    std::map<std::string, std::optional<std::string>, std::less<>> settings;  // nothing: removed

    // Lists and balances, by hash, that were looked at before these changes were decided on. Where transactions go on
    // side by side, one of two that relied on the same and changed something is told to begin again. Two that share a
    // hash by chance, or because somebody made them, cost such a repetition and nothing else.
    std::set<std::uint64_t> relied_on;

    bool empty() const;               // nothing to write
    void take_over(Changes&& later);  // `later` came after; where both changed the same, it stands
};

}  // namespace bursar::store
