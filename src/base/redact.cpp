#include "base/redact.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "base/form.hpp"
#include "base/text.hpp"

namespace bursar {

namespace {

// A word of a name, without its underscores and in small letters.
constexpr std::array kSecurityCodes = std::to_array<std::string_view>(
    {"cardcvc", "cardcvv", "csc", "cvc", "cvc2", "cvv", "cvv2", "securitycode", "verificationvalue"});
constexpr std::array kSensitive = std::to_array<std::string_view>({
    "accountnumber",
    "bankaccountnumber",
    "cardnumber",
    "ccnumber",
    "clientsecret",
    "cryptogram",
    "customersessionclientsecret",
    "dynamiclast4",
    "iban",
    "idnumber",
    "idnumbersecondary",
    "key",
    "number",
    "pan",
    "password",
    "registrationnumber",
    "secret",
    "ssn",
    "ssnlast4",
    "taxid",
    "tokendata",
    "trackdata",
    "vatid",
});
constexpr std::size_t kWordMax = 40;       // longer than any of them
constexpr int kDecodings = 3;              // of names that were percent-encoded more than once
constexpr std::size_t kTakenMin = 3;       // shorter values stand everywhere
constexpr std::size_t kTakenAnywhere = 6;  // shorter ones are taken out of an answer as whole words only

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

enum class Meaning { nothing, sensitive, security_code };

// Which lengths the words have that begin with a letter, a bit for each: of nearly every word of a text that is enough.
constexpr auto kLengthsByFirst = [] {
    std::array<std::uint64_t, 256> lengths{};
    for (std::span<std::string_view const> words :
         {std::span<std::string_view const>(kSecurityCodes), std::span<std::string_view const>(kSensitive)})
        for (auto word : words) lengths[static_cast<unsigned char>(word.front())] |= std::uint64_t{1} << word.size();
    return lengths;
}();

Meaning meaning_of_word(std::string_view word) {
    std::array<char, kWordMax> letters;
    std::size_t count = 0;
    for (char c : word) {
        if (c == '_') continue;
        if (count == letters.size()) return Meaning::nothing;
        letters[count++] = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    }
    std::string_view plain(letters.data(), count);
    if (plain.empty() || !(kLengthsByFirst[static_cast<unsigned char>(plain.front())] >> count & 1))
        return Meaning::nothing;
    if (std::ranges::find(kSecurityCodes, plain) != kSecurityCodes.end()) return Meaning::security_code;
    return std::ranges::find(kSensitive, plain) != kSensitive.end() ? Meaning::sensitive : Meaning::nothing;
}

// A digit or two at the end of a word do not hide it: number1, cvc314.
Meaning meaning_of_numbered_word(std::string_view word) {
    auto meaning = meaning_of_word(word);
    auto letters = word;
    while (!letters.empty() && is_digit(letters.back())) letters.remove_suffix(1);
    return meaning != Meaning::nothing || letters.size() == word.size() ? meaning : meaning_of_word(letters);
}

// Of all words in a name, whatever parts them.
Meaning meaning_of_words(std::string_view name) {
    auto meaning = Meaning::nothing;
    for (std::size_t at = 0; at < name.size();) {
        auto end = at;
        while (end < name.size() && is_word(name[end])) ++end;
        meaning = std::max(meaning, end > at ? meaning_of_numbered_word(name.substr(at, end - at)) : Meaning::nothing);
        at = end + 1;
    }
    return meaning;
}

Meaning meaning_of(std::string_view name) {
    auto meaning = meaning_of_words(name);
    std::string text(name);
    if (may_hold_card_number(text) && without_card_numbers(text) != text) return Meaning::sensitive;  // in wrong order
    for (int n = 0; n < kDecodings && text.find('%') != std::string::npos; ++n) {
        text = percent_decoded(text);
        meaning = std::max(meaning, meaning_of_words(text));
    }
    return meaning;
}

// A name that says something itself: {"cvc":"314"}, cvc314.
bool holds_value(std::string_view name) {
    std::size_t digits = 0;
    for (char c : name) {
        digits = is_digit(c) ? digits + 1 : 0;
        if (digits == 3 || c == '"' || c == '\'' || c == '{' || c == '=') return true;
    }
    return false;
}

// ---- any text ----

// Where the word goes on that was found, up to its end.
std::size_t end_of_word(std::string_view text, std::size_t at) {
    while (at < text.size() && (is_word(text[at]) || text[at] == '+' || text[at] == '/')) ++at;
    return at;
}

// whsec_..., sk_test_..., pi_..._secret_..., account links: the beginning stays, to say what it was.
void blank_words_after(std::string& text, std::string_view beginning) {
    for (auto at = find_in(text, beginning); at != std::string::npos; at = find_in(text, beginning, at)) {
        at += beginning.size();
        auto end = end_of_word(text, at);
        if (end == at) continue;
        text.replace(at, end - at, kRedacted);
        at += kRedacted.size();
    }
}

// Whether one of those, or a name whose value goes, may stand in a text. All but one have an underscore, which memchr
// finds faster than each of them could be looked for.
bool may_hold_secret(std::string_view text) {
    for (auto at = text.find('_'); at != std::string_view::npos; at = text.find('_', at + 1)) {
        auto before = text.substr(0, at), after = text.substr(at + 1);
        if (after.starts_with("secret") || before.ends_with("whsec") || before.ends_with("websocket")) return true;
        if (before.ends_with('k') && (after.starts_with("live_") || after.starts_with("test_"))) return true;
        if (before.ends_with("link") && after.starts_with("a1")) return true;
    }
    return find_in(text, R"(secret")") != std::string::npos;
}

void blank_secrets(std::string& text) {
    for (auto beginning : {"whsec_", "k_live_", "k_test_", "_secret_", "link_a1"}) blank_words_after(text, beginning);
}

// After a name, what may stand before the sign that gives it a value, and before that value: ] " ' \ and blanks, plain
// or percent-encoded.
std::size_t skip_wrapping(std::string_view text, std::size_t at, std::string_view wrapping) {
    for (;;) {
        if (at < text.size() && wrapping.find(text[at]) != std::string_view::npos) {
            ++at;
            continue;
        }
        auto plain = at + 2 < text.size() && text[at] == '%' ? percent_decoded(text.substr(at, 3)) : std::string();
        if (plain.size() != 1 || wrapping.find(plain.front()) == std::string_view::npos) return at;
        at += 3;
    }
}

// "name" => "value", name=value, name%5D=value: where the value begins; nothing when the name has none.
std::size_t begin_of_value(std::string_view text, std::size_t at) {
    at = skip_wrapping(text, at, "]\"'\\ \t\n)");
    auto sign = skip_wrapping(text, at, "=:>");
    return sign == at ? std::string::npos : skip_wrapping(text, sign, "\"'\\ \t\n{[(");
}

std::size_t end_of_value(std::string_view text, std::size_t at) {
    while (at < text.size() && std::string_view("&;,\"'\\}])\n\r\t<>").find(text[at]) == std::string_view::npos) ++at;
    return at;
}

void blank_named_values(std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && is_word(text[end])) ++end;
        auto word = std::string_view(text).substr(at, end - at);
        // %5Bnumber%5D: the B belongs to the bracket.
        if (at > 0 && text[at - 1] == '%' && word.size() > 2) word.remove_prefix(2);
        at = end + (end == at);
        if (word.empty() || meaning_of_numbered_word(word) == Meaning::nothing) continue;
        auto begin = begin_of_value(text, end);
        if (begin == std::string::npos) continue;
        auto over = end_of_value(text, begin);
        if (over == begin || text.compare(begin, over - begin, "null") == 0) continue;
        text.replace(begin, over - begin, kRedacted);
        at = begin + kRedacted.size();
    }
}

