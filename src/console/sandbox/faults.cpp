// /_bursar/faults: what a test wants to go wrong, in words of our own since the reference has none.
//
//     curl .../_bursar/faults -u sk_test_...: -d kind=server_error -d "path=/v1/charges*" -d count=2 -d at=after
//
// Its own requests are never met by a fault.
#include "console/sandbox/sandbox.hpp"

#include "api/errors.hpp"
#include "api/faults.hpp"
#include "base/rules.hpp"

namespace bursar::sandbox {

using namespace api;

namespace {

constexpr std::int64_t kCountMax = 10'000, kDelayMax = 60'000;

struct OrderParams {
    std::optional<Choice<"after", "before">> at;
    std::optional<std::int64_t> count;  // 1
    std::optional<std::int64_t> delay;  // milliseconds
    Choice<"delay", "drop", "lock_timeout", "rate_limit", "server_error"> kind;
    std::optional<Choice<"*", "DELETE", "GET", "POST">> method;
    std::optional<Length<Faults::kPathMax>> path;
};
FIELDS(OrderParams, at, count, delay, kind, method, path);

struct FaultView {
    std::string id;
    std::string object = "fault";
    std::string at;
    std::int64_t count = 0;
    std::int64_t delay = 0;
    std::string kind, method, path;
};
FIELDS(FaultView, id, object, at, count, delay, kind, method, path);

FaultView view_of(Fault const& fault) {
    FaultView view{.id = fault.id};
    view.at = fault.after ? "after" : "before";
    view.count = fault.count;
    view.delay = fault.delay_ms;
    view.kind = fault.kind;
    view.method = fault.method;
    view.path = fault.path;
    return view;
}

Result<Reply> order(Tx& tx, OrderParams p) {
    if (!tx.environment_is_sandbox()) return refuse("", "", "Faults can only be ordered in a sandbox.");
    Fault fault{.id = "fault_" + tx.letters(12)};
    fault.kind = p.kind;
    fault.after = p.at && *p.at == "after";
    fault.count = p.count.value_or(1);
    fault.delay_ms = static_cast<int>(p.delay.value_or(p.kind == "delay" ? 1000 : 0));
    if (fault.count < 1 || fault.count > kCountMax) return refuse("", "count", "Invalid count: must be 1 to 10000");
    if (fault.delay_ms < 0 || fault.delay_ms > kDelayMax)
        return refuse("", "delay", "Invalid delay: must be 0 to 60000 milliseconds");
    if (p.method) fault.method = *p.method;
    if (p.path) fault.path = *p.path;
    bool refused_before = p.kind == "lock_timeout" || p.kind == "rate_limit";
    if (fault.after && refused_before)
        return refuse("", "at", "Invalid at: a request that is answered with 429 has not been carried out");
    if (!tx.environment().faults->order(tx.caller().platform, fault))
        return refuse("", "", "100 faults are ordered already. Meet them, or DELETE them, first.");
    return reply_with(view_of(fault));
}

Result<Reply> list(Tx& tx) {
    std::string out = R"({"object":"list","data":[)";
    for (auto const& fault : tx.environment().faults->ordered(tx.caller().platform)) {
        if (out.back() == '}') out += ',';
        out += document_of(view_of(fault));
    }
    return Reply{200, out + R"(],"has_more":false,"url":"/_bursar/faults"})"};
}

Result<Reply> clear(Tx& tx) {
    tx.environment().faults->clear(tx.caller().platform);
    return Reply{200, R"({"object":"list","data":[],"has_more":false,"url":"/_bursar/faults"})"};
}

constexpr Offer kOffers[] = {
    {post<order>("/_bursar/faults"), "orders a fault: `kind`, for which `method` and `path`, `count` times"},
    {get<list>("/_bursar/faults"), "the faults that have been ordered and not met"},
    {del<clear>("/_bursar/faults"), "takes them all back"},
};
constexpr auto kRoutes = routes_of(kOffers);

}  // namespace

std::span<Offer const> fault_offers() { return kOffers; }

ResourceType const kFaults{.object = "", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::sandbox
