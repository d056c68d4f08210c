// application/x-www-form-urlencoded text, as a tree whose leaves are strings: card[number]=4242 is
// {"card":{"number":"4242"}}, an array a[]=x or a[0]=x is {"a":{"0":"x"}} (whether a hash is an array is for the reader
// of the parameter to say). Of a name sent twice the last one counts. Refused: more than kFormDepthMax levels or
// kFormPairsMax pairs.
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/text.hpp"

namespace bursar {

inline constexpr std::size_t kFormDepthMax = 16;
inline constexpr std::size_t kFormPairsMax = 2000;

std::string percent_decoded(std::string_view text);
std::string percent_encoded(std::string_view text);
Result<void> add_form(json::object& tree, std::string_view form);

}  // namespace bursar
