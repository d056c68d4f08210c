// Apple Pay domains: where a shop may show the wallet's button. Kept as they are told; nothing is asked of Apple.
#pragma once

#include "api/resource.hpp"

namespace bursar::apple_pay_domains {
extern api::ResourceType const kResource;
}
