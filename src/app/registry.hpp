// All resources, in one list, wing by wing as in LAYERS, which is the order of reactions: a new one is one line here.
#pragma once

#include <span>

#include "api/resource.hpp"

namespace bursar::app {
std::span<api::ResourceType const* const> all_resources();
}
