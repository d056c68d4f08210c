#include "app/openapi.hpp"

#include <algorithm>
#include <utility>

#include "api/answers.hpp"
#include "api/expand_paths.hpp"
#include "api/page.hpp"
#include "app/json_schema.hpp"

namespace bursar::app {

namespace {

using api::Access;
using api::Answer;
using api::answer_of;
using api::reads;
using Types = std::span<api::ResourceType const* const>;

json::object reference(std::string_view component) {
    return {{"$ref", "#/components/schemas/" + std::string(component)}};
}

json::object any_of(json::array schemas) {
    return schemas.size() == 1 ? schemas[0].as_object() : json::object{{"anyOf", std::move(schemas)}};
}

// ---- the kinds ----

// An object of which nothing else is known.
json::object some_object() { return {{"type", "object"}, {"additionalProperties", true}}; }

// A field that may be expanded is an id, or the object of that id.
json::object expandable(json::object id) {
    return {{"description", "An id; expanded, the object."}, {"anyOf", json::array{std::move(id), some_object()}}};
}

// What expand[] may name of a kind, and where it leads (api/resource.hpp: Expandable).
json::array expandable_table(api::ResourceType const& type) {
    json::array out;
    for (auto const& one : type.expandable) {
        json::array to;
        api::for_each_kind(one.to, [&](std::string_view kind) { to.push_back(json::string(kind)); });
        json::object entry{{"path", json::string(one.path)}, {"to", std::move(to)}, {"listed", one.listed}};
        if (!one.before.empty()) entry["before"] = json::string(one.before);
        out.push_back(std::move(entry));
    }
    return out;
}

json::object shape_schema(api::ResourceType const& type) {
    json::object object{{"const", json::string(type.object)}};
    if (!type.shape)
        return {{"type", "object"},
                {"properties", json::object{{"object", std::move(object)}}},
                {"required", json::array{"object"}},
                {"additionalProperties", true}};
    auto what_is = [&](std::string const& path, json::object schema) -> std::optional<json::object> {
        if (path == "object") return object;
        auto const* kind = schema.if_contains("type");  // of a list its elements are
        if (!kind || *kind != "string") return std::nullopt;
        if (std::ranges::find(type.expandable, path, &api::Expandable::path) == type.expandable.end())
            return std::nullopt;
        return expandable(std::move(schema));
    };
    auto out = document_schema(type.shape(), what_is);
    auto& properties = out["properties"].as_object();
    for (auto const& one : type.expandable)
        if (one.render && !one.path.contains('.') && !properties.contains(one.path))
            properties[one.path] = json::object{{"description", "Only when it is expanded."}};
    return out;
}

json::object kind_schema(api::ResourceType const& type) {
    auto out = shape_schema(type);
    out["x-bursar-expandable"] = expandable_table(type);
    return out;
}

json::object deleted_schema() {
    json::object text{{"type", "string"}};
    return {{"type", "object"},
            {"properties", json::object{{"id", text}, {"object", text}, {"deleted", json::object{{"const", true}}}}},
            {"required", json::array{"id", "deleted"}}};
}

json::object error_schema() {
    json::object properties;
    for (auto name : {"advice_code", "charge", "code", "decline_code", "doc_url", "message", "network_decline_code",
                      "param", "request_log_url", "type"})
        properties[name] = json::object{{"type", "string"}};
    for (auto name : {"payment_intent", "payment_method", "setup_intent", "source"}) properties[name] = some_object();
    json::object error{{"type", "object"}, {"properties", std::move(properties)}, {"required", json::array{"type"}}};
    return {{"type", "object"},
            {"properties", json::object{{"error", std::move(error)}}},
            {"required", json::array{"error"}}};
}

void take_required_away(json::value& schema) {
    if (auto* array = schema.if_array())
        for (auto& one : *array) take_required_away(one);
    if (auto* object = schema.if_object()) {
        if (auto* required = object->if_contains("required"); required && required->is_array())
            object->erase("required");
        for (auto& [name, one] : *object) take_required_away(one);
    }
}

// What a publishable key is shown: no kind says in its table which part that is.
std::string publishable(std::string_view kind) { return std::string(kind) + ".publishable"; }

bool is_shown_to_browsers(api::ResourceType const& kind, Types types) {
    for (auto const* type : types)
        for (auto const& route : type->routes)
            if (route.access == Access::browser && std::ranges::count(answer_of(route, *type).kinds, kind.object))
                return true;
    return false;
}

json::object components(Types types) {
    json::object schemas{{"Deleted", deleted_schema()}, {"Error", error_schema()}};
    for (auto const* type : types)
        if (!type->object.empty()) {
            json::value schema = kind_schema(*type);
            schemas[type->object] = schema;
            if (!is_shown_to_browsers(*type, types)) continue;
            take_required_away(schema);
            schemas[publishable(type->object)] = std::move(schema);
        }
    json::object key{{"type", "http"}, {"description", "An API key"}};
    auto basic = key, bearer = key;
    basic["scheme"] = "basic";
    basic["description"] = "The API key as the user, and no password.";
    bearer["scheme"] = "bearer";
    return {{"schemas", std::move(schemas)},
            {"securitySchemes", json::object{{"basic", std::move(basic)}, {"bearer", std::move(bearer)}}}};
}

// ---- answers ----

json::object list_schema(json::object element, bool is_search) {
    json::object boolean{{"type", "boolean"}}, text{{"type", "string"}}, integer{{"type", "integer"}};
    json::object properties{{"object", json::object{{"const", is_search ? "search_result" : "list"}}},
                            {"data", json::object{{"type", "array"}, {"items", std::move(element)}}},
                            {"has_more", boolean},
                            {"total_count", integer},
                            {"url", text}};
    if (is_search) properties["next_page"] = json::object{{"type", json::array{"string", "null"}}};
    return {{"type", "object"},
            {"properties", std::move(properties)},
            {"required", json::array{"object", "data", "has_more", "url"}}};
}

// One that is read or changed may be gone, and then is told of by its stub.
bool may_be_gone(Answer const& answer) {
    return std::ranges::any_of(answer.kinds, [](auto kind) { return kind == "customer"; });
}

json::object answer_schema(Answer const& answer, api::Route const& route) {
    json::array kinds;
    for (auto kind : answer.kinds) kinds.push_back(reference(kind));
    if (kinds.empty()) kinds.push_back(some_object());
    switch (answer.form) {
        case Answer::Form::object:
            if (route.method == "GET" && may_be_gone(answer)) kinds.push_back(reference("Deleted"));
            if (route.access == Access::browser && !answer.kinds.empty())
                kinds.push_back(reference(publishable(answer.kinds.front())));
            return any_of(std::move(kinds));
        case Answer::Form::list:
            return list_schema(any_of(std::move(kinds)), false);
        case Answer::Form::search:
            return list_schema(any_of(std::move(kinds)), true);
        case Answer::Form::deleted:
            if (!std::ranges::count(answer.kinds, "source")) return reference("Deleted");
            return any_of({reference("Deleted"), reference("source")});  // which is only detached
        case Answer::Form::page:
        case Answer::Form::stream:
            return {{"type", "string"}};
    }
    std::unreachable();
}

json::object answers_of(api::Route const& route, api::ResourceType const& type) {
    auto answer = answer_of(route, type);
    auto content = [](std::string_view media, json::object schema) {
        return json::object{{media, json::object{{"schema", std::move(schema)}}}};
    };
    if (answer.form == Answer::Form::page)
        return {{"default", json::object{{"description", "A page, or the way to one."},
                                         {"content", content("text/html", answer_schema(answer, route))}}}};
    auto media = answer.form == Answer::Form::stream ? "text/event-stream" : "application/json";
    return {{"200", json::object{{"description", "What was asked for."},
                                 {"content", content(media, answer_schema(answer, route))}}},
            {"default", json::object{{"description", "Why it was refused, or declined."},
                                     {"content", content("application/json", reference("Error"))}}}};
}

// ---- what is asked ----

// /v1/customers/:id: {"v1", "customers", ":id"}
std::vector<std::string> segments(std::string_view pattern) {
    std::vector<std::string> out;
    for (char c : pattern)
        if (c == '/')
            out.emplace_back();
        else
            out.back().push_back(c);
    return out;
}

std::string operation_id(api::Route const& route) {
    std::string out;
    for (char c : route.method) out.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
    for (auto const& segment : segments(route.pattern)) {
        if (segment == "v1") continue;
        bool starts = true;
        for (char c : segment) {
            bool is_letter = std::isalnum(static_cast<unsigned char>(c));
            if (is_letter) out.push_back(starts ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c);
            starts = !is_letter;
        }
    }
    return out;
}

std::string path_of(std::string_view pattern) {
    std::string out;
    for (auto const& segment : segments(pattern))
        out += segment.starts_with(':') ? "/{" + segment.substr(1) + '}' : '/' + segment;
    return out;
}

// What every route that answers JSON takes besides its own: a list's `created` is a moment or a range of them.
json::object asked_schema(api::Route const& route) {
    auto out = parameters_schema(route.parameters);
    auto& properties = out["properties"].as_object();
    if (reads(route, fields_of<api::Page>)) {
        json::object moment{{"type", "integer"}};
        json::object range{{"gt", moment}, {"gte", moment}, {"lt", moment}, {"lte", moment}};
        properties["created"] = json::object{
            {"anyOf", json::array{moment, json::object{{"type", "object"}, {"properties", std::move(range)}}}}};
    }
    if (route.access != Access::anyone)
        properties["expand"] = json::object{{"type", "array"}, {"items", json::object{{"type", "string"}}}};
    return out;
}

// Written as name[key]=value and name[0]=value; without telling so, a generator writes JSON, or name=a&name=b.
bool is_deep(json::object const& schema) {
    if (auto const* any = schema.if_contains("anyOf"))
        return std::ranges::any_of(any->as_array(), [](auto const& one) { return is_deep(one.as_object()); });
    auto const* type = schema.if_contains("type");
    return type && (*type == "object" || *type == "array");
}

json::object body_of(json::object schema) {
    json::object encoding;
    for (auto const& [name, property] : schema.at("properties").as_object())
        if (is_deep(property.as_object())) encoding[name] = json::object{{"style", "deepObject"}, {"explode", true}};
    bool is_required = schema.contains("required");
    json::object media{{"schema", std::move(schema)}};
    if (!encoding.empty()) media["encoding"] = std::move(encoding);
    return {{"required", is_required},
            {"content", json::object{{"application/x-www-form-urlencoded", std::move(media)}}}};
}

void add_query(json::array& parameters, json::object const& schema) {
    auto const* required = schema.if_contains("required");
    for (auto const& [name, property] : schema.at("properties").as_object()) {
        json::object parameter{{"name", name}, {"in", "query"}, {"schema", property}};
        if (required && std::ranges::count(required->as_array(), json::value(name))) parameter["required"] = true;
        if (is_deep(property.as_object())) {
            parameter["style"] = "deepObject";
            parameter["explode"] = true;
        }
        parameters.push_back(std::move(parameter));
    }
}

std::string_view name_of(Access access) {
    switch (access) {
        case Access::secret:
            return "secret";
        case Access::browser:
            return "publishable";
        case Access::anyone:
            return "anyone";
    }
    std::unreachable();
}

json::object operation(api::Route const& route, api::ResourceType const& type) {
    json::array parameters;
    auto all = segments(route.pattern);
    for (auto const& segment : all)
        if (segment.starts_with(':'))
            parameters.push_back(json::object{{"name", segment.substr(1)},
                                              {"in", "path"},
                                              {"required", true},
                                              {"schema", json::object{{"type", "string"}}}});
    auto tag = all.front() == "v1" ? all.at(1) : all.front();
    json::object out{{"operationId", operation_id(route)},
                     {"tags", json::array{json::string(tag)}},
                     {"x-bursar-access", name_of(route.access)}};
    if (route.access == Access::anyone) out["security"] = json::array{};
    auto asked = asked_schema(route);
    if (route.method != "POST") add_query(parameters, asked);
    if (!parameters.empty()) out["parameters"] = std::move(parameters);
    if (route.method == "POST") out["requestBody"] = body_of(std::move(asked));
    out["responses"] = answers_of(route, type);
    return out;
}

json::object paths_of(Types types) {
    json::object out;
    for (auto const* type : types)
        for (auto const& route : type->routes) {
            auto& path = out[path_of(route.pattern)];
            if (path.is_null()) path = json::object{};
            path.as_object()[route.method == "GET"    ? "get"
                             : route.method == "POST" ? "post"
                                                      : "delete"] = operation(route, *type);
        }
    return out;
}

}  // namespace

json::object openapi_of(Types types) {
    return {{"openapi", "3.1.0"},
            {"info", json::object{{"title", "Bursar"}, {"version", kVersion}}},
            {"servers", json::array{json::object{{"url", "/"}}}},
            {"security", json::array{json::object{{"basic", json::array{}}}, json::object{{"bearer", json::array{}}}}},
            {"paths", paths_of(types)},
            {"components", components(types)}};
}

}  // namespace bursar::app
