#include "events/webhook_endpoints/subscriptions.hpp"

#include "events/webhook_endpoints/webhook_endpoint.hpp"

namespace bursar::webhook_endpoints {

using api::Tx;

static std::string setting_of(store::Owner owner) { return "webhooks/" + std::to_string(owner); }

void note_subscriptions(Tx& tx) {
    json::array endpoints;
    for (auto const& endpoint : tx.all<WebhookEndpoint>({}, {})) {
        if (endpoint.status != Status::enabled) continue;
        endpoints.push_back(
            json::object{{"id", endpoint.id},
                         {"connect", endpoint.connect.value},
                         {"events", json::array(endpoint.enabled_events.begin(), endpoint.enabled_events.end())}});
    }
    tx.session().put_setting(setting_of(tx.caller().owner), to_text(endpoints));
}

static bool wants(json::object const& endpoint, std::string_view type) {
    for (auto const& name : endpoint.at("events").as_array())
        if (name.as_string() == "*" || name.as_string() == type) return true;
    return false;
}

static void find_subscribed(Tx& tx, store::Owner owner, bool connect, std::string_view type,
                            std::vector<std::string>& out) {
    auto text = tx.session().setting(setting_of(owner));
    if (!text || text->size() <= 2) return;
    Scratch scratch;
    auto const endpoints = parse_document(*text, scratch.pointer());
    for (auto const& value : endpoints.as_array()) {
        auto const& endpoint = value.as_object();
        if (endpoint.at("connect").as_bool() == connect && wants(endpoint, type))
            out.emplace_back(text_at(endpoint, "id"));
    }
}

void stage_for(Tx& tx, std::string const& event, std::string const& endpoint, bool resend) {
    json::object payload{{"event", event}, {"endpoint", endpoint}};
    if (resend) payload["resend"] = true;
    tx.in_the_world().enqueue(tx.world_now() + kLease, std::string(kLeasedJob), std::move(payload));
}

std::size_t stage(Tx& tx, std::string const& event, std::string_view type) {
    std::vector<std::string> endpoints;
    find_subscribed(tx, tx.caller().owner, false, type, endpoints);
    if (tx.caller().on_connected()) find_subscribed(tx, tx.caller().platform_owner(), true, type, endpoints);
    for (auto const& endpoint : endpoints) stage_for(tx, event, endpoint, false);
    return endpoints.size();
}

}  // namespace bursar::webhook_endpoints
