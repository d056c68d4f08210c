#include "api/expand.hpp"

#include "api/authenticate.hpp"

#include <algorithm>

#include "api/catalogue.hpp"
#include "api/errors.hpp"

namespace bursar::api {

namespace {

std::vector<std::string> levels(std::string const& path) {
    std::vector<std::string> out;
    for (std::size_t from = 0; from <= path.size();) {
        auto dot = std::min(path.find('.', from), path.size());
        out.push_back(path.substr(from, dot - from));
        from = dot + 1;
    }
    return out;
}

class Expansion {
public:
    Expansion(Tx& tx, Catalogue const& catalogue, std::string const& path)
        : tx_(tx), catalogue_(catalogue), path_(path), levels_(levels(path)) {}

    Result<void> into(json::value& value, std::size_t level, bool in_list = false) {
        if (level == levels_.size() || value.is_null()) return {};
        if (auto* array = value.if_array()) {
            for (auto& element : *array) TRY_DO(into(element, level, in_list));
            return {};
        }
        auto* object = value.if_object();
        if (!object) return {};
        auto name = text_at(*object, "object");
        if (name == "list" || name == "search_result") return into_list(*object, level);
        if (name.empty()) return into_error(*object, level);
        auto const* type = catalogue_.type(name);
        if (!type) return refuse_path(false);
        return into_object(*object, *type, level);
    }

private:
    Result<void> into_list(json::object& list, std::size_t level) {
        if (levels_[level] == "total_count") return {};
        if (levels_[level] != "data") return refuse_path(true);
        return into(list.at("data"), level + 1, true);
    }

    // An answer that is an error carries objects, which are expanded as they would be alone.
    Result<void> into_error(json::object& object, std::size_t level) {
        for (auto name : {"error", "payment_intent", "setup_intent"})
            if (auto* inner = object.if_contains(name)) return into(*inner, level);
        return {};
    }

    Result<void> into_object(json::object& object, ResourceType const& type, std::size_t level) {
        for (auto const& include : type.includes) {
            if (include.field != levels_[level]) continue;
            if (!object.contains(include.field)) object[include.field] = include.render(tx_, object);
            object = sorted(object);
            return into(object.at(include.field), level + 1);
        }
        if (may_expand(type, levels_[level])) return into_field(object, levels_[level], level + 1);
        if (level + 1 < levels_.size() && may_expand(type, levels_[level] + "." + levels_[level + 1])) {
            auto* parent = object.if_contains(levels_[level]);
            if (parent && parent->is_array())
                for (auto& one : parent->as_array()) TRY_DO(into_field(one.as_object(), levels_[level + 1], level + 2));
            if (!parent || !parent->is_object()) return {};
            return into_field(parent->as_object(), levels_[level + 1], level + 2);
        }
        if (auto* list = object.if_contains(levels_[level]);
            list && list->is_object() && text_at(list->as_object(), "object") == "list")
            return into(*list, level + 1);
        return refuse_path(false);
    }

    Result<void> into_field(json::object& object, std::string const& field, std::size_t next) {
        auto* value = object.if_contains(field);
        if (!value || value->is_null()) return {};
        if (value->is_string()) {
            auto id = std::string(value->as_string());
            // First what the account itself calls so: an id of its choice may read like anybody's.
            auto found = catalogue_.type(field) ? tx_.own(field, id) : nullptr;
            if (!found) found = tx_.stored(id);
            if (!found) return {};
            auto document = parse_document(found->document);
            auto kind = text_at(document.as_object(), "object");
            TRY_DO(check_permission_to_read(tx_.caller(), kind));
            auto state = parse_document(found->state);
            if (auto const* deleted = state.as_object().if_contains("deleted");
                deleted && deleted->is_bool() && deleted->as_bool())
                *value = json::object{{"id", id}, {"object", kind}, {"deleted", true}};
            else
                *value = std::move(document);
        }
        return into(*value, next);
    }

    static bool may_expand(ResourceType const& type, std::string_view field) {
        return std::ranges::find(type.expandable, field) != type.expandable.end();
    }

    Result<void> refuse_path(bool missing_data) const {
        auto message = "This property cannot be expanded (" + path_ + ").";
        if (missing_data) message += " You may want to try expanding 'data." + path_ + "' instead.";
        return refuse("", "", message);
    }

    Tx& tx_;
    Catalogue const& catalogue_;
    std::string const& path_;
    std::vector<std::string> levels_;
};

}  // namespace

Result<void> expand(Tx& tx, Catalogue const& catalogue, json::value& body, std::vector<std::string> const& paths) {
    for (auto const& path : paths) {
        if (path == "data" && body.is_object() && body.as_object().contains("data")) continue;
        TRY_DO(Expansion(tx, catalogue, path).into(body, 0));
    }
    return {};
}

Result<std::vector<std::string>> take_expand(json::object& params) {
    std::vector<std::string> paths;
    auto const* given = params.if_contains("expand");
    if (!given) return paths;
    TRY_DO(kind_of<std::vector<std::string>>.read(&paths, *given, Path{nullptr, "expand"}, Source::parameters));
    params.erase("expand");
    for (auto const& path : paths)
        if (std::ranges::count(path, '.') > (path.starts_with("data.") ? 4 : 3))
            return refuse("", "", "You cannot expand more than 4 levels of a property");
    return paths;
}

}  // namespace bursar::api
