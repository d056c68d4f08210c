// How many there are in all, in lists: `include[]=total_count` and `expand[]=total_count`, which versions before a date
// have (reference/versions.md: Breaking changes).
#pragma once

#include "api/tx.hpp"

namespace bursar::api {

// Refused: include[] of anything else, and the count from that date on.
Result<bool> tells_total_count(Tx const& tx, std::vector<std::string> const& include, std::string_view until);

}  // namespace bursar::api
