// All resources, so that a path leads to its route, an object to what may be expanded in it, a job to its function.
#pragma once

#include <map>
#include <memory>

#include "api/resource.hpp"

namespace bursar::api {

struct Match {
    Route const* route = nullptr;
    ResourceType const* type = nullptr;  // in whose table it stands
    std::vector<std::string> path;
};

class Catalogue {
public:
    explicit Catalogue(std::span<ResourceType const* const> types);
    ~Catalogue();

    Match match(std::string_view method, std::string_view path) const;
    bool is_path(std::string_view path) const;  // some method is served there
    ResourceType const* type(std::string_view object) const;
    JobKind const* job(std::string_view name) const;
    // Of an event, in the order in which the resources are listed.
    std::span<Reaction const* const> reactions(std::string_view event) const;
    std::vector<Route const*> routes() const { return routes_; }
    std::string_view newest_change() const { return newest_change_; }  // its date, of any type

private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::map<std::string_view, ResourceType const*> types_;
    std::map<std::string_view, JobKind const*> jobs_;
    std::map<std::string_view, std::vector<Reaction const*>> reactions_;
    std::vector<Route const*> routes_;
    std::string_view newest_change_;
};

}  // namespace bursar::api
