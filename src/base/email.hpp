// An e-mail address as a parameter. Refused: email_invalid, "Invalid email address: foo"; blanks around it are part of
// it.
#pragma once

#include "base/fields.hpp"

namespace bursar {

struct Email {
    std::string text;
    static bool is_address(std::string_view text);
    operator std::string const&() const { return text; }
};

template <>
struct KindOf<Email> {
    static void write(void const* value, std::string& out);
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source);
    static constexpr Kind kind{
        .write = write, .read = read, .required = true, .shape = Shape::text, .letters_max = kStringLengthMax};
};

}  // namespace bursar
