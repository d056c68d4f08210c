#include "api/public_view.hpp"

#include <algorithm>

#include "api/catalogue.hpp"

namespace bursar::api {

bool PublicView::shows(std::string_view name) const {
    auto const fields = part ? part() : Fields();
    return std::ranges::find(fields, name, &Field::name) != fields.end() ||
           std::ranges::find(besides, name) != besides.end();
}

static void cut(json::object& object, PublicView const& view) {
    json::object seen;
    for (auto& [name, value] : object)
        if (view.shows(name)) seen.emplace(name, std::move(value));
    object = std::move(seen);
    if (view.trim) view.trim(object);
}

void cut_to_public_view(Catalogue const& catalogue, json::value& body) {
    if (auto* array = body.if_array())
        for (auto& element : *array) cut_to_public_view(catalogue, element);
    auto* object = body.if_object();
    if (!object) return;
    if (auto const* type = catalogue.type(text_at(*object, "object"))) {
        if (!type->shown_publicly.is_given()) {
            auto const* id = object->if_contains("id");
            body = id ? json::value(*id) : json::value();
            return;
        }
        cut(*object, type->shown_publicly);
    }
    for (auto& [name, value] : *object)
        if (value.is_structured()) cut_to_public_view(catalogue, value);
}

}  // namespace bursar::api
