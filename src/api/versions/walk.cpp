#include "api/versions/walk.hpp"

#include "api/catalogue.hpp"
#include "api/errors.hpp"

namespace bursar::api {

bool changes_anything(Tx& tx, Version const& version) {
    auto const* catalogue = tx.environment().catalogue;
    return catalogue && version.is_before(catalogue->newest_change());
}

static void walk(Tx& tx, Catalogue const& catalogue, json::value& value, Version const& version) {
    if (auto* array = value.if_array())
        for (auto& element : *array) walk(tx, catalogue, element, version);
    auto* object = value.if_object();
    if (!object) return;
    auto kind = text_at(*object, "object");
    auto const* type = catalogue.type(kind);
    bool is_event = kind == "event";  // it stays in the version that it was made in
    if (type)
        for (auto const& change : type->versions)
            if (version.is_before(change.date)) change.to_older(tx, *object);
    for (auto& [key, child] : *object)
        if (child.is_structured() && key != "metadata" && !(is_event && key == "data"))
            walk(tx, catalogue, child, version);
}

void walk_back(Tx& tx, json::value& body, Version const& version) {
    if (changes_anything(tx, version)) walk(tx, *tx.environment().catalogue, body, version);
}

void add(json::object& object, std::string_view field, json::value value) {
    object[field] = std::move(value);
    object = sorted(object);
}

json::object* inside(json::object& object, std::string_view outer, std::string_view inner) {
    auto* first = object.if_contains(outer);
    auto* second = first && first->is_object() ? first->as_object().if_contains(inner) : nullptr;
    return second && second->is_object() ? &second->as_object() : nullptr;
}

json::object listed_within(Tx& tx, ListOf const& list, std::string const& url) {
    json::array data;
    for (auto const& object : tx.newest(list, 10)) data.push_back(parse_document(object->document));
    auto total = static_cast<std::int64_t>(tx.older(list, 0, 1000).size());
    return {
        {"object", "list"}, {"data", std::move(data)}, {"has_more", total > 10}, {"total_count", total}, {"url", url}};
}

}  // namespace bursar::api
