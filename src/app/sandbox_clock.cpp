#include "app/sandbox_clock.hpp"

#include "app/seeded.hpp"
#include "console/sandbox/sandbox.hpp"
#include "events/webhook_endpoints/subscriptions.hpp"
#include "store/session.hpp"

namespace bursar::app {

using sandbox::kClockAhead;
using sandbox::kClockTarget;
using sandbox::kept_time;

bool SandboxClock::step() {
    if (!world_.environment->sandbox) return false;
    auto session = world_.engine->read();
    auto target = kept_time(*session, kClockTarget);
    if (!target) {
        go_on(kept_time(*session, kClockAhead));
        return false;
    }
    auto due = session->due(target, 1);
    session.reset();
    auto now = world_.clock.now();
    world_.clock.stand_at(now);
    if (due.empty()) {
        arrive(target);
        return false;
    }
    auto const& next = due.front();
    if (waits_for(next)) {
        // A server that begins again in the middle: it was at least as late when that was taken up, and a second later
        // it may be taken up anew (Workers::take_up_leased).
        world_.clock.stand_at(std::max(now, next.run_at - webhook_endpoints::kLease + 1));
        return false;
    }
    if (next.run_at > now) world_.clock.stand_at(next.run_at);
    // One that is due and stays so is another server's, or waits for a reason of its own (api/jobs.hpp).
    return next.run_at > now || std::exchange(last_due_, next.seq) != next.seq;
}

// A delivery that is under way has real time to end in, and its server as much as its lease to be there again.
bool SandboxClock::waits_for(store::Job const& job) {
    auto const* kind = world_.catalogue->job(job.kind);
    if (!kind || !kind->under_way) {
        waits_since_.reset();
        return false;
    }
    auto now = std::chrono::steady_clock::now();
    if (!waits_since_) waits_since_ = now;
    return now - *waits_since_ < std::chrono::seconds(webhook_endpoints::kLease);
}

void SandboxClock::arrive(Timestamp target) {
    auto session = world_.engine->write();
    if (kept_time(*session, kClockTarget) != target) return;  // another server has arrived before
    auto ahead = target - unmoved();
    session->put_setting(kClockAhead, std::to_string(ahead));
    session->remove_setting(kClockTarget);
    session->commit();
    go_on(ahead);
}

// What the time would be, had nobody moved it.
Timestamp SandboxClock::unmoved() const { return world_.is_seeded ? kSeededWorldBegins : world_.clock.outside(); }

void SandboxClock::go_on(Timestamp ahead) {
    world_.is_seeded ? world_.clock.stand_at(kSeededWorldBegins + ahead) : world_.clock.run_ahead(ahead);
}

}  // namespace bursar::app
