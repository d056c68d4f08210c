// Decimal numbers, kept exactly as integers of their smallest place.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace bursar {

__extension__ using Wide = __int128;  // holds the product of an amount and a share, a quantity or a rate

// "12.5" with four places: 125000. Nothing where it is no decimal number: a sign, an exponent, more places, more than
// twelve digits before the point, a point without digits on both sides.
std::optional<Wide> scaled(std::string_view text, std::size_t places);

}  // namespace bursar
