#include "app/permissions.hpp"

#include <algorithm>
#include <set>

#include "api/authenticate.hpp"
#include "app/registry.hpp"
#include "app/usage.hpp"

namespace bursar::app {

std::vector<std::string> permission_subjects() {
    std::set<std::string> out;
    for (auto const* type : all_resources()) {
        if (!type->object.empty()) out.emplace(type->object);
        for (auto const& route : type->routes)
            if (route.access != api::Access::anyone) out.insert(api::permission_subject(route.pattern));
    }
    return {out.begin(), out.end()};
}

static std::string_view without_ending(std::string_view permission) {
    for (std::string_view ending : {"_read", "_write"})
        if (permission.ends_with(ending)) return permission.substr(0, permission.size() - ending.size());
    return permission;
}

[[noreturn]] static void refuse(std::string const& permission, std::vector<std::string> const& subjects) {
    auto meant = without_ending(permission);
    auto ending = meant.size() == permission.size() ? "_read" : permission.substr(meant.size());
    std::vector<std::string> names;
    std::string all;
    for (auto const& subject : subjects) {
        names.push_back(subject + ending);
        all += (all.empty() ? "" : ", ") + subject;
    }
    std::vector<std::string_view> words(names.begin(), names.end());
    throw UsageError("there is no permission '" + permission + "'" + nearest(permission, words) +
                     "\nthere are, each with _read or _write: " + all);
}

std::string checked_permissions(std::vector<std::string> const& allowed) {
    if (allowed.empty()) return {};
    auto subjects = permission_subjects();
    std::string out;
    for (auto const& permission : allowed) {
        auto subject = without_ending(permission);
        if (subject.size() == permission.size() || !std::ranges::count(subjects, subject)) refuse(permission, subjects);
        out += (out.empty() ? "" : " ") + permission;
    }
    return out;
}

}  // namespace bursar::app
