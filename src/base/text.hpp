// Texts that people write, counted and cut by letters. A text is UTF-8, so a letter has up to four bytes, and one that
// is cut between them can be read by nobody any more: whoever shortens a text does it with cut(), and what is stored
// must pass is_utf8().
#pragma once

#include <string>
#include <string_view>

namespace bursar {

// Nothing but whole letters: no stray or missing bytes, nothing overlong, no halves of a pair of UTF-16.
bool is_utf8(std::string_view text);

// Bytes that are not UTF-8 become U+FFFD: JSON with them in it could not be read.
std::string valid_utf8(std::string text);

// Of a text that is UTF-8; each code point is a letter.
std::size_t letters_in(std::string_view text);
inline bool is_longer(std::string_view text, std::size_t letters) {  // as cheap as size() for nearly all texts
    return text.size() > letters && letters_in(text) > letters;
}
std::string_view cut(std::string_view text, std::size_t letters);      // the first ones
std::string_view last_of(std::string_view text, std::size_t letters);  // the last ones
std::string_view fitting(std::string_view text, std::size_t bytes);    // as many of the first as have room in these

// Where one text stands in another, as std::string_view::find. That stops at each first letter of what is wanted, and
// JSON is full of quotes.
std::size_t find_in(std::string_view text, std::string_view wanted, std::size_t from = 0);

}  // namespace bursar
