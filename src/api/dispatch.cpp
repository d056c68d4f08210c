#include "api/dispatch.hpp"

#include <algorithm>
#include <exception>

#include "api/errors.hpp"
#include "api/expand.hpp"
#include "api/payers.hpp"
#include "api/scan.hpp"
#include "api/work.hpp"
#include "base/form.hpp"
#include "base/log.hpp"
#include "ledger/ledger.hpp"

namespace bursar::api {

namespace {

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

bool is_clean(Request const& r) {
    return is_ascii(r.method) && is_ascii(r.path) && is_ascii(r.stripe_account) && is_ascii(r.stripe_version) &&
           is_ascii(r.idempotency_key) && is_ascii(r.user_agent);
}

// What the ledger, or Tx, does not take is refused like anything else that the endpoint refuses.
template <class Work>
Result<Reply> refused_by_what_it_wrote(Work work) {
    try {
        return work();
    } catch (Refused const& no) {
        auto refusal = no.refusal();
        refusal.executed = true;
        return std::unexpected(std::move(refusal));
    }
}

}  // namespace

std::unexpected<Refusal> refuse_bare(int status, std::string code, std::string message) {
    Refusal refusal{.status = status, .code = std::move(code), .message = std::move(message)};
    return std::unexpected(std::move(refusal));
}

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
        auto result = refused_by_what_it_wrote([&] { return carry_out(work); });
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
    work.caller.client_ip = request.client_ip;
    work.caller.user_agent = request.user_agent;
    bool is_open = work.match.route && work.match.route->access == Access::anyone;
    if (is_open && !check_limits(work)) return too_many_page(environment_.shops);
    if (!is_open)
        if (auto early = admit(work, params)) return std::move(*early);
    if (!work.expand.empty())
        TRY_DO(check_paths(catalogue_, work.caller, answer_of(*work.match.route, *work.match.type), work.expand));
    Tx tx(environment_, work.session, work.caller);
    TRY(auto reply, work.match.route->handler(tx, {work.match.path, std::move(work.params)}));
    return is_open ? std::move(reply) : present(tx, work, std::move(reply));
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
