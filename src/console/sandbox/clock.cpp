// /_bursar/clock: the time of a sandbox's world, which is moved on to see what happens in a month.
//
//     curl .../_bursar/clock -u sk_test_...: -d by=2678400
//
// What is due until then is run in order, each at its time; GET says `advancing` for as long, and then `ready`.
// Whatever is on a test clock stays where that one is. The time only goes forward, for all platforms of the sandbox,
// and stays so when the server starts again.
#include "api/errors.hpp"
#include "base/rules.hpp"
#include "console/sandbox/sandbox.hpp"

namespace bursar::sandbox {

using namespace api;

Timestamp kept_time(store::Session& session, std::string_view setting) {
    auto text = session.setting(setting);
    return text ? std::stoll(*text) : 0;
}

bool is_clock_moved(store::Session& session) {
    return kept_time(session, kClockAhead) != 0 || kept_time(session, kClockTarget) != 0;
}

namespace {

constexpr Timestamp kAtOnceMax = 5 * 366 * kDay;  // and the year has four digits for long

struct MoveParams {
    static constexpr std::string_view kExclusive[] = {"by, to"};
    std::optional<AtLeast<1>> by, to;  // seconds; a time
};
FIELDS(MoveParams, by, to);

struct ClockView {
    std::string object = "clock";
    Timestamp ahead = 0, now = 0;
    std::string phase;
    std::optional<Timestamp> target;
};
FIELDS(ClockView, object, ahead, now, phase, target);

ClockView view_of(Tx& tx) {
    ClockView view{.ahead = kept_time(tx.session(), kClockAhead), .now = tx.world_now()};
    if (auto target = kept_time(tx.session(), kClockTarget)) view.target = target;
    view.phase = view.target ? "advancing" : "ready";
    return view;
}

Result<void> check_sandbox(Tx& tx) {
    if (tx.environment_is_sandbox()) return {};
    return refuse("", "", "The clock can only be moved in a sandbox.");
}

Result<Reply> read(Tx& tx) {
    TRY_DO(check_sandbox(tx));
    return reply_with(view_of(tx));
}

Result<Reply> move(Tx& tx, MoveParams p) {
    TRY_DO(check_sandbox(tx));
    if (!p.by && !p.to) return refuse_missing("by");
    if (kept_time(tx.session(), kClockTarget))
        return refuse("", "", "The clock is being moved on already. Wait until it is `ready`.");
    auto param = p.to ? "to" : "by";
    if (p.to && *p.to <= tx.world_now()) return refuse("", param, "Invalid to: the clock only goes forward.");
    if ((p.to ? *p.to - tx.world_now() : Timestamp{*p.by}) > kAtOnceMax)
        return refuse("", param, std::string("Invalid ") + param + ": the clock goes forward by five years at most.");
    tx.session().put_setting(kClockTarget, std::to_string(p.to ? Timestamp{*p.to} : tx.world_now() + *p.by));
    return reply_with(view_of(tx));
}

constexpr Offer kOffers[] = {
    {get<read>("/_bursar/clock"), "the sandbox's time, and how far it is ahead"},
    {post<move>("/_bursar/clock"), "moves the time on, `by` seconds or `to` a time, and runs what is due until then"},
};
constexpr auto kRoutes = routes_of(kOffers);

}  // namespace

std::span<Offer const> clock_offers() { return kOffers; }

ResourceType const kClock{.object = "", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::sandbox
