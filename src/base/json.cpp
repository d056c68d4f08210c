#include "base/json.hpp"

#include <charconv>

#include "base/result.hpp"

namespace bursar {

void write_json_string(std::string& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    out.push_back('"');
    std::size_t plain = 0;  // from here on nothing needs escaping
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text, plain, i - plain);
        plain = i + 1;
        switch (c) {
            case '"':
                out += "\\\"";
                break;
            case '\\':
                out += "\\\\";
                break;
            case '\n':
                out += "\\n";
                break;
            case '\r':
                out += "\\r";
                break;
            case '\t':
                out += "\\t";
                break;
            case '\b':
                out += "\\b";
                break;
            case '\f':
                out += "\\f";
                break;
            default:
                out += "\\u00";
                out.push_back(kHex[c >> 4]);
                out.push_back(kHex[c & 15]);
        }
    }
    out.append(text, plain, text.size() - plain);
    out.push_back('"');
}

void write_json_integer(std::string& out, std::int64_t number) {
    char digits[24];
    auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, end);
}

static void write_double(std::string& out, double number) {
    char digits[40];
    auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    std::string_view text(digits, end);
    out += text;
    if (text.find_first_not_of("-0123456789") == std::string_view::npos) out += ".0";  // 50.0 stays what it is
}

void write_json(std::string& out, json::value const& value) {
    switch (value.kind()) {
        case json::kind::null:
            out += "null";
            break;
        case json::kind::bool_:
            out += value.get_bool() ? "true" : "false";
            break;
        case json::kind::int64:
            write_json_integer(out, value.get_int64());
            break;
        case json::kind::uint64:
            out += std::to_string(value.get_uint64());
            break;
        case json::kind::double_:
            write_double(out, value.get_double());
            break;
        case json::kind::string:
            write_json_string(out, value.get_string());
            break;
        case json::kind::array: {
            out.push_back('[');
            bool first = true;
            for (auto const& element : value.get_array()) {
                if (!first) out.push_back(',');
                first = false;
                write_json(out, element);
            }
            out.push_back(']');
            break;
        }
        case json::kind::object: {
            out.push_back('{');
            bool first = true;
            for (auto const& [key, element] : value.get_object()) {
                if (!first) out.push_back(',');
                first = false;
                write_json_string(out, key);
                out.push_back(':');
                write_json(out, element);
            }
            out.push_back('}');
            break;
        }
    }
}

std::string to_text(json::value const& value) {
    std::string out;
    write_json(out, value);
    return out;
}

std::string pretty(std::string_view compact) {
    std::string out;
    out.reserve(compact.size() * 2);
    std::size_t depth = 0;
    auto new_line = [&] {
        out.push_back('\n');
        out.append(depth * 2, ' ');
    };
    for (std::size_t i = 0; i < compact.size(); ++i) {
        char c = compact[i];
        switch (c) {
            case '"': {
                std::size_t end = i + 1;
                while (compact[end] != '"') end += compact[end] == '\\' ? 2 : 1;
                out.append(compact.substr(i, end + 1 - i));
                i = end;
                break;
            }
            case '{':
            case '[':
                out.push_back(c);
                if (i + 1 < compact.size() && (compact[i + 1] == '}' || compact[i + 1] == ']')) {
                    out.push_back(compact[++i]);
                } else {
                    ++depth;
                    new_line();
                }
                break;
            case '}':
            case ']':
                --depth;
                new_line();
                out.push_back(c);
                break;
            case ',':
                out.push_back(c);
                new_line();
                break;
            case ':':
                out += ": ";
                break;
            default:
                out.push_back(c);
        }
    }
    return out;
}

std::optional<json::value> parse_untrusted(std::string_view text) {
    json::error_code error;
    auto value = json::parse(text, error);
    if (error) return std::nullopt;
    return value;
}

json::value parse_document(std::string_view text, json::storage_ptr where) {
    json::error_code error;
    json::parse_options options;
    options.max_depth = 64;
    auto value = json::parse(text, error, std::move(where), options);
    MUST(!error);
    return value;
}

std::string_view text_at(json::object const& object, std::string_view key) {
    auto const* found = object.if_contains(key);
    return found && found->is_string() ? std::string_view(found->get_string()) : std::string_view();
}

std::int64_t integer_at(json::object const& object, std::string_view key, std::int64_t fallback) {
    auto const* found = object.if_contains(key);
    return found && found->is_int64() ? found->get_int64() : fallback;
}

}  // namespace bursar