// Of a name that ends so the value goes, in JSON: "client_secret": "pi_..._secret_...".
void blank_strings_named(std::string& text, std::string_view name_ends) {
    for (auto at = find_in(text, name_ends); at != std::string::npos; at = find_in(text, name_ends, at)) {
        at += name_ends.size();
        auto begin = text.find_first_not_of(" \n", at);
        if (begin == std::string::npos || text[begin] != ':') continue;
        begin = text.find_first_not_of(" \n", begin + 1);
        if (begin == std::string::npos || text[begin] != '"') continue;
        auto end = ++begin;  // the text may have been cut off within
        while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
        end = std::min(end, text.size());
        text.replace(begin, end - begin, kRedacted);
        at = begin + kRedacted.size();
    }
}

void blank_value(std::string& text, std::string_view value) {
    for (auto at = find_in(text, value); at != std::string::npos; at = find_in(text, value, at)) {
        auto end = at + value.size();
        bool whole = (at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]));
        if (!whole && value.size() < kTakenAnywhere) {
            at = end;
            continue;
        }
        text.replace(at, value.size(), kRedacted);
        at += kRedacted.size();
    }
}

// ---- parameters ----

class Redaction {
public:
    std::vector<std::string> taken;

    // Of pairs, as they came: what a malformed name says is lost once they are a tree.
    std::string form(std::string_view form) {
        std::string out;
        while (!form.empty()) {
            auto pair = form.substr(0, form.find('&'));
            form.remove_prefix(std::min(pair.size() + 1, form.size()));
            auto equals = std::min(pair.find('='), pair.size());
            auto name = pair.substr(0, equals);
            out += out.empty() ? "" : "&";
            if (equals == pair.size() || meaning_of(percent_decoded(name)) == Meaning::nothing) {
                out += pair;
                continue;
            }
            note(percent_decoded(pair.substr(equals + 1)));
            (out += name) += '=';
            out += kRedacted;
        }
        return out;
    }

