#include "base/patch.hpp"

namespace bursar {

void merge_into(json::object& target, json::object const& patch) {
    for (auto const& [name, value] : patch) {
        auto const* hash = value.if_object();
        if (!hash) {
            target[name] = value;
            continue;
        }
        auto& child = target[name];
        if (!child.is_object()) child = json::object();
        merge_into(child.as_object(), *hash);
    }
}

json::object as_sent(json::object const& sent, json::object const& read) {
    json::object out;
    for (auto const& [name, value] : sent) {
        auto const* typed = read.if_contains(name);
        auto const *from = value.if_object(), *hash = typed ? typed->if_object() : nullptr;
        if (from && hash)
            out[name] = as_sent(*from, *hash);
        else
            out[name] = typed ? *typed : value;
    }
    return out;
}

}  // namespace bursar
