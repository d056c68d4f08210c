#include "base/form.hpp"

#include <vector>

namespace bursar {

static int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::string percent_decoded(std::string_view text) {
    if (text.find('%') == std::string_view::npos && text.find('+') == std::string_view::npos)
        return valid_utf8(std::string(text));
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out.push_back(' ');
        } else if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
                   hex_value(text[i + 2]) >= 0) {
            out.push_back(static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])));
            i += 2;
        } else {
            out.push_back(text[i]);
        }
    }
    return valid_utf8(std::move(out));
}

std::string percent_encoded(std::string_view text) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string out;
    for (char raw : text) {
        auto c = static_cast<unsigned char>(raw);
        bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                     c == '_' || c == '.' || c == '~';
        if (plain) {
            out.push_back(raw);
        } else {
            out.push_back('%');
            out.push_back(kHex[c >> 4]);
            out.push_back(kHex[c & 15]);
        }
    }
    return out;
}

// a[b][] -> {"a", "b", ""}; brackets that do not match make the rest part of the name.
static std::vector<std::string> name_parts(std::string const& name) {
    std::vector<std::string> parts;
    auto open = name.find('[');
    if (open == 0 || open == std::string::npos) return {name};
    parts.push_back(name.substr(0, open));
    while (open < name.size() && name[open] == '[') {
        auto close = name.find(']', open);
        if (close == std::string::npos) break;
        parts.push_back(name.substr(open + 1, close - open - 1));
        open = close + 1;
    }
    return parts;
}

static Result<void> add_pair(json::object& tree, std::string const& name, std::string const& value) {
    auto parts = name_parts(name);
    if (parts.size() > kFormDepthMax)
        return refuse("", parts.front(), "Invalid request: parameters are nested too deeply.");
    json::object* at = &tree;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        std::string key = parts[i].empty() && i > 0 ? std::to_string(at->size()) : parts[i];
        auto& slot = (*at)[key];
        if (i + 1 == parts.size()) {
            slot = value;
            return {};
        }
        if (!slot.is_object()) slot = json::object();
        at = &slot.get_object();
    }
    return {};
}

Result<void> add_form(json::object& tree, std::string_view form) {
    std::size_t pairs = 0;
    while (!form.empty()) {
        auto end = std::min(form.find('&'), form.size());
        auto pair = form.substr(0, end);
        form.remove_prefix(std::min(end + 1, form.size()));
        if (pair.empty()) continue;
        if (++pairs > kFormPairsMax) return refuse("", "", "Invalid request: too many parameters.");
        auto equals = std::min(pair.find('='), pair.size());
        auto value = equals < pair.size() ? percent_decoded(pair.substr(equals + 1)) : std::string();
        TRY_DO(add_pair(tree, percent_decoded(pair.substr(0, equals)), value));
    }
    return {};
}

}  // namespace bursar
