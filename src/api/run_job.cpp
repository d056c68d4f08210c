#include "api/run_job.hpp"

#include <algorithm>

#include "api/catalogue.hpp"
#include "base/log.hpp"

namespace bursar::api {

static constexpr std::size_t kProblemLetters = 500;
static constexpr Timestamp kWaits[] = {kMinute, 5 * kMinute, 15 * kMinute, kHour, 6 * kHour, kDay};

std::optional<Timestamp> wait_after(int attempts) {
    if (attempts > static_cast<int>(std::size(kWaits))) return std::nullopt;
    return kWaits[std::max(attempts, 1) - 1];
}

Ran run_job(Environment& environment, store::Session& session, store::Job const& job, Timestamp now) {
    auto ran = Ran::done;
    session.savepoint();
    try {
        auto payload = parse_document(job.payload).as_object();
        auto const* kind = environment.catalogue->job(job.kind);
        if (!kind) throw std::runtime_error("no such kind of job");
        session.done(job);  // first: what it leaves for later may be the same alarm again
        auto tx = Tx::of_job(environment, session, job, payload);
        kind->run(tx, payload);
    } catch (store::Trouble const&) {
        throw;
    } catch (std::exception const& problem) {
        session.rollback();
        ran = put_off(session, job, now, problem.what());
    }
    session.release();
    return ran;
}

Ran put_off(store::Session& session, store::Job const& job, Timestamp now, std::string problem) {
    problem = cut(valid_utf8(std::move(problem)), kProblemLetters);
    auto wait = wait_after(job.attempts);
    log(LogLevel::error,
        wait ? "a job failed, and will be tried again" : "a job failed for the last time, and is parked",
        {{"job", std::to_string(job.seq)},
         {"kind", job.kind},
         {"attempts", std::to_string(job.attempts)},
         {"wait", wait ? std::to_string(*wait) : ""},
         {"problem", problem}});
    if (wait)
        session.reschedule(job, now + *wait, std::move(problem));
    else
        session.park(job, std::move(problem));
    return wait ? Ran::put_off : Ran::parked;
}

}  // namespace bursar::api
