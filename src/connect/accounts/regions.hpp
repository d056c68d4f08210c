// Which countries money goes between, and where a platform elsewhere may take a fee (reference/connect.md: Countries).
#pragma once

#include <string_view>

namespace bursar::accounts {

bool is_country(std::string_view code);  // of ISO 3166, two capital letters

// Whether what is settled in one of them can be passed on to an account in the other.
bool are_in_one_region(std::string_view a, std::string_view b);

// Whether a platform in `platform` may take an application fee of an account in `account`.
bool may_take_fee(std::string_view platform, std::string_view account);

}  // namespace bursar::accounts
