// Which types of events there are.
#pragma once

#include <span>
#include <string_view>

namespace bursar::webhook_endpoints {

std::span<std::string_view const> event_types();
bool is_event_type(std::string_view name);  // without `*`

}  // namespace bursar::webhook_endpoints
