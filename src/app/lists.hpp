// The lists of a whole database: what each object says of itself (api/lists.hpp), and what the store has.
#pragma once

#include "api/lists.hpp"
#include "store/engine.hpp"

namespace bursar::app {

// Databases of before found their lists by a hash that anybody could compute, and so make two of them meet. Enters
// every object under the keys of now, then takes every other key away. Goes on where it was when the server ended;
// nothing may be served before it returns. On a database of now it reads one setting.
void bring_lists_up_to_date(store::Engine& engine, api::ListKeys const& keys);

// For `bursar check`: every object is in each list that it should be in, and in no other.
std::vector<std::string> broken_lists(store::Session& session, api::ListKeys const& keys);

}  // namespace bursar::app
