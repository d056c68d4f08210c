#include "base/card_numbers.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/eight.hpp"

namespace bursar {

namespace {

constexpr std::size_t kDigitsMin = 13, kDigitsMax = 19;
constexpr std::size_t kBetweenMax = 6;  // characters between two groups of digits

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

enum class Kind : unsigned char { other, letter, digit };
constexpr auto kKinds = [] {
    std::array<Kind, 256> kinds{};
    for (unsigned c = 0; c < kinds.size(); ++c) {
        auto as_char = static_cast<char>(c);
        kinds[c] = is_digit(as_char) ? Kind::digit : is_letter(as_char) ? Kind::letter : Kind::other;
    }
    return kinds;
}();

std::optional<unsigned> hex_number(std::string_view text) {
    unsigned value = 0;
    for (char c : text) {
        char lower = static_cast<char>(c | 0x20);
        if (is_digit(c))
            value = value * 16 + static_cast<unsigned>(c - '0');
        else if (lower >= 'a' && lower <= 'f')
            value = value * 16 + static_cast<unsigned>(lower - 'a' + 10);
        else
            return std::nullopt;
    }
    return value;
}

// One character as it was meant: a digit, a letter, or anything else (as a blank), and how it is spelled.
struct Character {
    char meant;
    std::size_t length;
};

char meant_by(unsigned code) {
    auto c = static_cast<char>(code < 0x80 ? code : 0);
    return is_digit(c) || is_letter(c) ? c : ' ';
}

Character literal(std::string_view text) { return {meant_by(static_cast<unsigned char>(text.front())), 1}; }

// %20 at `at` - 1.
std::optional<Character> percent_escape(std::string_view text, std::size_t at = 1) {
    auto code = at + 2 > text.size() ? std::nullopt : hex_number(text.substr(at, 2));
    return code ? std::optional(Character{meant_by(*code), at + 2}) : std::nullopt;
}

// The same when it was encoded twice or more: %2520.
std::optional<Character> percent_escape_again(std::string_view text) {
    std::size_t at = 1;
    while (text.substr(at, 2) == "25") at += 2;
    auto escape = percent_escape(text, at);
    return escape || at == 1 ? escape : percent_escape(text, at - 2);
}

std::optional<Character> json_escape(std::string_view text) {
    if (text.size() < 2) return std::nullopt;
    if (std::string_view("\"\\/bfnrt").find(text[1]) != std::string_view::npos) return Character{' ', 2};
    if (text[1] != 'u') return std::nullopt;
    auto code = text.size() < 6 ? std::nullopt : hex_number(text.substr(2, 4));
    return code ? std::optional(Character{meant_by(*code), 6}) : std::nullopt;
}

Character decoded(std::string_view text) {
    auto escape = text.front() == '%' ? percent_escape(text) : text.front() == '\\' ? json_escape(text) : std::nullopt;
    return escape.value_or(literal(text));
}

Character decoded_again(std::string_view text) {
    auto escape = text.front() == '%' ? percent_escape_again(text) : std::nullopt;
    return escape.value_or(decoded(text));
}

using Reading = Character (*)(std::string_view);

bool passes_luhn(std::string_view digits) {
    int sum = 0;
    bool twice = false;
    for (auto at = digits.rbegin(); at != digits.rend(); ++at, twice = !twice) {
        int value = *at - '0';
        if (twice) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
        sum += value;
    }
    return sum % 10 == 0;
}

// As the numbers of cards begin. Groups that do not are dates, addresses, amounts.
bool begins_like_a_card(std::string_view digits) {
    return (digits[0] >= '3' && digits[0] <= '6') || (digits[0] == '2' && digits[1] >= '2' && digits[1] <= '7');
}

bool is_card_number(std::string_view digits, bool in_groups) {
    return digits.size() >= kDigitsMin && passes_luhn(digits) && (!in_groups || begins_like_a_card(digits));
}

// Of digits that nothing parts: too many for a number, or a number with something written right after or before it.
bool holds_card_number(std::string_view digits) {
    if (digits.size() > kDigitsMax) return true;
    for (std::size_t size = 14; size <= 16 && digits.size() > 16; ++size)
        for (std::size_t from = 0; from + size <= digits.size(); ++from)
            if (auto part = digits.substr(from, size); begins_like_a_card(part) && passes_luhn(part)) return true;
    return false;
}

// Where a number ends that begins at a group of digits, the longest there is; or nothing.
std::size_t end_of_card_number(std::string_view text, std::size_t from, Reading read) {
    std::array<char, kDigitsMax> digits;
    std::string first;  // group
    std::size_t count = 0, groups = 1, between = 0, end = 0, end_of_first = 0;
    auto group_ends = [&](std::size_t at) {
        if (groups == 1) end_of_first = at;
        if (count <= kDigitsMax && is_card_number({digits.data(), count}, groups > 1)) end = at;
    };
    for (auto at = from; at < text.size();) {
        auto [meant, length] = read(text.substr(at));
        if (is_digit(meant)) {
            groups += between > 0;
            between = 0;
            if (groups == 1)
                first.push_back(meant);
            else if (count >= kDigitsMax)
                break;
            if (count < kDigitsMax) digits[count] = meant;
            ++count;
        } else {
            if (between == 0) group_ends(at);
            if (is_letter(meant) || ++between > kBetweenMax) break;
        }
        at += length;
        if (at >= text.size() && between == 0) group_ends(at);
    }
    if (end == 0 && holds_card_number(first)) end = end_of_first;
    return end;
}

struct Span {
    std::size_t begin, end;
};

void find_card_numbers(std::string_view text, Reading read, std::vector<Span>& found) {
    bool within = false;  // a group of digits
    for (std::size_t at = 0; at < text.size();) {
        auto [meant, length] = read(text.substr(at));
        bool begins = is_digit(meant) && !within;
        within = is_digit(meant);
        auto end = begins ? end_of_card_number(text, at, read) : 0;
        if (end != 0) found.push_back({at, end});
        at += length;
    }
}

std::size_t next_digit(std::string_view text, std::size_t at) {
    while (at + Eight::kSize <= text.size() && !Eight(text, at).has_digit()) at += Eight::kSize;
    while (at < text.size() && !is_digit(text[at])) ++at;
    return at;
}

std::string without(std::string_view text, std::vector<Span> spans) {
    std::ranges::sort(spans, {}, &Span::begin);
    std::string out;
    std::size_t at = 0;
    for (auto const& [begin, end] : spans) {
        if (end <= at) continue;
        if (begin >= at) (out += text.substr(at, begin - at)) += kRedacted;  // else it goes on within the one before
        at = end;
    }
    return out += text.substr(at);
}

}  // namespace

// Nearly every text that is logged passes here and holds none, so it is looked at as little as can be: whether enough
// digits stand close enough together, or escapes may hide that they do.
bool may_hold_card_number(std::string_view text) {
    std::size_t digits = 0;
    for (auto at = next_digit(text, 0); at < text.size(); at = next_digit(text, at)) {
        for (std::size_t together = 0, between = 0; at < text.size(); ++at) {
            auto kind = kKinds[static_cast<unsigned char>(text[at])];
            if (kind == Kind::letter) break;
            if (kind == Kind::other && ++between > kBetweenMax) break;
            if (kind == Kind::other) continue;
            ++digits;
            between = 0;
            if (++together >= kDigitsMin) return true;
        }
    }
    return digits >= kDigitsMin &&
           (text.find('%') != std::string_view::npos || text.find('\\') != std::string_view::npos);
}

std::string without_card_numbers(std::string text) {
    if (!may_hold_card_number(text)) return text;
    // Found in every reading before anything is replaced: what one reading takes for a number may be a part of
    // another's.
    for (;;) {
        std::vector<Span> found;
        find_card_numbers(text, literal, found);
        if (text.find('%') != std::string::npos || text.find('\\') != std::string::npos)
            for (auto read : {decoded, decoded_again}) find_card_numbers(text, read, found);
        if (found.empty()) return text;
        text = without(text, std::move(found));
    }
}

}  // namespace bursar
