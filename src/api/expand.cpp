#include "api/expand.hpp"

#include <algorithm>

#include "api/authenticate.hpp"
#include "api/catalogue.hpp"
#include "api/errors.hpp"
#include "api/expand_paths.hpp"

namespace bursar::api {

namespace {

class Expansion {
public:
    Expansion(Tx& tx, Catalogue const& catalogue, Settle const& settle, std::string const& path)
        : tx_(tx), catalogue_(catalogue), settle_(settle), levels_(levels_of(path)) {}

    Result<void> into(json::value& value, std::size_t level) {
        if (level == levels_.size()) return {};
        if (auto* array = value.if_array()) {
            for (auto& element : *array) TRY_DO(into(element, level));
            return {};
        }
        auto* object = value.if_object();
        if (!object) return {};
        auto name = text_at(*object, "object");
        if (name.empty()) return into_error(*object, level);
        if (is_list(name)) {
            auto* data = object->if_contains("data");
            return data && levels_[level] == "data" ? into(*data, level + 1) : Result<void>();
        }
        auto const* type = catalogue_.type(name);
        if (!type) return {};
        TRY_DO(within(*object, *type, *object, "", level));
        *object = sorted(*object);
        return {};
    }

private:
    // An answer that is an error carries objects, which are expanded as they would be alone.
    Result<void> into_error(json::object& object, std::size_t level) {
        for (auto name : {"error", "payment_intent", "setup_intent"})
            if (auto* inner = object.if_contains(name)) TRY_DO(into(*inner, level));
        return {};
    }

    // In the object or in a hash of it, which is as far as `prefix`. On a page of several kinds a path may be of one
    // alone.
    Result<void> within(json::object& object, ResourceType const& type, json::object& hash, std::string const& prefix,
                        std::size_t level) {
        auto name = prefix + levels_[level];
        auto const* one = expandable_at(type, name, tx_.version());
        if (one && one->render && !hash.contains(levels_[level])) {
            if (auto shown = one->render(tx_, object)) {
                settle_(*shown);
                hash[levels_[level]] = std::move(*shown);
            }
        }
        auto* value = hash.if_contains(levels_[level]);
        if (!value) return {};
        if (one && (!one->to.empty() || value->is_string())) return followed(*one, *value, level + 1);
        return inside(object, type, *value, name + ".", level + 1);
    }

    Result<void> inside(json::object& object, ResourceType const& type, json::value& value, std::string const& prefix,
                        std::size_t level) {
        if (level == levels_.size()) return {};
        if (auto* array = value.if_array())
            for (auto& element : *array) TRY_DO(inside(object, type, element, prefix, level));
        auto* hash = value.if_object();
        if (!hash) return {};
        if (!text_at(*hash, "object").empty()) return into(value, level);
        return within(object, type, *hash, prefix, level);
    }

    Result<void> followed(Expandable const& one, json::value& value, std::size_t next) {
        if (auto* array = value.if_array()) {
            for (auto& element : *array) TRY_DO(followed(one, element, next));
            return {};
        }
        if (value.is_string()) {
            TRY_DO(fetch(one, value));
            settle_(value);
        }
        return into(value, next);
    }

    Result<void> fetch(Expandable const& one, json::value& value) {
        auto id = std::string(value.as_string());
        // First what the account itself calls so: an id of its choice may read like anybody's.
        store::ObjectPtr found;
        for_each_kind(one.to, [&](std::string_view kind) {
            if (!found) found = tx_.own(kind, id);
        });
        if (!found) found = tx_.stored(id);
        if (!found) return {};
        auto document = parse_document(found->document);
        auto kind = text_at(document.as_object(), "object");
        TRY_DO(check_permission_to_read(tx_.caller(), kind));
        auto state = parse_document(found->state);
        auto const* deleted = state.as_object().if_contains("deleted");
        if (deleted && deleted->is_bool() && deleted->as_bool())
            value = json::object{{"id", id}, {"object", kind}, {"deleted", true}};
        else
            value = std::move(document);
        return {};
    }

    Tx& tx_;
    Catalogue const& catalogue_;
    Settle const& settle_;
    std::vector<std::string> levels_;
};

}  // namespace

Result<void> expand(Tx& tx, Catalogue const& catalogue, json::value& body, std::vector<std::string> const& paths,
                    Settle const& settle) {
    for (auto const& path : paths) TRY_DO(Expansion(tx, catalogue, settle, path).into(body, 0));
    return {};
}

}  // namespace bursar::api
