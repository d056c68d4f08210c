#include "base/text.hpp"

#include <cstring>

#include "base/eight.hpp"

namespace bursar {

namespace {

using Byte = unsigned char;

bool begins_letter(char c) { return (static_cast<Byte>(c) & 0xC0) != 0x80; }

// How many bytes at the start of a text are ASCII, as nearly all that is stored is.
std::size_t ascii_length(std::string_view text) {
    std::size_t i = 0;
    while (i + Eight::kSize <= text.size() && !Eight(text, i).has_non_ascii()) i += Eight::kSize;
    while (i < text.size() && static_cast<Byte>(text[i]) < 0x80) ++i;
    return i;
}

// The bytes of the letter that a text begins with; 0 when it begins with none.
std::size_t letter_length(std::string_view text) {
    auto at = [&](std::size_t i) { return i < text.size() ? static_cast<Byte>(text[i]) : Byte{0}; };
    auto first = at(0), second = at(1);
    if (first < 0x80) return 1;
    std::size_t length = (first >= 0xC2 && first < 0xE0) ? 2 : (first & 0xF0) == 0xE0 ? 3 : 0;
    if (first >= 0xF0 && first < 0xF5) length = 4;
    bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    bool beyond = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    if (overlong || beyond) return 0;
    for (std::size_t i = 1; i < length; ++i)
        if ((at(i) & 0xC0) != 0x80) return 0;
    return length;
}

}  // namespace

bool is_utf8(std::string_view text) {
    for (;;) {
        text.remove_prefix(ascii_length(text));
        if (text.empty()) return true;
        auto length = letter_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
}

std::string valid_utf8(std::string text) {
    if (is_utf8(text)) return text;
    std::string out;
    for (std::string_view rest = text; !rest.empty();) {
        auto length = letter_length(rest);
        out += length ? rest.substr(0, length) : "\xEF\xBF\xBD";
        rest.remove_prefix(length ? length : 1);
    }
    return out;
}

std::size_t letters_in(std::string_view text) {
    std::size_t count = 0;
    for (char c : text) count += begins_letter(c);
    return count;
}

std::string_view cut(std::string_view text, std::size_t letters) {
    for (std::size_t i = 0; i < text.size(); ++i)
        if (begins_letter(text[i]) && letters-- == 0) return text.substr(0, i);
    return text;
}

std::string_view fitting(std::string_view text, std::size_t bytes) {
    if (bytes >= text.size()) return text;
    while (bytes > 0 && !begins_letter(text[bytes])) --bytes;
    return text.substr(0, bytes);
}

std::string_view last_of(std::string_view text, std::size_t letters) {
    if (letters == 0) return {};
    for (std::size_t i = text.size(); i-- > 0;)
        if (begins_letter(text[i]) && --letters == 0) return text.substr(i);
    return text;
}

std::size_t find_in(std::string_view text, std::string_view wanted, std::size_t from) {
    auto const* found = ::memmem(text.data() + from, text.size() - from, wanted.data(), wanted.size());
    return found ? static_cast<std::size_t>(static_cast<char const*>(found) - text.data()) : std::string_view::npos;
}

}  // namespace bursar
