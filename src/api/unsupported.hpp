// What the reference API has and Bursar has not yet: such a path is told apart from one that exists nowhere.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bursar::api {

std::string_view unsupported_resource(std::string_view path);  // empty when the path is nobody's
std::unexpected<Refusal> refuse_unsupported(std::string_view method, std::string_view path, std::string_view resource);

}  // namespace bursar::api
