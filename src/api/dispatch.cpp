#include "api/dispatch.hpp"

#include <algorithm>
#include <exception>

#include "api/errors.hpp"
#include "api/expand.hpp"
#include "api/faults.hpp"
#include "api/payers.hpp"
#include "api/rate_limits.hpp"
#include "api/scan.hpp"
#include "api/unsupported.hpp"
#include "api/versions/module.hpp"
#include "base/form.hpp"
#include "base/log.hpp"
#include "base/redact.hpp"
#include "crypto/crypto.hpp"
#include "ledger/ledger.hpp"

namespace bursar::api {

struct Dispatcher::Work {
    store::Session& session;
    Request const& request;
    bool writes;
    json::object params = {};
    std::vector<std::string> expand = {};
    Match match = {};
    Caller caller = {};
    std::string fingerprint = {};  // of method, path and parameters, when an idempotency key was sent
    std::string original_request = {};
    bool is_replay = false;
    bool needs_writer = false;
    std::string_view limited = {};  // why there were too many requests
    std::optional<Fault> fault = {};
};

namespace {

std::unexpected<Refusal> refuse_bare(int status, std::string code, std::string message) {
    Refusal refusal{.status = status, .code = std::move(code), .message = std::move(message)};
    return std::unexpected(std::move(refusal));
}

Result<json::object> params_of(Request const& request) {
    json::object params;
    TRY_DO(add_form(params, request.query));
    auto const& type = request.content_type;
    if (!request.body.empty() && type.starts_with("application/json"))
        return refuse("", "",
                      "Invalid request (check that your POST content type is application/x-www-form-urlencoded). If "
                      "you have any questions, we can help at https://support.stripe.com/.");
    TRY_DO(add_form(params, request.body));
    return params;
}

// What comes in and may stand in an answer: the path and the headers. Parameters are made UTF-8 where they are decoded.
bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Request cleaned(Request request) {
    for (auto* text : {&request.method, &request.path, &request.stripe_account, &request.stripe_version,
                       &request.idempotency_key, &request.user_agent})
        *text = valid_utf8(std::move(*text));
    return request;
}

// acct_x of /v1/accounts/acct_x/...: such a request acts on that account, too.
std::string_view account_in(std::string_view path) {
    constexpr std::string_view kPrefix = "/v1/accounts/acct_";
    if (!path.starts_with(kPrefix)) return {};
    auto id = path.substr(sizeof("/v1/accounts/") - 1);
    auto end = id.find('/');
    return end == std::string_view::npos ? std::string_view() : id.substr(0, end);
}

bool is_clean(Request const& r) {
    return is_ascii(r.method) && is_ascii(r.path) && is_ascii(r.stripe_account) && is_ascii(r.stripe_version) &&
           is_ascii(r.idempotency_key) && is_ascii(r.user_agent);
}

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

std::unexpected<Refusal> refuse_replay(std::string message) {
    auto no = refuse("", "", std::move(message));
    no.error().type = "idempotency_error";
    return no;
}

// What the ledger does not take is refused like anything else that the endpoint refuses.
template <class Work>
Result<Reply> refused_by_ledger(Work work) {
    try {
        return work();
    } catch (ledger::Refused const& no) {
        auto refusal = no.refusal();
        refusal.executed = true;
        return std::unexpected(std::move(refusal));
    }
}

}  // namespace

bool Dispatcher::is_read(Request const& request) const {
    auto match = catalogue_.match(request.method, request.path);
    return !match.route || !match.route->writes;
}

std::optional<Response> Dispatcher::answer_from_snapshot(store::Session& session, Request const& request) {
    return run(session, request, false);
}

Response Dispatcher::answer(store::Session& session, Request const& request) { return *run(session, request, true); }

std::optional<Response> Dispatcher::run(store::Session& session, Request const& received, bool writes) {
    std::optional<Request> readable;
    if (!is_clean(received)) readable = cleaned(received);
    auto const& request = readable ? *readable : received;
    Work work{.session = session, .request = request, .writes = writes};
    try {
        if (writes) session.savepoint();
        auto result = refused_by_ledger([&] { return carry_out(work); });
        if (work.needs_writer) return std::nullopt;
        auto response = finish(work, std::move(result));
        if (writes) session.release();
        return response;
    } catch (ScanTooLong& scan) {
        scan.platform = work.caller.platform;
        if (work.fault) environment_.faults->give_back(scan.platform, *work.fault);
        throw;
    } catch (store::Trouble const&) {
        throw;
    } catch (std::exception const& problem) {
        log(LogLevel::error, "request failed",
            {{"path", request.path}, {"request", work.caller.request_id}, {"problem", problem.what()}});
        if (writes) {
            session.rollback();
            session.release();
        }
        return respond(work, 500, R"({"error":{"message":"An unknown error occurred","type":"api_error"}})");
    }
}

Result<Reply> Dispatcher::carry_out(Work& work) {
    auto const& request = work.request;
    work.match = catalogue_.match(request.method, request.path);
    auto params = params_of(request);
    if (params) work.params = std::move(*params);
    auto& caller = work.caller;
    caller.client_ip = request.client_ip;
    caller.user_agent = request.user_agent;

    if (work.match.route && work.match.route->access == Access::anyone) {
        if (!check_limits(work)) return too_many_page(environment_.shops);
        Tx tx(environment_, work.session, caller);
        return work.match.route->handler(tx, {work.match.path, work.params});
    }
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
        if (!known) return refuse("", "", "Invalid Stripe API version: " + version);
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
    if (auto replay = replayed(work)) return std::move(*replay);
    TRY(work.expand, take_expand(work.params));

    Tx tx(environment_, work.session, caller);
    TRY(auto reply, work.match.route->handler(tx, {work.match.path, std::move(work.params)}));
    if (reply.page || reply.is_event_stream) return reply;
    bool timely = false;  // whether the body holds something that time alone changes
    for (auto const* type : catalogue_.refreshed())
        timely = timely || reply.body.find(R"("object":")" + std::string(type->object) + '"') != std::string::npos;
    if (!work.expand.empty() || timely || changes_anything(caller.version)) {
        auto body = parse_document(reply.body);
        auto expanded = expand(tx, catalogue_, body, work.expand);
        if (!expanded && reply.status < 400) return std::unexpected(expanded.error());
        auto refresh = [&](auto& self, json::value& value) -> void {
            if (auto* array = value.if_array())
                for (auto& element : *array) self(self, element);
            auto* object = value.if_object();
            if (!object) return;
            for (auto& [key, child] : *object) self(self, child);
            if (auto const* type = catalogue_.type(text_at(*object, "object")); type && type->refresh)
                type->refresh(*object, tx.now());
        };
        if (timely || !work.expand.empty()) refresh(refresh, body);
        walk_back(tx, body, caller.version);
        reply.body = to_text(body);
    }
    return reply;
}

static std::unexpected<Refusal> refuse_limited(bool livemode) {
    auto message = livemode ? std::string("Request rate limit exceeded.")
                            : std::string(
                                  "Testmode request rate limit exceeded, the rate limits in testmode are lower "
                                  "than livemode.");
    return refuse_bare(429, "rate_limit",
                       message +
                           " You can learn more about rate limits here "
                           "https://stripe.com/docs/rate-limits.");
}

static std::unexpected<Refusal> refuse_locked() {
    return refuse_bare(
        429, "lock_timeout",
        "This object cannot be accessed right now because another API request or Stripe process is currently accessing "
        "it. If you see this error intermittently, retry the request. If you see this error frequently and are making "
        "multiple concurrent requests to a single object, make your requests serially or at a lower rate.");
}

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

// What an ordered fault makes of an answer that is ready.
static void apply(Fault const& fault, Response& response) {
    response.delay_ms = fault.delay_ms;
    response.drop = fault.kind == "drop";
    if (fault.kind != "server_error") return;
    response.status = 500;
    response.body = pretty(R"({"error":{"message":"An unknown error occurred","type":"api_error"}})");
    std::erase_if(response.headers, [](auto const& header) { return header.name == "Stripe-Should-Retry"; });
    response.headers.push_back({"Stripe-Should-Retry", "true"});
}

// Made with a key of its own, and of what may be kept: in place of numbers stand their fingerprints, security codes are
// left out. So of two requests that differ in the code alone the second is the first, sent again.
static std::string fingerprint_of(Environment const& environment, Caller const& caller, Request const& request,
                                  json::object const& params) {
    auto const& keys = environment.data_keys;
    auto text = request.method + ' ' + without_card_numbers(request.path) + ' ';
    if (!has_sensitive(params)) return keys.request_fingerprint(text + to_text(params));
    auto kept = params;
    replace_sensitive(kept, [&](std::string_view value) { return keys.fingerprint(caller.platform_id, value); });
    return keys.request_fingerprint(text + to_text(kept));
}

static store::IdempotencyKey idempotency_key(Caller const& caller) {
    return {caller.owner, caller.publishable, caller.idempotency_key};
}

// Of a server from before: for a day after it was replaced its answers are given again, since a payment that is retried
// over the replacement must not be made twice. Nobody makes such answers any more.
static bool is_in_clear(store::IdempotentAnswer const& answer) { return answer.body.text().starts_with('{'); }

static std::string digest_from_before(Request const& request, json::object const& params) {
    auto digest = crypto::sha256(request.method + ' ' + request.path + ' ' + to_text(params));
    return crypto::hex({reinterpret_cast<char const*>(digest.data()), 16});
}

std::optional<Result<Reply>> Dispatcher::replayed(Work& work) {
    auto const& key = work.request.idempotency_key;
    if (work.request.method != "POST" || key.empty()) return std::nullopt;
    if (key.size() > 255) return refuse("", "", "Keys can only be up to 255 characters");
    work.caller.idempotency_key = key;
    work.fingerprint = fingerprint_of(environment_, work.caller, work.request, work.params);
    auto kept = work.session.idempotent(idempotency_key(work.caller));
    if (!kept) return std::nullopt;
    if (is_in_clear(*kept)) work.fingerprint = digest_from_before(work.request, work.params);
    if (kept->path != without_card_numbers(work.request.path)) {
        work.fingerprint.clear();
        return refuse_replay(
            "Keys for idempotent requests can only be used for the same endpoint they were first used for ('" +
            work.request.path + "' vs '" + kept->path + "'). Try using a key other than '" + key +
            "' if you meant to execute a different request.");
    }
    if (kept->fingerprint != work.fingerprint) {
        work.fingerprint.clear();
        return refuse_replay(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. Try "
            "using a key other than '" +
            key + "' if you meant to execute a different request.");
    }
    work.is_replay = true;
    work.original_request = kept->request_id;
    if (is_in_clear(*kept)) return Reply{kept->status, kept->body.text()};
    auto body = environment_.data_keys.open_answer(idempotency_key(work.caller), kept->body);
    MUST(body);
    return Reply{kept->status, std::move(*body)};
}

// Rolls back what was refused, keeps the answer under the idempotency key once the endpoint's execution had begun.
Response Dispatcher::finish(Work& work, Result<Reply> result) {
    bool keep = work.writes && !work.fingerprint.empty() && !work.is_replay && (result || result.error().executed);
    int status = result ? result->status : result.error().status;
    std::string body;
    if (result) {
        body = std::move(result->body);
    } else {
        body = error_body(result.error());
        if (work.writes) work.session.rollback();
        if (!result.error().embedded_name.empty() && changes_anything(work.caller.version)) {
            auto tree = parse_document(body);
            Tx tx(environment_, work.session, work.caller);
            walk_back(tx, tree, work.caller.version);
            body = to_text(tree);
        }
    }
    bool bare = !result && result.error().bare;
    if (bare) work.caller.request_id.clear();
    if (status >= 400 && !bare && !work.is_replay && body.starts_with(R"({"error":{)")) {
        auto tree = parse_document(body);
        auto& error = tree.as_object()["error"].as_object();
        error["request_log_url"] = "https://dashboard.stripe.com/" +
                                   (work.caller.via_header ? work.caller.account_id + "/" : std::string()) +
                                   (work.caller.livemode ? "" : "test/") + "logs/" + work.caller.request_id +
                                   "?t=" + std::to_string(environment_.clock.now());
        error = sorted(error);
        body = to_text(tree);
    }
    if (keep)
        work.session.keep_idempotent(
            idempotency_key(work.caller),
            {without_card_numbers(work.request.path), work.fingerprint, work.caller.request_id, status,
             environment_.data_keys.seal_answer(idempotency_key(work.caller), body), environment_.clock.now()});
    auto response = respond(work, status, std::move(body));
    if (result && result->is_event_stream) response.content_type = "text/event-stream";
    if (result && result->page) {
        response.content_type = "text/html; charset=utf-8";
        response.own_headers = true;
        for (auto const& header : result->page->all()) response.headers.push_back(header);
    }
    return response;
}

Response Dispatcher::respond(Work const& work, int status, std::string body) const {
    Response response{.status = status, .headers = {}, .body = {}};
    auto add = [&](HeaderName name, HeaderValue value) { response.headers.push_back({name, std::move(value)}); };
    if (body.starts_with('{')) body = pretty(body);
    response.body = std::move(body);
    auto const& caller = work.caller;
    response.about = {.route = work.match.route ? work.match.route->pattern : std::string_view(),
                      .platform = caller.platform,
                      .account_id = caller.account_id,
                      .api_version = caller.version.name(),
                      .livemode = caller.livemode};
    bool post = work.request.method == "POST";
    if (!caller.request_id.empty()) {
        add("Request-Id", caller.request_id);
        add("Stripe-Version", caller.version.name());
        if (caller.via_header)
            add("Stripe-Account", caller.account_id);
        else if (auto named = account_in(work.request.path); !named.empty())
            add("Stripe-Account", std::string(named));
        if (post && !caller.idempotency_key.empty()) {
            add("Idempotency-Key", caller.idempotency_key);
            add("Original-Request", work.is_replay ? work.original_request : caller.request_id);
            if (work.is_replay) add("Idempotent-Replayed", "true");
        }
        bool locked = status == 429 && work.limited.empty();
        if (locked)
            add("Stripe-Should-Retry", "true");  // to a GET, too: platform-g, G.2
        else if (post && status != 429)
            add("Stripe-Should-Retry", status == 409 || status >= 500 ? "true" : "false");
    }
    if (!work.limited.empty()) add("Stripe-Rate-Limited-Reason", std::string(work.limited));
    if (status == 401) add("WWW-Authenticate", "Bearer realm=\"Stripe\"");
    if (work.fault) apply(*work.fault, response);
    return response;
}

std::optional<Response> Dispatcher::refuse_head(Request const& head, store::Session* session) const {
    auto answer = [](Refusal const& refusal) {
        Response response{.status = refusal.status, .headers = {}, .body = pretty(error_body(refusal))};
        if (refusal.status == 401) response.headers.push_back({"WWW-Authenticate", "Bearer realm=\"Stripe\""});
        return response;
    };
    auto match = catalogue_.match(head.method, head.path);
    if (match.route && match.route->access == Access::anyone)
        return answer(refuse_bare(413, "", "The request body is too large.").error());
    json::object none;
    auto credentials = credentials_of(head, none);
    if (credentials.key.empty()) return answer(refuse_no_key().error());
    if (!session) return std::nullopt;
    auto holder = key_holder(environment_, *session, credentials, nullptr);
    return holder ? std::nullopt : std::optional(answer(holder.error()));
}

Response Dispatcher::preflight() {
    Response response{.status = 200, .headers = {}, .body = {}};
    response.headers.push_back(
        {"Access-Control-Allow-Headers",
         "Authorization, Content-Type, Stripe-Account, Stripe-Version, Idempotency-Key, X-Stripe-Client-User-Agent"});
    return response;
}

Response Dispatcher::already_in_progress(Request const& request) {
    auto key = valid_utf8(request.idempotency_key);
    auto no =
        refuse("idempotency_key_in_use", "",
               "There is currently another in-progress request using this Idempotent Key (that probably means you "
               "submitted twice, and the other request is still going through): " +
                   key + ". Please try again later.");
    no.error().type = "idempotency_error";
    return {.status = 409,
            .headers = {{"Idempotency-Key", key}, {"Stripe-Should-Retry", "true"}},
            .body = pretty(error_body(no.error()))};
}

}  // namespace bursar::api
