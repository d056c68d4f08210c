#include "base/json.hpp"

#include <algorithm>
#include <charconv>

#include "base/eight.hpp"
#include "base/result.hpp"

namespace bursar {

namespace {

bool is_plain(std::string_view text) {
    auto has_any = [&](std::size_t at) {
        Eight eight(text, at);
        return eight.has_below(0x20) || eight.has('"') || eight.has('\\');
    };
    auto needs_none = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; };
    if (text.size() < Eight::kSize) return std::ranges::all_of(text, needs_none);
    for (std::size_t at = 0; at + Eight::kSize < text.size(); at += Eight::kSize)
        if (has_any(at)) return false;
    return !has_any(text.size() - Eight::kSize);  // some of them are looked at twice
}

void write_escaped(std::string& out, std::string_view text) {
    static constexpr char kHex[] = "0123456789abcdef";
    for (char raw : text) {
        auto c = static_cast<unsigned char>(raw);
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
                if (c >= 0x20) {
                    out.push_back(raw);
                    break;
                }
                out += "\\u00";
                out.push_back(kHex[c >> 4]);
                out.push_back(kHex[c & 15]);
        }
    }
}

}  // namespace

// Most strings are plain, and are written at once.
void write_json_string(std::string& out, std::string_view text) {
    if (!is_plain(text)) {
        out.push_back('"');
        write_escaped(out, text);
        return out.push_back('"');
    }
    auto at = out.size(), size = at + text.size() + 2;
    out.resize_and_overwrite(size, [&](char* all, std::size_t) {  // of which g++ 12 may say that it is more
        all[at] = '"';
        std::ranges::copy(text, all + at + 1);
        all[size - 1] = '"';
        return size;
    });
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

// Of the string that begins at a quote: where the quote is that ends it.
static std::size_t closing_quote(std::string_view text, std::size_t opening) {
    for (auto end = text.find('"', opening + 1);; end = text.find('"', end + 1)) {
        auto before = end;
        while (text[before - 1] == '\\') --before;
        if ((end - before) % 2 == 0) return end;
    }
}

// There is always room for what is left of the compact text, twice, since a colon becomes two; whatever makes it longer
// than that is a new line, which sees to it.
std::string pretty(std::string_view compact) {
    std::string out(2 * compact.size(), '\0');
    std::size_t depth = 0;
    char* end = out.data();
    auto put = [&](char c) { *end++ = c; };
    auto new_line = [&](std::size_t left) {
        auto used = static_cast<std::size_t>(end - out.data()), wanted = used + 1 + 2 * depth + 2 * left;
        if (wanted > out.size()) {
            out.resize(2 * wanted);
            end = out.data() + used;
        }
        put('\n');
        end = std::fill_n(end, 2 * depth, ' ');
    };
    for (std::size_t i = 0; i < compact.size(); ++i) {
        char c = compact[i];
        auto left = compact.size() - i;
        switch (c) {
            case '"': {
                auto last = closing_quote(compact, i);
                end = std::copy_n(compact.data() + i, last + 1 - i, end);
                i = last;
                break;
            }
            case '{':
            case '[':
                put(c);
                if (i + 1 < compact.size() && (compact[i + 1] == '}' || compact[i + 1] == ']')) {
                    put(compact[++i]);
                } else {
                    ++depth;
                    new_line(left);
                }
                break;
            case '}':
            case ']':
                --depth;
                new_line(left);
                put(c);
                break;
            case ',':
                put(c);
                new_line(left);
                break;
            case ':':
                put(c);
                put(' ');
                break;
            default:
                put(c);
        }
    }
    out.resize(static_cast<std::size_t>(end - out.data()));
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
