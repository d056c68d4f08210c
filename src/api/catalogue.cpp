#include "api/catalogue.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

#include "base/form.hpp"

namespace bursar::api {

struct Catalogue::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> children;  // ":" is any text
    std::map<std::string_view, Match> routes;                            // by method
};

static std::vector<std::string_view> segments(std::string_view path) {
    std::vector<std::string_view> out;
    while (!path.empty()) {
        path.remove_prefix(1);  // the slash
        auto end = std::min(path.find('/'), path.size());
        out.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return out;
}

Catalogue::Catalogue(std::span<ResourceType const* const> types) : root_(std::make_unique<Node>()) {
    for (auto const* type : types) {
        if (!type->object.empty()) types_[type->object] = type;
        MUST(std::ranges::is_sorted(type->versions, std::greater(), &VersionChange::date));
        if (!type->versions.empty()) newest_change_ = std::max(newest_change_, type->versions.front().date);
        for (auto const& job : type->jobs) jobs_[job.name] = &job;
        for (auto const& reaction : type->reactions) reactions_[reaction.event].push_back(&reaction);
        for (auto const& route : type->routes) {
            auto* node = root_.get();
            for (auto segment : segments(route.pattern)) {
                auto& child = node->children[std::string(segment.starts_with(':') ? ":" : segment)];
                if (!child) child = std::make_unique<Node>();
                node = child.get();
            }
            MUST(node->routes.emplace(route.method, Match{&route, type}).second);
            routes_.push_back(&route);
        }
    }
}

Catalogue::~Catalogue() = default;

Match Catalogue::match(std::string_view method, std::string_view path) const {
    Match match;
    auto const* node = root_.get();
    if (path.empty() || path.front() != '/') return match;
    for (auto segment : segments(path)) {
        auto child = node->children.find(segment);
        if (child == node->children.end()) {
            child = node->children.find(":");
            if (child == node->children.end() || segment.empty()) return {};
            match.path.push_back(percent_decoded(segment));
        }
        node = child->second.get();
    }
    auto route = node->routes.find(method);
    if (route != node->routes.end())
        std::tie(match.route, match.type) = std::tie(route->second.route, route->second.type);
    return match;
}

bool Catalogue::is_path(std::string_view path) const {
    return match("GET", path).route || match("POST", path).route || match("DELETE", path).route;
}

ResourceType const* Catalogue::type(std::string_view object) const {
    auto found = types_.find(object);
    return found == types_.end() ? nullptr : found->second;
}

std::span<Reaction const* const> Catalogue::reactions(std::string_view event) const {
    auto found = reactions_.find(event);
    return found == reactions_.end() ? std::span<Reaction const* const>() : found->second;
}

JobKind const* Catalogue::job(std::string_view name) const {
    auto found = jobs_.find(name);
    return found == jobs_.end() ? nullptr : found->second;
}

}  // namespace bursar::api
