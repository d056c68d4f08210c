// Apple Pay domains: where a shop may show the wallet's button. Kept as they are told; nothing is asked of Apple.
#pragma once

#include "api/lists.hpp"
#include "api/resource.hpp"

namespace bursar::apple_pay_domains {

inline constexpr api::List kLists[] = {{"domain_name"}};
inline constexpr api::ListedKind kListed{.kind = "apple_pay_domain", .lists = kLists, .gone = api::kDeleted};

extern api::ResourceType const kResource;

}  // namespace bursar::apple_pay_domains
