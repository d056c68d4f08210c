// Deliveries for whoever looks after endpoints: read, sent again, secrets rolled. The reference keeps these for its
// dashboard; only POST /v1/events/:id/retry, which its command line uses, has a name there.
#include "api/errors.hpp"
#include "api/page.hpp"
#include "events/events/event.hpp"
#include "events/webhook_deliveries/webhook_delivery.hpp"
#include "events/webhook_endpoints/delivery.hpp"
#include "events/webhook_endpoints/subscriptions.hpp"
#include "events/webhook_endpoints/webhook_endpoint.hpp"

namespace bursar::webhook_deliveries {

using namespace api;
using webhook_endpoints::Delivery;
using webhook_endpoints::WebhookEndpoint;

namespace {

void deliver(Tx& tx, json::object const& payload) {
    // Taken up by this server: leased, and handed to its courier when this has been committed. Or put off, when so many
    // wait for that endpoint already that it would only be kept in memory.
    auto wait = tx.environment().delivery_wait(std::string(text_at(payload, "endpoint")));
    if (wait == 0)
        tx.enqueue(tx.now() + webhook_endpoints::kLease, std::string(webhook_endpoints::kLeasedJob), payload);
    else
        tx.enqueue(tx.now() + wait, std::string(webhook_endpoints::kDeliverJob), payload);
}

Result<WebhookEndpoint> endpoint_in(Tx& tx, std::string const& id, int status) {
    auto endpoint = tx.find<WebhookEndpoint>(id);
    if (!endpoint) return no_such(WebhookEndpoint::kNoun, id, status == 404 ? "id" : "webhook_endpoint", status);
    return std::move(*endpoint);
}

struct RetryParams {
    std::optional<std::string> account;
    std::optional<bool> for_stripecli;
    std::optional<std::string> webhook_endpoint;
};
FIELDS(RetryParams, account, for_stripecli, webhook_endpoint);

Result<Tx> acting_for(Tx& tx, std::optional<std::string> const& account) {
    if (!account || *account == tx.caller().account_id) return tx;
    auto object = tx.at_platform().own(*account);
    if (!object || !Tx::is_a(*object, "account")) return no_such("account", *account, "account");
    return tx.at_account(*account);
}

Result<Reply> retry(Tx& tx, std::string id, RetryParams p) {
    TRY(auto own, acting_for(tx, p.account));
    auto event = own.own(id);
    if (!event || !Tx::is_a(*event, "event")) return no_such("event", id, "id", 404);
    auto send_to = [&](std::string const& endpoint) { webhook_endpoints::stage_for(own, id, endpoint, true); };
    if (p.webhook_endpoint) {
        TRY(auto endpoint, endpoint_in(tx, *p.webhook_endpoint, 400));
        send_to(endpoint.id);
    } else if (p.for_stripecli.value_or(false)) {
        events::resend_to_listeners(own, id);
    } else {
        for (auto const& delivery : webhook_endpoints::deliveries_of(own, id)) send_to(delivery.webhook_endpoint);
    }
    return Reply{200, events::shown(own, event->document)};
}

struct ListParams {
    std::optional<std::string> event, webhook_endpoint;
};
FIELDS(ListParams, event, webhook_endpoint);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    ListQuery query{.object = Delivery::kObject, .noun = Delivery::kNoun, .url = "/dashboard/api/deliveries"};
    if (p.webhook_endpoint) {
        query.filter = "webhook_endpoint";
        query.value = *p.webhook_endpoint;
    }
    if (p.event) query.matches = [&](json::object const& delivery) { return text_at(delivery, "event") == *p.event; };
    return list_reply(tx, page, query);
}

// Every delivery to the endpoint that has not succeeded, newest first, at most kAtOnce of them.
constexpr std::size_t kAtOnce = 1000;

Result<Reply> resend_failed(Tx& tx, std::string id) {
    TRY(auto endpoint, endpoint_in(tx, id, 404));
    std::int64_t count = 0;
    for (auto const& delivery : tx.all<Delivery>("webhook_endpoint", id, 100 * kAtOnce)) {
        if (delivery.status == webhook_endpoints::DeliveryStatus::succeeded || count == kAtOnce) continue;
        auto event = tx.stored(delivery.event);
        if (!event) continue;
        auto of_platform = event->owner == tx.caller().owner;
        auto account = std::string(text_at(parse_document(event->document).as_object(), "account"));
        auto own = of_platform ? tx : tx.at(event->owner, account);
        webhook_endpoints::stage_for(own, delivery.event, id, true);
        ++count;
    }
    return Reply{200, R"({"object":"resend","count":)" + std::to_string(count) + "}"};
}

struct RollParams {
    std::optional<std::int64_t> overlap;  // seconds for which the old secret signs, too
};
FIELDS(RollParams, overlap);

Result<Reply> roll(Tx& tx, std::string id, RollParams p) {
    TRY(auto endpoint, endpoint_in(tx, id, 404));
    auto secret = webhook_endpoints::roll_secret(tx, endpoint, p.overlap.value_or(kDay));
    endpoint.secret = secret;
    return reply_with(endpoint);
}

constexpr Route kRoutes[] = {
    post<retry>("/v1/events/:id/retry"),
    api::list<list>("/dashboard/api/deliveries"),
    post<resend_failed>("/dashboard/api/webhook_endpoints/:id/resend_failed"),
    post<roll>("/dashboard/api/webhook_endpoints/:id/roll_secret"),
};
constexpr JobKind kJobs[] = {{webhook_endpoints::kDeliverJob, deliver}, {webhook_endpoints::kLeasedJob, deliver, true}};

}  // namespace

ResourceType const kResource{.object = "webhook_delivery",
                             .routes = kRoutes,
                             .expandable = {},
                             .jobs = kJobs,
                             .shape = fields_of<webhook_endpoints::Delivery>};

}  // namespace bursar::webhook_deliveries
