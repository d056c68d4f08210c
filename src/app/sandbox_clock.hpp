// Moves a sandbox's clock on, as /_bursar/clock says: from one job to the next, until the time that was asked for.
#pragma once

#include <chrono>
#include <optional>

#include "app/world.hpp"

namespace bursar::app {

class SandboxClock {
public:
    explicit SandboxClock(World& world) : world_(world) {}

    // Called when nothing is due, and before a server begins, whose clock then goes on from where it was. True: the
    // time was moved, and something may be due. Otherwise the clock is where it should be; it may have been moved by
    // another server that shares the store.
    bool step();

private:
    bool waits_for(store::Job const& job);
    void arrive(Timestamp target);
    void go_on(Timestamp ahead);
    Timestamp unmoved() const;

    World& world_;
    Seq last_due_ = 0;
    std::optional<std::chrono::steady_clock::time_point> waits_since_;
};

}  // namespace bursar::app
