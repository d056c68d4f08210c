// Answers that are given again: kept under the key that a request names, sealed, and for the same request alone.
#include "api/errors.hpp"
#include "api/work.hpp"
#include "base/redact.hpp"
#include "crypto/crypto.hpp"

namespace bursar::api {

namespace {

std::unexpected<Refusal> refuse_replay(std::string message) {
    auto no = refuse("", "", std::move(message));
    no.error().type = "idempotency_error";
    return no;
}

// Made with a key of its own, and of what may be kept: in place of numbers stand their fingerprints, security codes are
// left out. So of two requests that differ in the code alone the second is the first, sent again.
std::string fingerprint_of(Environment const& environment, Caller const& caller, Request const& request,
                           json::object const& params) {
    auto const& keys = environment.data_keys;
    auto text = request.method + ' ' + without_card_numbers(request.path) + ' ';
    if (!has_sensitive(params)) return keys.request_fingerprint(text + to_text(params));
    auto kept = params;
    replace_sensitive(kept, [&](std::string_view value) { return keys.fingerprint(caller.platform_id, value); });
    return keys.request_fingerprint(text + to_text(kept));
}

// Of a server from before: for a day after it was replaced its answers are given again, since a payment that is retried
// over the replacement must not be made twice. Nobody makes such answers any more.
bool is_in_clear(store::IdempotentAnswer const& answer) { return answer.body.text().starts_with('{'); }

std::string digest_from_before(Request const& request, json::object const& params) {
    auto digest = crypto::sha256(request.method + ' ' + request.path + ' ' + to_text(params));
    return crypto::hex({reinterpret_cast<char const*>(digest.data()), 16});
}

}  // namespace

store::IdempotencyKey idempotency_key(Caller const& caller) {
    return {caller.owner, caller.publishable, caller.idempotency_key};
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

}  // namespace bursar::api
