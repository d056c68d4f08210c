// What is shown: brought up to the present, in the caller's version, expanded, and cut to what the caller's key may
// see; then the response and its headers.
#include <algorithm>
#include <cctype>

#include "api/errors.hpp"
#include "api/expand.hpp"
#include "api/later_version.hpp"
#include "api/public_view.hpp"
#include "api/versions/walk.hpp"
#include "api/work.hpp"
#include "base/redact.hpp"

namespace bursar::api {

namespace {

// acct_x of /v1/accounts/acct_x/...: such a request acts on that account, too. What cannot be an id is none, for it
// goes into a header.
std::string_view account_in(std::string_view path) {
    constexpr std::string_view kPrefix = "/v1/accounts/acct_";
    if (!path.starts_with(kPrefix)) return {};
    auto id = path.substr(sizeof("/v1/accounts/") - 1);
    auto end = id.find('/');
    if (end == std::string_view::npos) return {};
    id = id.substr(0, end);
    auto in_id = [](unsigned char c) { return std::isalnum(c) || c == '_'; };
    return std::ranges::all_of(id, in_id) ? id : std::string_view();
}

// What an ordered fault makes of an answer that is ready.
void apply(Fault const& fault, Response& response) {
    response.delay_ms = fault.delay_ms;
    response.drop = fault.kind == "drop";
    if (fault.kind != "server_error") return;
    response.status = 500;
    response.body = pretty(R"({"error":{"message":"An unknown error occurred","type":"api_error"}})");
    std::erase_if(response.headers, [](auto const& header) { return header.name == "Stripe-Should-Retry"; });
    response.headers.push_back({"Stripe-Should-Retry", "true"});
}

// Brings what time alone changes up to now, in whatever holds it.
void refresh(Catalogue const& catalogue, json::value& value, Timestamp now) {
    if (auto* array = value.if_array())
        for (auto& element : *array) refresh(catalogue, element, now);
    auto* object = value.if_object();
    if (!object) return;
    for (auto& [key, child] : *object) refresh(catalogue, child, now);
    if (auto const* type = catalogue.type(text_at(*object, "object")); type && type->refresh)
        type->refresh(*object, now);
}

// Of an answer's text, the kinds of the objects in it.
template <class Look>
void for_each_kind_in(std::string_view body, Look look) {
    constexpr std::string_view kKind = R"("object":")";
    for (auto at = find_in(body, kKind); at != std::string_view::npos; at = find_in(body, kKind, at)) {
        at += kKind.size();
        look(body.substr(at, body.find('"', at) - at));
    }
}

}  // namespace

// An answer is a tree only where something changes in it.
bool Dispatcher::is_shown_as_kept(Caller const& caller, std::string_view body) const {
    if (caller.publishable) return false;
    bool changes = false;
    for_each_kind_in(body, [&](std::string_view kind) {
        auto const* type = catalogue_.type(kind);
        if (!type) return;
        changes = changes || type->refresh ||
                  (!type->versions.empty() && caller.version.is_before(type->versions.front().date));
    });
    return !changes;
}

Result<void> Dispatcher::show(Tx& tx, json::value& body, std::vector<std::string> const& paths) const {
    auto settle = [&](json::value& value) {
        refresh(catalogue_, value, tx.now());
        walk_back(tx, value, tx.version());
    };
    settle(body);
    auto expanded = expand(tx, catalogue_, body, paths, settle);
    if (tx.caller().publishable) cut_to_public_view(catalogue_, body);
    return expanded;
}

Result<Reply> Dispatcher::present(Tx& tx, Work const& work, Reply reply) const {
    if (reply.page || reply.is_event_stream) return reply;
    if (work.expand.empty() && is_shown_as_kept(work.caller, reply.body)) return reply;
    Scratch scratch;
    auto body = parse_document(reply.body, scratch.pointer());
    auto shown = show(tx, body, work.expand);
    if (!shown && reply.status < 400) return std::unexpected(shown.error());
    reply.body = to_text(body);
    return reply;
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
        if (!result.error().embedded_name.empty()) {
            Tx tx(environment_, work.session, work.caller);
            auto tree = parse_document(body);
            MUST(show(tx, tree, {}));
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
        if (auto known = stand_in(caller.version))
            add("Bursar-Version-Note", "not known to this server, which answers as in " + std::string(*known));
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
            add("Stripe-Should-Retry", "true");  // to a GET, too (reference/limits.md: Refusals)
        else if (post && status != 429)
            add("Stripe-Should-Retry", status == 409 || status >= 500 ? "true" : "false");
    }
    if (!work.limited.empty()) add("Stripe-Rate-Limited-Reason", std::string(work.limited));
    if (status == 401) add("WWW-Authenticate", "Bearer realm=\"Stripe\"");
    if (work.fault) apply(*work.fault, response);
    return response;
}

}  // namespace bursar::api
