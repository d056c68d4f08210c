#include "base/percent.hpp"

#include <cmath>

#include "base/currency.hpp"
#include "base/decimal.hpp"

namespace bursar {

static constexpr std::size_t kPlaces = 4;
static constexpr std::int64_t kMax = 10'000'000'000'000;  // nine digits and four places

std::int64_t Percent::of(std::int64_t amount) const { return share(amount, parts, kWhole); }

void KindOf<Percent>::write(void const* value, std::string& out) {
    auto parts = static_cast<Percent const*>(value)->parts;
    write_json_integer(out, parts / 10'000);
    auto decimals = std::to_string(10'000 + parts % 10'000).substr(1);
    while (decimals.size() > 1 && decimals.back() == '0') decimals.pop_back();
    out += '.' + decimals;
}

Result<void> KindOf<Percent>::read(void* value, json::value const& in, Path const& path, Source) {
    auto& percent = *static_cast<Percent*>(value);
    if (in.is_number()) {  // a document of ours
        percent.parts = std::llround(in.to_number<double>() * 10'000);
        return {};
    }
    auto parts = in.is_string() ? scaled(std::string_view(in.get_string()), kPlaces) : std::nullopt;
    if (!parts || *parts >= kMax)
        return refuse("", path.text(), "Invalid decimal" + (in.is_string() ? ": " + std::string(in.get_string()) : ""));
    percent.parts = static_cast<std::int64_t>(*parts);
    return {};
}

}  // namespace bursar
