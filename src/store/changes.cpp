#include "store/changes.hpp"

namespace bursar::store {

bool Changes::empty() const {
    return objects.empty() && keys.empty() && entries.empty() && answers.empty() && !prune_answers_before &&
           enqueued.empty() && done.empty() && sealed.empty() && api_keys.empty() && settings.empty();
}

namespace {

template <class Map>
void overwrite(Map& map, Map&& later) {
    for (auto& [key, value] : later) map.insert_or_assign(key, std::move(value));
}

}  // namespace

void Changes::take_over(Changes&& later) {
    for (auto& [seq, row] : later.objects) {
        auto& mine = objects[seq];
        mine.object = std::move(row.object);
        mine.is_new = mine.is_new || row.is_new;
    }
    overwrite(keys, std::move(later.keys));
    entries.insert(entries.end(), std::make_move_iterator(later.entries.begin()),
                   std::make_move_iterator(later.entries.end()));
    for (auto const& [key, amount] : later.balances) balances[key] += amount;
    overwrite(answers, std::move(later.answers));
    if (later.prune_answers_before) prune_answers_before = later.prune_answers_before;
    // A job of our own that is already carried out was never there; one that is queued again under the same key is.
    for (auto const& key : later.done)
        if (enqueued.erase(key) == 0) done.insert(key);
    overwrite(enqueued, std::move(later.enqueued));
    overwrite(sealed, std::move(later.sealed));
    overwrite(api_keys, std::move(later.api_keys));
    overwrite(settings, std::move(later.settings));
    relied_on.merge(later.relied_on);
}

}  // namespace bursar::store
