#include "base/decimal.hpp"

#include <algorithm>

namespace bursar {

static constexpr std::size_t kWholeMax = 12;

std::optional<Wide> scaled(std::string_view text, std::size_t places) {
    auto point = text.find('.');
    auto whole = text.substr(0, point), part = point == text.npos ? std::string_view() : text.substr(point + 1);
    auto digits = [](std::string_view t) {
        return std::ranges::all_of(t, [](char c) { return c >= '0' && c <= '9'; });
    };
    if (whole.empty() || whole.size() > kWholeMax || !digits(whole) || !digits(part) || part.size() > places ||
        (point != text.npos && part.empty()))
        return std::nullopt;
    Wide value = 0;
    for (char c : whole) value = value * 10 + (c - '0');
    for (std::size_t i = 0; i < places; ++i) value = value * 10 + (i < part.size() ? part[i] - '0' : 0);
    return value;
}

}  // namespace bursar
