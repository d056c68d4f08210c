// What a sandbox offers to tests, under /_bursar.
#pragma once

#include "api/resource.hpp"

namespace bursar::sandbox {

extern api::ResourceType const kFaults;

}  // namespace bursar::sandbox
