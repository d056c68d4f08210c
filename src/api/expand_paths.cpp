#include "api/expand_paths.hpp"

#include <algorithm>

#include "api/catalogue.hpp"
#include "api/errors.hpp"
#include "api/expand.hpp"

namespace bursar::api {

namespace {

constexpr std::size_t kLevelsMax = 4;  // of a list `data` is one of them

Kind const& value_of(Kind const& kind) {
    return kind.shape == Shape::same || kind.shape == Shape::list ? value_of(*kind.of) : kind;
}

// One path, from the kind that a route answers down to its end. `wrong` is where the furthest way ended.
class Types {
public:
    Types(Catalogue const& catalogue, Caller const& caller, std::vector<std::string> const& levels)
        : catalogue_(catalogue), caller_(caller), levels_(levels) {}

    bool lead_from(std::string_view kind, std::size_t level) {
        if (is_end(level)) return true;
        auto const* type = catalogue_.type(kind);
        if (!type) return true;  // not served here: nobody can say
        if (caller_.publishable && !type->shown_publicly.shows(levels_[level])) return is_wrong(level);
        return within(*type, type->shape ? type->shape() : Fields(), "", level);
    }

    // Of several kinds one is enough. What is not served here has a say only where none of them is.
    bool lead_from_any(std::string_view kinds, std::size_t level) {
        if (is_end(level)) return true;
        bool leads = false, known = false;
        for_each_kind(kinds, [&](std::string_view kind) {
            if (!catalogue_.type(kind)) return;
            known = true;
            leads = leads || lead_from(kind, level);
        });
        return leads || !known;
    }

    bool lead_through_list(std::string_view kinds, std::size_t level) {
        if (is_end(level) || (is_end(level + 1) && levels_[level] == "total_count")) return true;
        return levels_[level] == "data" ? lead_from_any(kinds, level + 1) : is_wrong(level);
    }

    // As far as the first level that is wrong: payment_intent.b of payment_intent.b.c.
    std::string wrong_part() const {
        std::string out;
        for (std::size_t i = 0; i <= wrong_; ++i) out += (i ? "." : "") + levels_[i];
        return out;
    }

private:
    bool is_end(std::size_t level) const { return level == levels_.size(); }
    bool is_wrong(std::size_t level) {
        wrong_ = std::max(wrong_, level);
        return false;
    }

    bool within(ResourceType const& type, Fields fields, std::string const& prefix, std::size_t level) {
        auto name = prefix + levels_[level];
        bool is_on_the_way =
            std::ranges::any_of(type.expandable, [&](auto const& one) { return one.path.starts_with(name + "."); });
        auto const* one = expandable_at(type, name, caller_.version);
        if (one && (!one->to.empty() || !is_on_the_way)) return leads_on(*one, level);
        auto field = std::ranges::find(fields, levels_[level], &Field::name);
        auto const* shape = field == fields.end() || field->kind->hidden ? nullptr : &value_of(*field->kind);
        bool is_hash = shape && (shape->shape == Shape::hash || shape->shape == Shape::anything);
        if (!is_hash && !is_on_the_way) return is_wrong(level);
        if (is_end(level + 1)) return true;
        return within(type, is_hash && shape->fields ? shape->fields() : Fields(), name + ".", level + 1);
    }

    bool leads_on(Expandable const& one, std::size_t level) {
        if (caller_.publishable && !is_shown_publicly(one.to)) return is_wrong(level);
        return one.listed ? lead_through_list(one.to, level + 1) : lead_from_any(one.to, level + 1);
    }

    bool is_shown_publicly(std::string_view kinds) const {
        bool is_shown = false;
        for_each_kind(kinds, [&](std::string_view kind) {
            auto const* type = catalogue_.type(kind);
            is_shown = is_shown || (type && type->shown_publicly.is_given());
        });
        return is_shown;
    }

    Catalogue const& catalogue_;
    Caller const& caller_;
    std::vector<std::string> const& levels_;
    std::size_t wrong_ = 0;
};

std::unexpected<Refusal> refuse_path(std::string const& part, bool misses_data) {
    auto message = "This property cannot be expanded (" + part + ").";
    if (misses_data) message += " You may want to try expanding 'data." + part + "' instead.";
    return refuse("", "", message);
}

// Of lists and searches the count is gone (reference/versions.md: Breaking changes).
Result<void> check_total_count(Version const& version, Answer::Form form) {
    if (version.is_before(form == Answer::Form::search ? "2025-05-28" : "2025-03-31")) return {};
    return refuse("property_forbidden", "", "This property cannot be included (total_count)");
}

Result<void> check_path(Catalogue const& catalogue, Caller const& caller, Answer const& answer,
                        std::string const& path) {
    auto levels = levels_of(path);
    Types types(catalogue, caller, levels);
    std::string kinds;
    for (auto kind : answer.kinds) kinds += std::string(kind) + " ";
    bool is_paged = answer.form == Answer::Form::list || answer.form == Answer::Form::search;
    if (is_paged && path == "total_count") return check_total_count(caller.version, answer.form);
    if (kinds.empty()) return refuse_path(levels[0], false);  // of an answer of which nothing is said
    if (is_paged && levels[0] != "data") return refuse_path(levels[0], true);
    bool leads = is_paged ? types.lead_through_list(kinds, 0) : types.lead_from_any(kinds, 0);
    return leads ? Result<void>() : refuse_path(types.wrong_part(), false);
}

}  // namespace

std::vector<std::string> levels_of(std::string const& path) {
    std::vector<std::string> out;
    for (std::size_t from = 0; from <= path.size();) {
        auto dot = std::min(path.find('.', from), path.size());
        out.push_back(path.substr(from, dot - from));
        from = dot + 1;
    }
    return out;
}

Expandable const* expandable_at(ResourceType const& type, std::string_view path, Version const& version) {
    auto found = std::ranges::find_if(type.expandable, [&](auto const& one) {
        return one.path == path && (one.before.empty() || version.is_before(one.before));
    });
    return found == type.expandable.end() ? nullptr : &*found;
}

Result<void> check_paths(Catalogue const& catalogue, Caller const& caller, Answer const& answer,
                         std::vector<std::string> const& paths) {
    if (answer.form == Answer::Form::deleted || answer.form == Answer::Form::page ||
        answer.form == Answer::Form::stream)
        return {};
    for (auto const& path : paths) TRY_DO(check_path(catalogue, caller, answer, path));
    return {};
}

Result<std::vector<std::string>> take_expand(json::object& params) {
    std::vector<std::string> paths;
    auto const* given = params.if_contains("expand");
    if (!given) return paths;
    TRY_DO(kind_of<std::vector<std::string>>.read(&paths, *given, Path{nullptr, "expand"}, Source::parameters));
    params.erase("expand");
    for (auto const& path : paths)
        if (levels_of(path).size() > kLevelsMax)
            return refuse("property_expansion_max_depth", "",
                          "You cannot expand more than 4 levels of a property. Property: " + path);
    return paths;
}

}  // namespace bursar::api
