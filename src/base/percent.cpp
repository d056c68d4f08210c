#include "base/percent.hpp"

#include <charconv>
#include <cmath>

namespace bursar {

static constexpr int kDecimals = 4;
__extension__ using Wide = __int128;  // an amount times a share is more than 64 bits hold

std::int64_t Percent::of(std::int64_t amount) const {
    auto product = static_cast<Wide>(amount < 0 ? -amount : amount) * parts;
    auto share = static_cast<std::int64_t>((product * 2 + kWhole) / (2 * kWhole));
    return amount < 0 ? -share : share;
}

void KindOf<Percent>::write(void const* value, std::string& out) {
    auto parts = static_cast<Percent const*>(value)->parts;
    write_json_integer(out, parts / 10'000);
    auto decimals = std::to_string(10'000 + parts % 10'000).substr(1);
    while (decimals.size() > 1 && decimals.back() == '0') decimals.pop_back();
    out += '.' + decimals;
}

static std::optional<std::int64_t> parts_of(std::string_view text) {
    auto dot = std::min(text.find('.'), text.size());
    auto whole = text.substr(0, dot), decimals = text.substr(std::min(dot + 1, text.size()));
    auto is_number = [](std::string_view digits) {
        return std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    };
    if (text.empty() || whole.size() > 9 || decimals.size() > kDecimals || !is_number(whole) || !is_number(decimals) ||
        whole.size() + decimals.size() == 0)
        return std::nullopt;
    auto digits = std::string(whole) + std::string(decimals) + std::string(kDecimals - decimals.size(), '0');
    std::int64_t parts = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), parts);
    return parts;
}

Result<void> KindOf<Percent>::read(void* value, json::value const& in, Path const& path, Source) {
    auto& percent = *static_cast<Percent*>(value);
    if (in.is_number()) {  // a document of ours
        percent.parts = std::llround(in.to_number<double>() * 10'000);
        return {};
    }
    auto parts = in.is_string() ? parts_of(in.get_string()) : std::nullopt;
    if (!parts)
        return refuse("", path.text(), "Invalid decimal" + (in.is_string() ? ": " + std::string(in.get_string()) : ""));
    percent.parts = *parts;
    return {};
}

}  // namespace bursar
