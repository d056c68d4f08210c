// What is taken out of everything that is logged or kept for later: numbers, security codes, secrets, what identifies a
// person. By name, however the name is spelled; by look, wherever it stands; and by what a request said, where its
// answer says it again. What cannot be read is left out whole.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/card_numbers.hpp"
#include "base/json.hpp"

namespace bursar {

// Whether a value of that name is for nobody's eyes: card[number], card.number, Card%5BNumber, payment/cvc, cardNumber.
bool is_sensitive_name(std::string_view name);

struct RedactedParameters {
    std::string text;                // JSON; empty when there are none or they are malformed
    std::vector<std::string> taken;  // the values that were taken out
};
RedactedParameters redacted_parameters(std::string_view query, std::string_view body);

// An answer's text; `taken` of its request.
std::string redacted_answer(std::string text, std::vector<std::string> const& taken = {});

// Any other text: a path, a message. number=4242, "cvc": "314", keys and secrets by their prefixes, card numbers.
std::string redacted_text(std::string text);

// For telling one request from another: what is sensitive is replaced by what `instead` makes of it, and security codes
// are left out.
void replace_sensitive(json::object& parameters, std::function<std::string(std::string_view)> const& instead);
bool has_sensitive(json::object const& parameters);

}  // namespace bursar
