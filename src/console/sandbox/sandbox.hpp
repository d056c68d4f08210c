// What a sandbox offers to tests, under /_bursar.
#pragma once

#include "api/resource.hpp"

namespace bursar::sandbox {

// Settings of the store: how many seconds the world of this database is ahead, and until when it is being moved on.
inline constexpr std::string_view kClockAhead = "clock_ahead", kClockTarget = "clock_target";
Timestamp kept_time(store::Session& session, std::string_view setting);  // 0: none
bool is_clock_moved(store::Session& session);                            // or is being moved

extern api::ResourceType const kFaults, kClock;

}  // namespace bursar::sandbox
