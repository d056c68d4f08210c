// Webhook endpoints (reference/events.md: Endpoints).
#pragma once

#include "api/life.hpp"
#include "api/resource.hpp"

namespace bursar::webhook_endpoints {

enum class Status { enabled, disabled };
enum class Step { enable, disable };
inline constexpr api::Move<Status, Step> kMoves[] = {
    {Status::enabled, Step::disable, Status::disabled},
    {Status::disabled, Step::enable, Status::enabled},
};

struct WebhookEndpoint {
    static constexpr std::string_view kObject = "webhook_endpoint", kPrefix = "we", kNoun = "webhook endpoint",
                                      kPathParam = "id";

    std::string id;
    std::string object = "webhook_endpoint";
    std::optional<std::string> api_version;
    std::optional<std::string> application;
    Timestamp created = 0;
    std::optional<std::string> description;
    std::vector<std::string> enabled_events;
    bool livemode = false;
    Metadata metadata;
    Omitted<std::string> secret;  // in the answer to create only
    api::Life<Status, Step, kMoves, Status::enabled> status;
    std::string url;
    Hidden<bool> connect;  // for events of connected accounts, not for the account's own
    Hidden<bool> deleted;
    Hidden<std::int64_t> secret_record;    // in the vault
    Hidden<std::int64_t> previous_record;  // of the secret before, while it is being replaced
    Hidden<Timestamp> previous_until;
    Hidden<Timestamp> answered_at;  // about when an attempt was last answered with 2xx; at first, when it was enabled
};
FIELDS(WebhookEndpoint, id, object, api_version, application, created, description, enabled_events, livemode, metadata,
       secret, status, url, connect, deleted, secret_record, previous_record, previous_until, answered_at);

// What signs a delivery now: the current secret first, then the one it replaces.
std::vector<std::string> signing_secrets(api::Tx& tx, WebhookEndpoint const& endpoint);

// Replaces the secret; the old one signs, too, for `overlap` seconds (at most a day). Returns the new one.
std::string roll_secret(api::Tx& tx, WebhookEndpoint& endpoint, Timestamp overlap);

// Writes an endpoint that has changed, and what emit() looks at.
void save(api::Tx& tx, WebhookEndpoint const& endpoint);

// An attempt was answered, with 2xx or otherwise. After kDisabledAfter without any 2xx the endpoint is disabled.
// Written at most once an hour, so that deliveries side by side do not wait for one row. Unknown: how many days; the
// documentation says "several".
inline constexpr Timestamp kDisabledAfter = 7 * kDay;
void note_answer(api::Tx& tx, WebhookEndpoint endpoint, bool succeeded);

extern api::ResourceType const kResource;

}  // namespace bursar::webhook_endpoints
