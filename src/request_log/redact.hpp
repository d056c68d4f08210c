// What is taken out of requests and answers before they are logged.
#pragma once

#include <string>
#include <string_view>

namespace bursar {

// Form parameters as JSON, with the values of sensitive names replaced by "[redacted]"; empty when there are none or
// they are malformed.
std::string redacted_parameters(std::string_view query, std::string_view body);

// An answer's text, with secrets and whatever looks like a card number taken out.
std::string redacted_answer(std::string text);

// Digits that pass the Luhn check, 13 to 19 of them, also with blanks or dashes between.
std::string without_card_numbers(std::string text);

}  // namespace bursar
