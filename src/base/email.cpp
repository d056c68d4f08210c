#include "base/email.hpp"

#include <algorithm>

namespace bursar {

static constexpr std::size_t kLongest = 512;

// Somebody at a name with a dot in it; nothing of what cannot be in either.
bool Email::is_address(std::string_view text) {
    auto at = text.find('@');
    if (at == 0 || at == text.npos || text.find('@', at + 1) != text.npos || text.size() > kLongest) return false;
    auto host = text.substr(at + 1);
    auto dot = host.find('.');
    bool has_ends = dot != host.npos && dot > 0 && host.back() != '.' && host.find("..") == host.npos;
    return has_ends && std::ranges::none_of(text, [](unsigned char c) { return c <= ' ' || c == 0x7f; });
}

void KindOf<Email>::write(void const* value, std::string& out) {
    write_json_string(out, static_cast<Email const*>(value)->text);
}

Result<void> KindOf<Email>::read(void* value, json::value const& in, Path const& path, Source source) {
    auto& text = static_cast<Email*>(value)->text;
    TRY_DO(kStringKind.read(&text, in, path, source));
    if (source == Source::parameters && !Email::is_address(text))
        return refuse("email_invalid", path.text(), "Invalid email address: " + text);
    return {};
}

}  // namespace bursar
