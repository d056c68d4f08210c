// The pages that answers link to, in plain HTML: the 3D Secure challenge, which a person, or a test with two requests,
// completes or fails; the verification of microdeposits; receipts. A link with its secret is the only key to the first
// two.
#pragma once

#include "api/resource.hpp"

namespace bursar::challenges {
extern api::ResourceType const kPages;
}
