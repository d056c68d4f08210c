#include "api/clock.hpp"

namespace bursar::api {

Advance advance(Tx& tx, Seq clock, Timestamp until, std::size_t limit) {
    MUST(clock);
    auto& session = tx.session();
    for (std::size_t ran = 0; ran < limit; ++ran) {
        auto due = session.due(until, 1, clock);
        if (due.empty()) return Advance::arrived;
        auto job = session.begun(due.front());
        if (run_job(tx.environment(), session, job, job.run_at) == Ran::parked) return Advance::failed;
    }
    return session.due(until, 1, clock).empty() ? Advance::arrived : Advance::more;
}

}  // namespace bursar::api