    void object(json::object& object) {
        json::object out;
        for (auto& [name, child] : object) {
            auto meaning = meaning_of(name);
            if (meaning == Meaning::nothing)
                value(child);
            else
                hide(child);
            auto key = meaning != Meaning::nothing && holds_value(name) ? std::string(kRedacted)
                                                                        : redacted_text(std::string(name));
            out[key] = std::move(child);
        }
        object = std::move(out);
    }

private:
    void value(json::value& value) {
        if (auto* inner = value.if_object()) return object(*inner);
        if (auto* array = value.if_array())
            for (auto& element : *array) this->value(element);
        if (auto* text = value.if_string()) value = redacted_text(std::string(*text));
    }
    void hide(json::value& value) {
        if (auto* inner = value.if_object())
            for (auto& [name, child] : *inner) {
                note(name);
                hide(child);
            }
        if (auto* array = value.if_array())
            for (auto& element : *array) hide(element);
        if (auto* text = value.if_string()) note(*text);
        if (value.if_object() || value.if_string()) value = kRedacted;
    }
    void note(std::string_view said) {
        if (said.size() >= kTakenMin && said != kRedacted) taken.emplace_back(said);
    }
};

void walk_sensitive(json::object& object, std::function<std::string(std::string_view)> const& instead, bool hidden);

void replace_in(json::value& value, std::function<std::string(std::string_view)> const& instead, bool hidden) {
    if (auto* inner = value.if_object()) walk_sensitive(*inner, instead, hidden);
    if (auto* array = value.if_array())
        for (auto& element : *array) replace_in(element, instead, hidden);
    if (auto* text = value.if_string())
        if (hidden || (may_hold_card_number(*text) && without_card_numbers(std::string(*text)) != *text))
            value = instead(*text);
}

void walk_sensitive(json::object& object, std::function<std::string(std::string_view)> const& instead, bool hidden) {
    for (auto at = object.begin(); at != object.end();) {
        auto meaning = meaning_of(at->key());
        if (meaning == Meaning::security_code) {
            at = object.erase(at);
            continue;
        }
        replace_in(at->value(), instead, hidden || meaning == Meaning::sensitive);
        ++at;
    }
}

bool is_sensitive(json::value const& value) {
    if (auto const* inner = value.if_object()) return has_sensitive(*inner);
    if (auto const* array = value.if_array()) return std::ranges::any_of(*array, is_sensitive);
    auto const* text = value.if_string();
    return text && may_hold_card_number(*text);
}

}  // namespace

bool is_sensitive_name(std::string_view name) { return meaning_of(name) != Meaning::nothing; }

RedactedParameters redacted_parameters(std::string_view query, std::string_view body) {
    json::object params;
    Redaction redaction;
    for (auto form : {query, body})
        if (!add_form(params, redaction.form(form))) return {};
    if (params.empty()) return {};
    redaction.object(params);
    return {without_card_numbers(to_text(params)), std::move(redaction.taken)};
}

std::string redacted_answer(std::string text, std::vector<std::string> const& taken) {
    bool secrets = may_hold_secret(text);
    if (secrets)
        for (auto name_ends : {R"(secret")", R"(websocket_id")", R"(websocket_url")"})
            blank_strings_named(text, name_ends);
    if (fitting(text, 40).find(R"("error")") != std::string::npos) blank_named_values(text);
    for (auto const& value : taken) blank_value(text, value);
    if (secrets) blank_secrets(text);
    return without_card_numbers(std::move(text));
}

std::string redacted_text(std::string text) {
    blank_named_values(text);
    if (may_hold_secret(text)) blank_secrets(text);
    return without_card_numbers(std::move(text));
}

void replace_sensitive(json::object& parameters, std::function<std::string(std::string_view)> const& instead) {
    walk_sensitive(parameters, instead, false);
}

bool has_sensitive(json::object const& parameters) {
    return std::ranges::any_of(parameters, [](auto const& parameter) {
        return meaning_of(parameter.key()) != Meaning::nothing || is_sensitive(parameter.value());
    });
}

}  // namespace bursar
