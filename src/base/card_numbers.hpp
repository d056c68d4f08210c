// Card numbers in any text, to be taken out of it: 13 to 19 digits that pass the Luhn check, alone or in groups. What
// stands between groups may be anything but letters, and both may be written as URLs (%34, %20) or as JSON (\u00a0).
#pragma once

#include <string>
#include <string_view>

namespace bursar {

inline constexpr std::string_view kRedacted = "[redacted]";

bool may_hold_card_number(std::string_view text);  // quick; never false where there is one
std::string without_card_numbers(std::string text);

}  // namespace bursar
