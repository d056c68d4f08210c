// One run of a job, as whoever runs it has it: Jobs for those of the world, advance() for those of a clock.
#pragma once

#include "api/tx.hpp"

namespace bursar::api {

// Until the next run after so many that failed; nothing: there is none.
std::optional<Timestamp> wait_after(int attempts);

enum class Ran { done, put_off, parked };

// Under a savepoint, at its own time on its own clock. What it threw is undone and put off, from `now` of that clock;
// after the last run it is parked. Throws store::Trouble alone.
Ran run_job(Environment& environment, store::Session& session, store::Job const& job, Timestamp now);
Ran put_off(store::Session& session, store::Job const& job, Timestamp now, std::string problem);

}  // namespace bursar::api
