// The dated versions of the API (reference/versions.md: Rules). The code knows the newest shape only; a
// resource's versions.cpp holds its breaking changes, and api/versions/ walks answers back through them.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace bursar::api {

inline constexpr std::string_view kNewestVersion = "2026-10-28.endive";

class Version {
public:
    Version() : name_(kNewestVersion) {}
    // Nothing when the name is not a version that was released, or may be one day (api/later_version.hpp). What stands
    // behind a `;` asks for previews and is kept.
    static std::optional<Version> parse(std::string_view name);
    std::string const& name() const { return name_; }
    std::string_view date() const { return std::string_view(name_).substr(0, 10); }
    bool is_before(std::string_view date) const { return this->date() < date; }

private:
    explicit Version(std::string_view name) : name_(name) {}
    std::string name_;
};

}  // namespace bursar::api
