#include "api/errors.hpp"
#include "console/dashboard/dashboard.hpp"

namespace bursar::dashboard {

using namespace api;

namespace {

struct ListParams {
    std::optional<std::string> account;
    std::optional<std::int64_t> limit;
    std::optional<std::string> method;
    std::optional<std::string> path;
    std::optional<std::string> request;
    std::optional<std::string> starting_after;
    std::optional<std::int64_t> status;
};
FIELDS(ListParams, account, limit, method, path, request, starting_after, status);

Result<Reply> list(Tx& tx, ListParams p) {
    if (!tx.environment().read_requests)
        return refuse("", "", "Requests are not logged on this server (--request-log off).");
    RequestsWanted wanted{.platform = tx.caller().platform, .livemode = tx.livemode()};
    wanted.account = p.account.value_or("");
    wanted.method = p.method.value_or("");
    wanted.path = p.path.value_or("");
    wanted.request = p.request.value_or("");
    wanted.status = static_cast<int>(p.status.value_or(0));
    wanted.limit = static_cast<std::size_t>(std::clamp<std::int64_t>(p.limit.value_or(10), 1, 100));
    if (p.starting_after) {
        wanted.before = std::strtoll(p.starting_after->c_str(), nullptr, 10);
        if (wanted.before <= 0) return no_such("log entry", *p.starting_after, "starting_after");
    }
    return Reply{200, tx.environment().read_requests(wanted)};
}

// The connection that this answers becomes the stream: app/service.cpp.
Result<Reply> stream(Tx&) { return Reply{.status = 200, .body = {}, .page = {}, .is_event_stream = true}; }

constexpr Route kRoutes[] = {
    get<list>("/dashboard/api/requests"),
    get<stream>("/dashboard/api/stream"),
};

}  // namespace

ResourceType const kResource{.object = "", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::dashboard
