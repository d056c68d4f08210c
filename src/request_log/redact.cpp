#include "request_log/redact.hpp"

#include <algorithm>
#include <array>

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
    std::string digits;
    std::size_t end = 0;
    for (auto at = from; at < text.size() && digits.size() <= 19; ++at) {
        if (is_digit(text[at])) {
            digits += text[at];
            bool group_ends = at + 1 == text.size() || !is_digit(text[at + 1]);
            if (group_ends && digits.size() >= 13 && digits.size() <= 19 && passes_luhn(digits)) end = at + 1;
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

// "client_secret": "pi_..._secret_...": the value goes, the name stays.
static void blank_values_of(std::string& text, std::string_view name) {
    auto pattern = '"' + std::string(name) + "\": \"";
    for (auto at = text.find(pattern); at != std::string::npos; at = text.find(pattern, at)) {
        at += pattern.size();
        auto end = std::min(text.find('"', at), text.size());  // the text may have been cut off within
        text.replace(at, end - at, kRedacted);
    }
}

std::string redacted_answer(std::string text) {
    for (auto name : {"client_secret", "secret", "websocket_id", "websocket_url"}) blank_values_of(text, name);
    return without_card_numbers(std::move(text));
}

}  // namespace bursar
