// All resources, in one list: a new one is one line here.
#pragma once

#include <span>

#include "api/resource.hpp"

namespace bursar::app {
std::span<api::ResourceType const* const> all_resources();
}
