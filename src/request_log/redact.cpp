#include "request_log/redact.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/form.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace bursar {

static constexpr std::string_view kRedacted = "[redacted]";

// Names whose values nobody may read later, wherever in the parameters they stand.
static constexpr std::array kSensitive = std::to_array<std::string_view>({
    "account_number",
    "client_secret",
    "cryptogram",
    "customer_session_client_secret",
    "cvc",
    "iban",
    "id_number",
    "id_number_secondary",
    "key",
    "number",
    "password",
    "registration_number",
    "secret",
    "ssn_last_4",
    "tax_id",
    "token_data",
    "track_data",
    "vat_id",
});

static bool is_sensitive(std::string_view name) { return std::ranges::find(kSensitive, name) != kSensitive.end(); }

static void redact(json::value& value) {
    if (auto* array = value.if_array())
        for (auto& element : *array) redact(element);
    auto* object = value.if_object();
    if (!object) return;
    for (auto& [name, child] : *object) {
        if (is_sensitive(name) && child.is_string())
            child = kRedacted;
        else
            redact(child);
    }
}

static bool passes_luhn(std::string_view digits) {
    int sum = 0;
    bool twice = false;
    for (auto at = digits.rbegin(); at != digits.rend(); ++at, twice = !twice) {
        int value = *at - '0';
        if (twice) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
        sum += value;
    }
    return sum % 10 == 0;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Where a card number ends that begins at a group of digits: groups may be parted by one blank or dash. The longest
// that passes, or nothing.
static std::size_t end_of_card_number(std::string_view text, std::size_t from) {
    std::array<char, 19> digits;
    std::size_t count = 0, end = 0;
    for (auto at = from; at < text.size(); ++at) {
        if (is_digit(text[at])) {
            if (count == digits.size()) break;
            digits[count++] = text[at];
            bool group_ends = at + 1 == text.size() || !is_digit(text[at + 1]);
            if (group_ends && count >= 13 && passes_luhn({digits.data(), count})) end = at + 1;
        } else if ((text[at] != ' ' && text[at] != '-') || !is_digit(text[at - 1])) {
            break;
        }
    }
    return end;
}

std::string without_card_numbers(std::string text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        bool group_begins = is_digit(text[at]) && (at == 0 || !is_digit(text[at - 1]));
        auto end = group_begins ? end_of_card_number(text, at) : 0;
        if (end == 0) continue;
        text.replace(at, end - at, kRedacted);
        at += kRedacted.size() - 1;
    }
    return text;
}

std::string redacted_parameters(std::string_view query, std::string_view body) {
    json::object params;
    if (!add_form(params, query) || !add_form(params, body) || params.empty()) return {};
    json::value all = std::move(params);
    redact(all);
    return without_card_numbers(to_text(all));
}

// std::string::find stops at each first letter, and JSON is full of quotes.
static std::size_t find(std::string_view text, std::string_view wanted, std::size_t from) {
    auto const* found = ::memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
    return found ? static_cast<std::size_t>(static_cast<char const*>(found) - text.data()) : std::string::npos;
}

// "client_secret": "pi_..._secret_...": of a name that ends so the value goes, the name stays.
static void blank_values_of(std::string& text, std::string_view name_ends) {
    for (auto at = find(text, name_ends, 0); at != std::string::npos; at = find(text, name_ends, at)) {
        at += name_ends.size();
        auto end = std::min(text.find('"', at), text.size());  // the text may have been cut off within
        text.replace(at, end - at, kRedacted);
    }
}

std::string redacted_answer(std::string text) {
    for (auto name_ends : {R"(secret": ")", R"(websocket_id": ")", R"(websocket_url": ")"})
        blank_values_of(text, name_ends);
    return without_card_numbers(std::move(text));
}

}  // namespace bursar
