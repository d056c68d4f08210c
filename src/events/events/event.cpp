#include "events/events/event.hpp"

#include <algorithm>

#include "api/catalogue.hpp"
#include "api/errors.hpp"
#include "api/page.hpp"
#include "api/versions/walk.hpp"
#include "events/webhook_endpoints/delivery.hpp"
#include "events/webhook_endpoints/subscriptions.hpp"

namespace bursar::events {

using namespace api;

// In the transaction of the change, which is stored by now.
static void react(Tx& tx, std::string_view type, std::string const& document) {
    auto const* catalogue = tx.environment().catalogue;
    if (!catalogue) return;
    auto reactions = catalogue->reactions(type);
    if (reactions.empty()) return;
    auto id = member(document, "id");
    MUST(id.size() > 2);
    for (auto const* reaction : reactions) reaction->run(tx, std::string(id.substr(1, id.size() - 2)));
}

void emit(Tx& tx, std::string_view type, std::string const& document, json::object const* previous) {
    auto id = tx.fresh_id("evt");
    auto pending = webhook_endpoints::stage(tx, id, type);
    std::string out;
    out.reserve(document.size() + 512);
    out += R"({"id":")" + id + R"(","object":"event")";
    if (tx.caller().on_connected()) out += R"(,"account":")" + tx.caller().account_id + '"';
    out +=
        R"(,"api_version":")" + tx.caller().default_version.name() + R"(","created":)" + std::to_string(tx.world_now());
    out += R"(,"data":{"object":)" + document;
    if (previous) {
        out += R"(,"previous_attributes":)";
        write_json(out, *previous);
    }
    out += R"(},"livemode":)";
    out += tx.livemode() ? "true" : "false";
    out += R"(,"pending_webhooks":)" + std::to_string(pending) + R"(,"request":{"id":)";
    auto text_or_null = [&](std::string const& text) {
        if (text.empty())
            out += "null";
        else
            write_json_string(out, text);
    };
    text_or_null(tx.caller().request_id);
    out += R"(,"idempotency_key":)";
    text_or_null(tx.caller().idempotency_key);
    out += R"(},"type":")" + std::string(type) + R"("})";
    tx.insert(std::move(id), kListed, std::move(out));
    react(tx, type, document);
}

json::object changed_fields(json::object const& before, json::object const& after) {
    json::object changes;
    for (auto const& [key, now] : after) {
        auto const* was = before.if_contains(key);
        if (was && *was == now) continue;
        if (was && was->is_object() && now.is_object())
            changes[key] = changed_fields(was->as_object(), now.as_object());
        else
            changes[key] = was ? *was : json::value(nullptr);
    }
    for (auto const& [key, was] : before)
        if (!after.contains(key)) changes[key] = was;
    return changes;
}

void emit_change(Tx& tx, std::string_view type, std::string const& before, std::string const& after) {
    if (before == after) return;
    Scratch scratch;
    auto changes = changed_fields(parse_document(before, scratch.pointer()).as_object(),
                                  parse_document(after, scratch.pointer()).as_object());
    emit(tx, type, after, &changes);
}

// The shape that the object had for callers of `version`.
static void render(Tx& tx, json::object& event, Version const& version) {
    event["api_version"] = version.name();
    walk_back(tx, event["data"].as_object()["object"], version);
}

std::string delivered(Tx& tx, std::string const& document, Version const& version) {
    auto event = parse_document(document);
    render(tx, event.as_object(), version);
    return pretty(to_text(event));
}

std::string shown(Tx& tx, std::string const& document) {
    Scratch scratch;
    auto event = parse_document(document, scratch.pointer());
    auto& fields = event.as_object();
    auto version = Version::parse(text_at(fields, "api_version"));
    auto staged = integer_at(fields, "pending_webhooks");
    bool older = version && changes_anything(tx, *version);
    if (!older && staged == 0) return document;
    if (older) render(tx, fields, *version);
    for (auto const& delivery : webhook_endpoints::deliveries_of(tx, text_at(fields, "id")))
        if (delivery.status == webhook_endpoints::DeliveryStatus::succeeded) --staged;
    fields["pending_webhooks"] = std::max<std::int64_t>(staged, 0);
    return to_text(event);
}

void resend_to_listeners(Tx& tx, std::string const& event) {
    auto platform = tx.at_platform();
    Resend resend{.id = platform.fresh_id<Resend>()};
    resend.event = event;
    platform.insert(resend);
}

namespace {

// What emit() has written, for whoever asks what an event looks like.
struct EventSubject {
    Raw object;
    Omitted<Raw> previous_attributes;
};
FIELDS(EventSubject, object, previous_attributes);

struct EventRequest {
    std::optional<std::string> id, idempotency_key;
};
FIELDS(EventRequest, id, idempotency_key);

struct Event {
    std::string id, object;
    Omitted<std::string> account;
    std::string api_version;
    Timestamp created = 0;
    EventSubject data;
    bool livemode = false;
    std::int64_t pending_webhooks = 0;
    EventRequest request;
    std::string type;
};
FIELDS(Event, id, object, account, api_version, created, data, livemode, pending_webhooks, request, type);

struct ListParams {
    static constexpr std::string_view kExclusive[] = {"type, types"};
    std::optional<bool> delivery_success;
    std::optional<std::string> type;
    std::vector<std::string> types;
};
FIELDS(ListParams, delivery_success, type, types);

bool type_matches(std::string_view wanted, std::string_view type) {
    if (wanted.ends_with('*')) return type.starts_with(wanted.substr(0, wanted.size() - 1));
    return wanted == type;
}

// All endpoints that it was for have answered with 2xx.
bool is_delivered(Tx& tx, json::object const& event) {
    auto staged = static_cast<std::size_t>(integer_at(event, "pending_webhooks"));
    if (staged == 0) return true;
    auto deliveries = webhook_endpoints::deliveries_of(tx, text_at(event, "id"));
    auto done = std::ranges::count_if(deliveries, [](auto const& delivery) {
        return delivery.status == webhook_endpoints::DeliveryStatus::succeeded;
    });
    return static_cast<std::size_t>(done) >= staged;
}

Result<Reply> list(Tx& tx, Page page, ListParams params) {
    ListQuery query{.object = "event", .noun = "event", .url = "/v1/events"};
    if (params.type) params.types.push_back(*params.type);
    if (params.types.size() > 20) return refuse("", "types", "You may only specify up to 20 types.");
    if (!params.types.empty() || params.delivery_success)
        query.matches = [&](json::object const& event) {
            auto is_wanted = [&](auto const& type) { return type_matches(type, text_at(event, "type")); };
            if (!params.types.empty() && std::ranges::none_of(params.types, is_wanted)) return false;
            return !params.delivery_success || *params.delivery_success == is_delivered(tx, event);
        };
    query.shown = shown;
    return list_reply(tx, page, query);
}

Result<Reply> retrieve(Tx& tx, std::string id) {
    auto object = tx.own(id);
    if (!object || !Tx::is_a(*object, "event")) return no_such("event", id, "id", 404);
    return Reply{200, shown(tx, object->document)};
}

constexpr Route kRoutes[] = {
    api::list<list>("/v1/events"),
    api::get<retrieve>("/v1/events/:id"),
};

// What an event holds is as it was then: nothing of it is expanded.
constexpr Expandable kExpandable[] = {{"data"}, {"request"}};

}  // namespace

ResourceType const kResource{
    .object = "event", .routes = kRoutes, .expandable = kExpandable, .shape = fields_of<Event>};

}  // namespace bursar::events
