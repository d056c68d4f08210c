// A share, as JSON shows it: 12.5, 50.0. Kept exactly, in ten-thousandths of one per cent.
#pragma once

#include "base/fields.hpp"

namespace bursar {

struct Percent {
    std::int64_t parts = 0;
    bool operator==(Percent const&) const = default;

    static constexpr std::int64_t kWhole = 1'000'000;  // 100 %
    // Of an amount in minor units: rounded, half away from zero.
    std::int64_t of(std::int64_t amount) const;
};

template <>
struct KindOf<Percent> {
    static void write(void const* value, std::string& out);
    // In parameters refused: what is no decimal number, and more than four decimals.
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source);
    static constexpr Kind kind{.write = write, .read = read, .required = true, .shape = Shape::text};
};

}  // namespace bursar
