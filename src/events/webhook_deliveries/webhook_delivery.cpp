#include "events/webhook_deliveries/webhook_delivery.hpp"

#include <algorithm>

#include "base/form.hpp"
#include "crypto/crypto.hpp"
#include "events/events/event.hpp"
#include "events/webhook_endpoints/delivery.hpp"
#include "events/webhook_endpoints/subscriptions.hpp"
#include "events/webhook_endpoints/webhook_endpoint.hpp"

namespace bursar::webhook_deliveries {

using namespace api;
using webhook_endpoints::Attempt;
using webhook_endpoints::Delivery;
using webhook_endpoints::DeliveryStep;
using webhook_endpoints::Status;
using webhook_endpoints::WebhookEndpoint;

static constexpr Timestamp kTestRetries[] = {5 * kMinute, kHour, 3 * kHour};
static constexpr Timestamp kLiveRetries[] = {5 * kMinute, 30 * kMinute, 2 * kHour,  5 * kHour,  10 * kHour,
                                             12 * kHour,  12 * kHour,   12 * kHour, 12 * kHour, 6 * kHour};

static std::span<Timestamp const> retries(Tx& tx) {
    if (auto const& given = tx.environment().webhook_retries; !given.empty()) return given;
    if (tx.livemode()) return kLiveRetries;
    return kTestRetries;
}

// The endpoint, and the transaction as its owner's: an event of a connected account goes to its platform's endpoints.
struct Addressee {
    Tx tx;
    WebhookEndpoint endpoint;
};

static std::optional<Addressee> addressee(Tx& tx, json::object const& payload) {
    auto object = tx.stored(text_at(payload, "endpoint"));
    if (!object || !Tx::is_a(*object, WebhookEndpoint::kObject)) return std::nullopt;
    auto of_platform = object->owner == tx.caller().platform_owner();
    return Addressee{of_platform ? tx.at_platform() : tx, Tx::read<WebhookEndpoint>(*object)};
}

std::optional<Parcel> pack(Tx& tx, json::object const& payload) {
    auto to = addressee(tx, payload);
    auto event = tx.stored(text_at(payload, "event"));
    if (!to || !event || to->endpoint.deleted || to->endpoint.status != Status::enabled) return std::nullopt;
    Scratch scratch;
    auto document = parse_document(event->document, scratch.pointer());
    auto const& fields = document.as_object();
    auto version = Version::parse(to->endpoint.api_version.value_or(std::string(text_at(fields, "api_version"))));
    return Parcel{.event = event->id,
                  .event_type = std::string(text_at(fields, "type")),
                  .endpoint = to->endpoint.id,
                  .url = to->endpoint.url,
                  .body = events::delivered(tx, event->document, version.value_or(tx.caller().default_version)),
                  .secrets = signing_secrets(to->tx, to->endpoint),
                  .livemode = tx.livemode()};
}

std::string signature(std::vector<std::string> const& secrets, Timestamp at, std::string_view body, bool livemode) {
    auto time = std::to_string(at);
    auto signed_text = time + '.' + std::string(body);
    auto out = "t=" + time;
    for (auto const& secret : secrets) out += ",v1=" + crypto::hex(crypto::hmac_sha256(secret, signed_text));
    if (!livemode) out += ",v0=" + crypto::hex(crypto::hmac_sha256("v0", signed_text));
    return out;
}

std::vector<Header> headers_of(std::string const& signature) {
    return {{"Content-Type", "application/json; charset=utf-8"},
            {"Cache-Control", "no-cache"},
            {"User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)"},
            {"Accept", "*/*; q=0.5, application/xml"},
            {"Stripe-Signature", signature}};
}

// The delivery as it was after the attempt before, or a new one.
static std::pair<Delivery, bool> delivery_for(Tx& tx, Addressee& to, std::string const& event) {
    for (auto& known : webhook_endpoints::deliveries_of(tx, event))
        if (known.webhook_endpoint == to.endpoint.id) return {std::move(known), false};
    Delivery fresh{.id = to.tx.fresh_id<Delivery>()};
    fresh.created = tx.now();
    fresh.event = event;
    fresh.livemode = tx.livemode();
    fresh.webhook_endpoint = to.endpoint.id;
    if (auto object = tx.stored(event)) {
        Scratch scratch;
        fresh.event_type = text_at(parse_document(object->document, scratch.pointer()).as_object(), "type");
    }
    return {std::move(fresh), true};
}

static Timestamp with_jitter(Tx& tx, Timestamp wait) {
    auto tenth = static_cast<std::uint64_t>(wait / 10);
    return wait + static_cast<Timestamp>(tx.environment().random.bits() % (2 * tenth + 1)) -
           static_cast<Timestamp>(tenth);
}

static void add_attempt(Tx& tx, Delivery& delivery, Outcome const& outcome, json::object const& payload) {
    Attempt attempt{.created = outcome.sent_at, .duration = outcome.duration_ms, .http_status = outcome.status};
    if (!outcome.problem.empty()) attempt.problem = outcome.problem;
    attempt.response_body = valid_utf8(outcome.body);
    attempt.signature = outcome.signature;
    delivery.attempts.push_back(std::move(attempt));
    if (outcome.succeeded() && delivery.status.can(DeliveryStep::succeed)) delivery.status.take(DeliveryStep::succeed);
    if (payload.contains("resend")) return;  // beside the schedule, which goes on
    delivery.next_attempt.reset();
    if (outcome.succeeded()) return;
    auto waits = retries(tx);
    auto failed = static_cast<std::size_t>(integer_at(payload, "failed"));
    if (failed < waits.size()) {
        delivery.next_attempt = tx.now() + with_jitter(tx, waits[failed]);
        auto next = payload;
        next["failed"] = failed + 1;
        tx.enqueue(*delivery.next_attempt, std::string(webhook_endpoints::kDeliverJob), std::move(next));
    } else if (delivery.status.can(DeliveryStep::give_up)) {
        delivery.status.take(DeliveryStep::give_up);
    }
}

void record(Tx& tx, store::Job const& job, json::object const& payload, std::optional<Outcome> const& outcome) {
    tx.session().done(job);
    auto to = addressee(tx, payload);
    if (!to) return;
    auto [delivery, is_new] = delivery_for(tx, *to, std::string(text_at(payload, "event")));
    if (outcome) {
        delivery.url = to->endpoint.url;
        add_attempt(tx, delivery, *outcome, payload);
        note_answer(to->tx, to->endpoint, outcome->succeeded());
    } else {  // further retries stop
        delivery.next_attempt.reset();
        if (delivery.status.can(DeliveryStep::give_up)) delivery.status.take(DeliveryStep::give_up);
    }
    if (!is_new) return to->tx.update(delivery);
    to->tx.insert(delivery);
}

}  // namespace bursar::webhook_deliveries
