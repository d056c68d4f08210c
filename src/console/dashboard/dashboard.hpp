// What the dashboard needs that the API does not offer, under /dashboard/api: so far the request log and the live
// stream.
#pragma once

#include "api/resource.hpp"

namespace bursar::dashboard {

extern api::ResourceType const kResource;

}  // namespace bursar::dashboard
