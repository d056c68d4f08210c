// Clocks beside the world's: time that stands still until somebody moves it on, for tests of what happens in a year.
//
// What is made at the moment of a clock (Tx::on) leaves its work for later on that clock. Moving it on runs that work
// in order, each job at its own time as now, so that what a job leaves for later is run in its turn. A clock whose
// object is moved on does so by a job of the world that calls advance(), a slice in each run, and wakes itself again
// until all is done: so a slice is a commit, and a run that ends the process has been counted.
#pragma once

#include "api/run_job.hpp"

namespace bursar::api {

enum class Advance {
    more,     // there is more to run before `until`
    arrived,  // nothing is due any more: it is `until`
    failed,   // a job failed for the last time, and is parked: the clock's `internal_failure`
};

// Runs what is due on `clock` up to `until`, `limit` jobs at most. A job that fails is put off by the clock's own time,
// and tried again when that comes, in this advance or in a later one.
Advance advance(Tx& tx, Seq clock, Timestamp until, std::size_t limit = 50);

}  // namespace bursar::api
