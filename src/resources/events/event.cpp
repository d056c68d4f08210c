#include "resources/events/event.hpp"

#include <algorithm>

#include "api/errors.hpp"
#include "api/page.hpp"

namespace bursar::events {

using namespace api;

void emit(Tx& tx, std::string_view type, std::string const& document, json::object const* previous) {
    store::Object event{.owner = tx.caller().owner};
    event.id = tx.fresh_id("evt");
    event.seq = tx.seq_of(event.id);
    event.state = "{}";
    auto& out = event.document;
    out.reserve(document.size() + 512);
    out += R"({"id":")" + event.id + R"(","object":"event")";
    if (tx.caller().on_connected()) out += R"(,"account":")" + tx.caller().account_id + '"';
    out += R"(,"api_version":")" + tx.caller().default_version.name() + R"(","created":)" + std::to_string(tx.now());
    out += R"(,"data":{"object":)" + document;
    if (previous) {
        out += R"(,"previous_attributes":)";
        write_json(out, *previous);
    }
    out += R"(},"livemode":)";
    out += tx.livemode() ? "true" : "false";
    out += R"(,"pending_webhooks":0,"request":{"id":)";
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
    tx.session().insert(event, {tx.key_of("event")});
}

json::object changed_fields(json::object const& before, json::object const& after) {
    json::object changes;
    for (auto const& [key, now] : after) {
        auto const* was = before.if_contains(key);
        if (was && *was == now) continue;
        if (was && was->is_object() && now.is_object())
            changes[key] = changed_fields(was->get_object(), now.get_object());
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
    auto changes = changed_fields(parse_document(before, scratch.pointer()).get_object(),
                                  parse_document(after, scratch.pointer()).get_object());
    emit(tx, type, after, &changes);
}

namespace {

struct ListParams {
    std::optional<bool> delivery_success;
    std::optional<std::string> type;
    std::vector<std::string> types;
};
FIELDS(ListParams, delivery_success, type, types);

bool type_matches(std::string_view wanted, std::string_view type) {
    if (wanted.ends_with('*')) return type.starts_with(wanted.substr(0, wanted.size() - 1));
    return wanted == type;
}

Result<Reply> list(Tx& tx, Page page, ListParams params) {
    if (params.type && !params.types.empty())
        return refuse("", "type", "You may only specify one of these parameters: type, types.");
    ListQuery query{.object = "event", .noun = "event", .url = "/v1/events"};
    if (params.type) params.types.push_back(*params.type);
    if (!params.types.empty())
        query.matches = [types = params.types](json::object const& event) {
            return std::ranges::any_of(types, [&](auto const& t) { return type_matches(t, text_at(event, "type")); });
        };
    return list_reply(tx, page, query);
}

Result<Reply> retrieve(Tx& tx, std::string id) {
    auto object = tx.own(id);
    if (!object || !Tx::is_a(*object, "event")) return no_such("event", id, "id", 404);
    return Reply{200, object->document};
}

constexpr Route kRoutes[] = {
    api::list<list>("/v1/events"),
    api::get<retrieve>("/v1/events/:id"),
};

}  // namespace

ResourceType const kResource{.object = "event", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::events
