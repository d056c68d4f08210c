// The page of a 3D Secure challenge: plain HTML that a person, or a test with two requests, completes or fails. The
// link with its secret is the only key to it.
#pragma once

#include "api/resource.hpp"

namespace bursar::challenges {
extern api::ResourceType const kPages;
}
