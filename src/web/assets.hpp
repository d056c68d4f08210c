// The browser library and its frames (web/elements), as they were built into this binary. Where they were not (no Node
// at build time), their paths answer 404 and say so.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/message.hpp"

namespace bursar::web {

struct Asset {
    std::string_view path;  // below the folder that was built: stripe.js, assets/card-abc.js; packed beside it: ....gz
    std::string_view content;
};
std::span<Asset const> assets();  // made by CMake, in order of path

// Nothing when the path is not the library's: /v3, /v3/..., /<release>/stripe.js, /v1.0/connect.js. `shops`: origins
// whose pages may hold its frames, as Content-Security-Policy writes them; * for any.
std::optional<Response> answer(Request const& request, std::string_view shops = "*");

}  // namespace bursar::web
