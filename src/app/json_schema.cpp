#include "app/json_schema.hpp"

#include <utility>

#include "base/percent.hpp"

namespace bursar::app {

namespace {

// What an optional, an Emptyable and their like hold.
Kind const& value_of(Kind const& kind) { return kind.shape == Shape::same ? value_of(*kind.of) : kind; }

bool may_be_cleared(Kind const& kind) {
    return kind.clears || kind.shape == Shape::metadata || (kind.shape == Shape::same && may_be_cleared(*kind.of));
}

void put_bounds(json::object& out, Kind const& kind) {
    if (kind.min != INT64_MIN) out["minimum"] = kind.min;
    if (kind.max != INT64_MAX) out["maximum"] = kind.max;
}

// All but hashes and lists, which look alike in parameters and in documents.
json::object leaf_schema(Kind const& kind) {
    switch (kind.shape) {
        case Shape::text:
            return {{"type", &kind == &kind_of<Percent> ? "number" : "string"}};
        case Shape::integer: {
            json::object out{{"type", "integer"}};
            put_bounds(out, kind);
            return out;
        }
        case Shape::boolean:
            return {{"type", "boolean"}};
        case Shape::word:
            return {{"type", "string"}, {"enum", json::array(kind.words.begin(), kind.words.end())}};
        case Shape::metadata:
            return {{"type", "object"}, {"additionalProperties", json::object{{"type", "string"}}}};
        case Shape::anything:
            return {};
        case Shape::hash:
        case Shape::list:
        case Shape::same:
            break;
    }
    std::unreachable();
}

json::object nullable(json::object schema) {
    if (schema.empty()) return schema;  // anything is null, too
    auto* type = schema.if_contains("type");
    if (!type || !type->is_string()) return {{"anyOf", json::array{std::move(schema), json::object{{"type", "null"}}}}};
    if (auto* words = schema.if_contains("enum")) words->as_array().push_back(nullptr);
    *type = json::array{*type, "null"};
    return schema;
}

json::object shown_schema(Kind const& kind, std::string const& path, FieldSchema const& what_is);

json::object shown_hash(Fields fields, std::string const& path, FieldSchema const& what_is) {
    json::object properties;
    json::array required;
    for (auto const& field : fields) {
        if (field.kind->hidden) continue;
        auto here = path.empty() ? std::string(field.name) : path + '.' + std::string(field.name);
        properties[field.name] = shown_schema(*field.kind, here, what_is);
        if (!field.kind->is_left_out) required.push_back(json::string(field.name));
    }
    json::object out{{"type", "object"}, {"properties", std::move(properties)}};
    if (!required.empty()) out["required"] = std::move(required);
    return out;
}

json::object shown_schema(Kind const& kind, std::string const& path, FieldSchema const& what_is) {
    bool is_null_when_empty = false;
    auto const* value = &kind;
    for (; value->shape == Shape::same; value = value->of) is_null_when_empty |= !value->is_left_out;
    json::object out;
    if (value->shape == Shape::hash)
        out = shown_hash(value->fields(), path, what_is);
    else if (value->shape == Shape::list)
        out = {{"type", "array"}, {"items", shown_schema(*value->of, path, what_is)}};
    else
        out = leaf_schema(*value);
    if (auto better = what_is(path, out)) out = std::move(*better);
    return is_null_when_empty ? nullable(std::move(out)) : out;
}

// What stands in a schema of its own, of several tables that are one hash.
struct HashSchema {
    json::object properties;
    json::array required, never;  // never together
};

void add_parameters(Fields fields, HashSchema& out) {
    for (auto const& field : fields) {
        out.properties[field.name] = parameter_schema(*field.kind);
        if (field.kind->required) out.required.push_back(json::string(field.name));
    }
    for (auto names : fields.exclusive) {
        json::array others;
        for_each_name(names, [&](std::string_view name) {
            for (auto const& other : others) out.never.push_back(json::object{{"required", json::array{other, name}}});
            others.push_back(json::string(name));
        });
    }
}

json::object hash_of(HashSchema all) {
    json::object out{{"type", "object"}, {"properties", std::move(all.properties)}, {"additionalProperties", false}};
    if (!all.required.empty()) out["required"] = std::move(all.required);
    if (!all.never.empty()) out["not"] = json::object{{"anyOf", std::move(all.never)}};
    return out;
}

}  // namespace

json::object parameter_schema(Kind const& kind) {
    auto const& value = value_of(kind);
    json::object out;
    if (value.shape == Shape::hash) {
        auto table = value.fields;
        out = parameters_schema({&table, 1});
    } else if (value.shape == Shape::list) {
        out = {{"type", "array"}, {"items", parameter_schema(*value.of)}};
    } else {
        out = leaf_schema(value);
        if (value.letters_max) out["maxLength"] = value.letters_max;
    }
    if (may_be_cleared(kind) && value.shape != Shape::anything)
        out = {{"anyOf", json::array{std::move(out), json::object{{"const", ""}}}}};
    if (kind.ignored) out["x-bursar-ignored"] = true;
    if (kind.unsupported) out["x-bursar-unsupported"] = true;
    if (!kind.since.empty()) out["x-bursar-since"] = kind.since;
    if (!kind.until.empty()) out["x-bursar-until"] = kind.until;
    return out;
}

json::object parameters_schema(std::span<Fields (*const)()> tables) {
    HashSchema all;
    for (auto table : tables) add_parameters(table(), all);
    return hash_of(std::move(all));
}

json::object document_schema(Fields fields, FieldSchema const& what_is) { return shown_hash(fields, "", what_is); }

}  // namespace bursar::app
