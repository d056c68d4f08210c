// Currencies of the API (reference/conventions.md: Currencies). Amounts are integers in the smallest unit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace bursar {

int decimals_of(std::string_view currency);              // 0, 2 or 3
std::int64_t minimum_charge(std::string_view currency);  // minor units; 0 where none is known
std::int64_t maximum_charge(std::string_view currency);
std::string_view symbol_of(std::string_view currency);

// Any case in, lower case out; refused with the list of what is supported.
Result<std::string> read_currency(std::string_view text, std::string param = "currency");

// amount * numerator / denominator, rounded half up. CHECKs against overflow.
std::int64_t share(std::int64_t amount_minor, std::int64_t numerator, std::int64_t denominator);

// What one unit of `from` is worth in `to`, times 1e6. Unknown: the reference's rates; a fixed table of late 2026.
std::int64_t exchange_rate_micros(std::string_view from, std::string_view to);
std::int64_t converted(std::int64_t amount_minor, std::string_view from, std::string_view to);
std::int64_t converted_at(std::int64_t rate_micros, std::int64_t amount_minor, std::string_view from,
                          std::string_view to);

}  // namespace bursar
