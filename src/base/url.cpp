#include "base/url.hpp"

#include <algorithm>
#include <cctype>

namespace bursar {

static std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

static bool is_printable(std::string_view text) {
    return std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c != 0x7f && c != '\\'; });
}

std::optional<Url> Url::parse(std::string_view text) {
    auto colon = text.find("://");
    if (colon == std::string_view::npos || colon == 0 || !is_printable(text)) return std::nullopt;
    Url url{.scheme = lower(text.substr(0, colon)), .host = {}};
    if (!std::ranges::all_of(url.scheme, [](unsigned char c) { return std::isalnum(c) || c == '+' || c == '-'; }))
        return std::nullopt;
    auto rest = text.substr(colon + 3);
    auto authority = rest.substr(0, rest.find_first_of("/?#"));
    if (auto at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
    if (authority.starts_with('[')) {
        auto end = authority.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        url.host = lower(authority.substr(1, end - 1));
    } else {
        url.host = lower(authority.substr(0, authority.find(':')));
    }
    if (url.host.empty()) return std::nullopt;
    return url;
}

}  // namespace bursar
