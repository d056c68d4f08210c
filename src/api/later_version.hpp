// Versions that this server does not know: a sandbox takes them, so that an SDK that is newer than the server can be
// tried. Later ones, and previews: the newest that it knows of their day is what such callers see.
#pragma once

#include <optional>
#include <string_view>

#include "api/version.hpp"

namespace bursar::api {

// Nothing for a version that is known.
std::optional<std::string_view> stand_in(Version const& version);

}  // namespace bursar::api
