#include "app/schema.hpp"

#include <utility>

namespace bursar::app {

namespace {

std::string_view name_of(Shape shape) {
    switch (shape) {
        case Shape::text:
            return "text";
        case Shape::integer:
            return "integer";
        case Shape::boolean:
            return "boolean";
        case Shape::word:
            return "word";
        case Shape::hash:
            return "hash";
        case Shape::list:
            return "list";
        case Shape::metadata:
            return "metadata";
        case Shape::anything:
            return "anything";
        case Shape::same:
            break;
    }
    std::unreachable();
}

json::value kind_document(Kind const& kind);

void add_fields(json::object& out, Fields fields) {
    for (auto const& field : fields) out[field.name] = kind_document(*field.kind);
    for (auto names : fields.exclusive)
        for_each_name(names, [&](std::string_view name) {
            if (!out.contains(name)) return;  // of another part of the struct
            auto& others = out[name].as_object()["exclusive"];
            if (!others.is_array()) others.emplace_array();
            for_each_name(names, [&](std::string_view other) {
                if (other != name) others.as_array().push_back(json::string(other));
            });
        });
}

json::value kind_document(Kind const& kind) {
    auto const* value = &kind;  // what is inside Emptyable, optional and their like
    bool clears = kind.clears;
    while (value->shape == Shape::same) {
        value = value->of;
        clears = clears || value->clears;
    }
    json::object out{{"shape", name_of(value->shape)}};
    if (kind.required) out["required"] = true;
    if (clears) out["clears"] = true;
    if (kind.ignored) out["ignored"] = true;
    if (kind.unsupported) out["unsupported"] = true;
    if (!kind.since.empty()) out["since"] = kind.since;
    if (!kind.until.empty()) out["until"] = kind.until;
    if (value->of) out["of"] = kind_document(*value->of);
    if (value->fields) add_fields(out["fields"].emplace_object(), value->fields());
    if (!value->words.empty()) out["words"] = json::array(value->words.begin(), value->words.end());
    if (value->min != INT64_MIN) out["min"] = value->min;
    if (value->max != INT64_MAX) out["max"] = value->max;
    return out;
}

std::string_view name_of(api::Access access) {
    switch (access) {
        case api::Access::secret:
            return "secret";
        case api::Access::browser:
            return "browser";
        case api::Access::anyone:
            return "anyone";
    }
    std::unreachable();
}

}  // namespace

json::value schema_of(api::Catalogue const& catalogue) {
    json::array out;
    for (auto const* route : catalogue.routes()) {
        json::object parameters;
        for (auto table : route->parameters) add_fields(parameters, table());
        out.push_back(json::object{{"method", route->method},
                                   {"path", route->pattern},
                                   {"access", name_of(route->access)},
                                   {"parameters", std::move(parameters)}});
    }
    return out;
}

}  // namespace bursar::app
