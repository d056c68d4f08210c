// What a cardholder reads on a statement (reference/money.md: Charges): up to 22 letters, a letter or digit among them,
// none of < > \ ' " *.
#pragma once

#include "base/rules.hpp"

namespace bursar::charges {

inline constexpr std::size_t kDescriptorLetters = 22;

std::unexpected<Refusal> refuse_long_descriptor(Path const& path, std::string_view text, std::size_t letters_max);

// Of a payout, which a bank shows as it is.
using PayoutDescriptor = Length<kDescriptorLetters, refuse_long_descriptor>;

struct StatementDescriptor {
    std::string text;
    operator std::string const&() const { return text; }
};

}  // namespace bursar::charges

template <>
struct bursar::KindOf<bursar::charges::StatementDescriptor> {
    static void write(void const* value, std::string& out);
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source);
    static constexpr Kind kind{.write = write,
                               .read = read,
                               .required = true,
                               .shape = Shape::text,
                               .letters_max = charges::kDescriptorLetters};
};
