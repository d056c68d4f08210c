// Who calls, for whom, in which version, and what: from a request to a Work whose endpoint may begin.
#include <algorithm>
#include <string>

#include "api/errors.hpp"
#include "api/expand.hpp"
#include "api/later_version.hpp"
#include "api/payers.hpp"
#include "api/rate_limits.hpp"
#include "api/scan.hpp"
#include "api/unsupported.hpp"
#include "api/work.hpp"

namespace bursar::api {

namespace {

std::string take(json::object& params, std::string_view name) {
    auto const* value = params.if_contains(name);
    if (!value || !value->is_string()) return {};
    std::string text(value->as_string());
    params.erase(name);
    return text;
}

std::unexpected<Refusal> refuse_url(Request const& request) {
    return refuse_bare(404, "",
                       "Unrecognized request URL (" + request.method + ": " + request.path +
                           "). If you are trying to list objects, remove the trailing slash. If you are trying to "
                           "retrieve an object, make sure "
                           "you passed a valid (non-empty) identifier in your code. Please see https://stripe.com/docs "
                           "or we can help at "
                           "https://support.stripe.com/.");
}

std::unexpected<Refusal> refuse_limited(bool livemode) {
    auto message = livemode ? std::string("Request rate limit exceeded.")
                            : std::string(
                                  "Testmode request rate limit exceeded, the rate limits in testmode are lower "
                                  "than livemode.");
    return refuse_bare(429, "rate_limit",
                       message +
                           " You can learn more about rate limits here "
                           "https://stripe.com/docs/rate-limits.");
}

std::unexpected<Refusal> refuse_locked() {
    return refuse_bare(
        429, "lock_timeout",
        "This object cannot be accessed right now because another API request or Stripe process is currently accessing "
        "it. If you see this error intermittently, retry the request. If you see this error frequently and are making "
        "multiple concurrent requests to a single object, make your requests serially or at a lower rate.");
}

}  // namespace

// Before idempotency: a request that is answered with 429 was never there.
Result<void> Dispatcher::check_limits(Work& work) {
    auto const& caller = work.caller;
    auto const& route = *work.match.route;
    if (environment_.rate_limits && !ScanBudget::is_of_second_run()) {
        bool by_address = caller.publishable || route.access == Access::anyone;
        auto const& named = work.match.path;
        auto reason = environment_.rate_limits->refuse(
            {.platform = caller.platform,
             .livemode = caller.livemode,
             .address = by_address ? caller.client_ip : std::string(),
             .method = route.method,
             .route = route.pattern,
             .object = named.empty() ? 0 : environment_.ids.decode(named[0]).value_or(0),
             .tries_card = by_address && tries_card(route, work.params)});
        if (reason) {
            work.limited = *reason;
            return refuse_limited(caller.livemode);
        }
    }
    if (!environment_.faults || work.request.path.starts_with("/_bursar")) return {};
    work.fault = environment_.faults->meet(caller.platform, route.method, work.request.path);
    if (!work.fault || work.fault->after || work.fault->kind == "delay") return {};
    if (work.fault->kind == "lock_timeout") {
        if (work.request.method == "POST") work.caller.idempotency_key = work.request.idempotency_key;
        return refuse_locked();
    }
    if (work.fault->kind == "rate_limit") {
        work.limited = "global-rate";
        return refuse_limited(caller.livemode);
    }
    return refuse_bare(500, "", "An unknown error occurred");
}

std::optional<Result<Reply>> Dispatcher::admit(Work& work, Result<json::object> const& params) {
    auto const& request = work.request;
    auto& caller = work.caller;
    auto credentials = credentials_of(request, work.params);
    caller.key_mask = mask_of(credentials.key);
    TRY_DO(check_origin(environment_, credentials, request));
    TRY(auto holder, key_holder(environment_, work.session, credentials, work.writes ? open_ : nullptr));
    if (!holder) {
        work.needs_writer = true;
        return Reply{};
    }
    caller.platform = holder->platform;
    caller.platform_id = holder->platform_id;
    caller.default_version = holder->default_version;
    caller.permissions = holder->permissions;
    caller.livemode = credentials.livemode;
    caller.publishable = credentials.kind == "pk";
    caller.from_own_pages = is_own_origin(environment_, request.origin);
    auto header_account = request.stripe_account;
    if (auto named = take(work.params, "_stripe_account"); header_account.empty()) header_account = named;
    TRY_DO(act_for(environment_, work.session, caller, header_account));
    caller.request_id = "req_" + environment_.random.letters(14);

    auto version = request.stripe_version;
    if (auto named = take(work.params, "_stripe_version"); version.empty()) version = named;
    caller.version = caller.default_version;
    if (!version.empty()) {
        auto known = Version::parse(version);
        if (!known || (stand_in(*known) && !environment_.sandbox))
            return refuse("", "", "Invalid Stripe API version: " + version);
        caller.version = *known;
    }
    if (!params) return std::unexpected(params.error());
    if (!work.match.route) {
        if (auto name = unsupported_resource(request.path); !name.empty())
            return refuse_unsupported(request.method, request.path, name);
        return refuse_url(request);
    }
    if (caller.publishable && work.match.route->access == Access::secret)
        return refuse_bare(401, "secret_key_required",
                           "This API call cannot be made with a publishable API key. Please use a secret API key. You "
                           "can find a list of your API "
                           "keys at https://dashboard.stripe.com/account/apikeys.");
    TRY_DO(check_permission(caller, request));
    TRY_DO(check_limits(work));
    if (auto replay = replayed(work)) return replay;
    TRY(work.expand, take_expand(work.params));
    caller.asks_for_count = std::ranges::find(work.expand, "total_count") != work.expand.end();
    return std::nullopt;
}

}  // namespace bursar::api
