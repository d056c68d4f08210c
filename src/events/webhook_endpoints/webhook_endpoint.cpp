#include "events/webhook_endpoints/webhook_endpoint.hpp"

#include <algorithm>

#include "api/endpoints.hpp"
#include "api/later_version.hpp"
#include "events/webhook_endpoints/delivery.hpp"
#include "events/webhook_endpoints/event_types.hpp"
#include "events/webhook_endpoints/subscriptions.hpp"
#include "events/webhook_endpoints/url.hpp"

namespace bursar::webhook_endpoints {

using namespace api;

static constexpr std::size_t kEndpointsMax = 16;  // per account and mode (reference/events.md: Endpoints)

std::vector<std::string> signing_secrets(Tx& tx, WebhookEndpoint const& endpoint) {
    std::vector<std::string> out;
    auto add = [&](std::int64_t record) {
        vault::use(tx.session(), tx.environment().vault_keys, static_cast<Seq>(record),
                   [&](vault::SecretNumber const& secret) { out.emplace_back(secret.reveal()); });
    };
    add(endpoint.secret_record);
    if (endpoint.previous_until > tx.now()) add(endpoint.previous_record);
    return out;
}

static std::string new_secret(Tx& tx, WebhookEndpoint& endpoint) {
    auto secret = "whsec_" + tx.letters(32);
    endpoint.secret_record =
        static_cast<std::int64_t>(vault::put(tx.session(), tx.environment().vault_keys, vault::SecretNumber(secret)));
    return secret;
}

std::string roll_secret(Tx& tx, WebhookEndpoint& endpoint, Timestamp overlap) {
    endpoint.previous_record = endpoint.secret_record;
    endpoint.previous_until = tx.now() + std::clamp<Timestamp>(overlap, 0, kDay);
    auto secret = new_secret(tx, endpoint);
    save(tx, endpoint);
    return secret;
}

void save(Tx& tx, WebhookEndpoint const& endpoint) {
    tx.update(endpoint);
    note_subscriptions(tx);
}

void note_answer(Tx& tx, WebhookEndpoint endpoint, bool succeeded) {
    auto quiet_for = tx.now() - endpoint.answered_at;
    if (succeeded && quiet_for >= kHour) {
        endpoint.answered_at = tx.now();
        tx.update(endpoint);
    } else if (!succeeded && endpoint.status == Status::enabled && quiet_for > kDisabledAfter) {
        endpoint.status.take(Step::disable);
        save(tx, endpoint);
    }
}

std::vector<Delivery> deliveries_of(Tx& tx, std::string_view event) { return tx.all<Delivery>("event", event); }

namespace {

Result<void> check_events(std::vector<std::string> const& names) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == "*" || is_event_type(names[i])) continue;
        // Unknown: the wording; in the style of every other list of words.
        std::vector<std::string_view> words{"*"};
        std::ranges::copy(event_types(), std::back_inserter(words));
        return refuse_word("enabled_events[" + std::to_string(i) + "]", words);
    }
    return {};
}

struct CreateParams {
    std::optional<std::string> api_version;
    std::optional<bool> connect;
    Emptyable<std::string> description;
    std::vector<std::string> enabled_events;
    MetadataParam metadata;
    std::string url;
};
FIELDS(CreateParams, api_version, connect, description, enabled_events, metadata, url);

Result<Reply> create(Tx& tx, CreateParams p) {
    if (tx.caller().on_connected())
        return refuse("", "",
                      "You are not permitted to configure webhook endpoints on a connected account. Did you mean to "
                      "create a Connect webhook on your account instead?");
    if (p.enabled_events.empty()) return refuse_missing("enabled_events");
    TRY_DO(check_events(p.enabled_events));
    TRY_DO(check_url(tx, p.url));
    auto version = p.api_version ? Version::parse(*p.api_version) : Version();
    if (!version || (stand_in(*version) && !tx.environment_is_sandbox()))
        return refuse("", "api_version", "Invalid API version: " + *p.api_version);
    if (tx.all<WebhookEndpoint>({}, {}).size() >= kEndpointsMax)
        // Unknown: the wording.
        return refuse("", "",
                      "You have reached the maximum of 16 " + std::string(tx.livemode() ? "live" : "test") +
                          " webhook endpoints.");
    WebhookEndpoint endpoint{.id = tx.fresh_id<WebhookEndpoint>()};
    endpoint.api_version = p.api_version;
    endpoint.connect = p.connect.value_or(false);
    if (endpoint.connect) endpoint.application = tx.application_id();
    endpoint.created = endpoint.answered_at = tx.now();
    p.description.apply_to(endpoint.description);
    endpoint.enabled_events = p.enabled_events;
    endpoint.livemode = tx.livemode();
    p.metadata.apply_to(endpoint.metadata);
    endpoint.url = p.url;
    auto secret = new_secret(tx, endpoint);
    tx.insert(endpoint);
    note_subscriptions(tx);
    endpoint.secret = secret;
    return reply_with(endpoint);
}

Result<Reply> retrieve(Tx& tx, std::string id) {
    TRY(auto endpoint, find_in_path<WebhookEndpoint>(tx, id));
    return reply_with(endpoint);
}

struct UpdateParams {
    Emptyable<std::string> description;
    std::optional<bool> disabled;
    std::vector<std::string> enabled_events;
    MetadataParam metadata;
    std::optional<std::string> url;
};
FIELDS(UpdateParams, description, disabled, enabled_events, metadata, url);

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto endpoint, find_in_path<WebhookEndpoint>(tx, id));
    TRY_DO(check_events(p.enabled_events));
    if (p.url) TRY_DO(check_url(tx, *p.url));
    if (p.url) endpoint.url = *p.url;
    if (!p.enabled_events.empty()) endpoint.enabled_events = p.enabled_events;
    p.description.apply_to(endpoint.description);
    p.metadata.apply_to(endpoint.metadata);
    if (p.disabled) {
        auto step = *p.disabled ? Step::disable : Step::enable;
        if (endpoint.status.can(step)) endpoint.status.take(step);
        endpoint.answered_at = tx.now();
    }
    save(tx, endpoint);
    return reply_with(endpoint);
}

Result<Reply> remove(Tx& tx, std::string id) {
    TRY(auto endpoint, find_in_path<WebhookEndpoint>(tx, id));
    endpoint.deleted = true;
    save(tx, endpoint);
    return deleted_reply(WebhookEndpoint::kObject, id);
}

Result<Reply> list(Tx& tx, Page page) {
    return list_reply(tx, page,
                      {.object = "webhook_endpoint", .noun = WebhookEndpoint::kNoun, .url = "/v1/webhook_endpoints"});
}

constexpr Route kRoutes[] = {
    post<create>("/v1/webhook_endpoints"),           api::list<list>("/v1/webhook_endpoints"),
    api::get<retrieve>("/v1/webhook_endpoints/:id"), post<update>("/v1/webhook_endpoints/:id"),
    del<remove>("/v1/webhook_endpoints/:id"),
};

}  // namespace

ResourceType const kResource{
    .object = "webhook_endpoint", .routes = kRoutes, .expandable = {}, .shape = fields_of<WebhookEndpoint>};

}  // namespace bursar::webhook_endpoints
