// Paths of expand[], by types.
#pragma once

#include "api/resource.hpp"

namespace bursar::api {

std::vector<std::string> levels_of(std::string const& path);

inline bool is_list(std::string_view kind) { return kind == "list" || kind == "search_result"; }

// What the type calls expandable there, in that version; or nothing.
Expandable const* expandable_at(ResourceType const& type, std::string_view path, Version const& version);

// "card source": one after the other.
template <class Look>
void for_each_kind(std::string_view kinds, Look look) {
    while (!kinds.empty()) {
        auto end = std::min(kinds.find(' '), kinds.size());
        look(kinds.substr(0, end));
        kinds.remove_prefix(std::min(end + 1, kinds.size()));
    }
}

}  // namespace bursar::api
