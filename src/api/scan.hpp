// Looking at objects one after another for those that fit, where no key leads to them: searches, and lists with filters
// that have no key of their own. How long that takes depends on how much there is, so it has a budget, and whoever
// looks asks before each object.
//
// What always holds: nobody waits for another's scan. The thread that serves sockets gives a scan a few objects, which
// is all that most need; one that needs more is thrown out (ScanTooLong) and begins again on a thread for scans. There
// it ends when its time is over, and says so.
#pragma once

#include <chrono>

#include "base/id.hpp"

namespace bursar::api {

// Not an exception of the standard library: nobody takes it for a failure on the way.
struct ScanTooLong {
    Seq platform = 0;  // whose it is
};

// Of what this thread does until the object ends. Without one a scan may take what it needs: commands and jobs.
class ScanBudget {
public:
    using Now = std::chrono::steady_clock;
    enum class AtEnd { hand_over, stop };

    ScanBudget(std::size_t objects, Now::duration time, AtEnd at_end);
    ~ScanBudget();
    ScanBudget(ScanBudget const&) = delete;
    ScanBudget& operator=(ScanBudget const&) = delete;

    // Asked before each object. False: stop here. May throw ScanTooLong.
    static bool allows_another();
    // Whether what runs now began on another thread and was counted there.
    static bool is_of_second_run();

private:
    std::size_t left_;
    Now::time_point until_;
    AtEnd at_end_;
    ScanBudget* before_;
};

}  // namespace bursar::api
