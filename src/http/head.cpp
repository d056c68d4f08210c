#include "http/head.hpp"

#include <algorithm>
#include <cctype>

namespace bursar::http {

using boost::beast::http::field;

bool is_well_formed(std::string_view bytes) {
    auto head = bytes.substr(0, bytes.find("\r\n\r\n"));
    for (auto at = head.find('\n'); at != std::string_view::npos; at = head.find('\n', at + 1)) {
        if (at == 0 || head[at - 1] != '\r') return false;
        if (at + 1 < head.size() && (head[at + 1] == ' ' || head[at + 1] == '\t')) return false;
    }
    return true;
}

static bool is_number(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c); });
}

static bool is_host(std::string_view text) {
    auto end = text.find(':', text.starts_with('[') ? std::min(text.find(']'), text.size()) : 0);
    auto name = text.substr(0, end), port = end == text.npos ? std::string_view() : text.substr(end + 1);
    return !name.empty() && port.size() <= 5 && (port.empty() || is_number(port)) &&
           std::ranges::all_of(name, [](unsigned char c) {
               return std::isalnum(c) || c == '.' || c == '-' || c == '_' || c == '[' || c == ']' || c == ':';
           });
}

static bool is_chunked(std::string_view text) {
    return std::ranges::equal(text, std::string_view("chunked"), {},
                              [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
}

std::optional<std::string> objection_to(Head const& head) {
    if (head.version() != 10 && head.version() != 11) return "Only HTTP/1.0 and HTTP/1.1 are spoken here.";
    std::string_view target(head.target().data(), head.target().size());
    if (!target.starts_with('/') && target != "*") return "The target must be a path.";
    int hosts = 0, codings = 0, lengths = 0;
    for (auto const& header : head) {
        std::string_view value(header.value().data(), header.value().size());
        if (header.name() == field::host) {
            ++hosts;
            if (!is_host(value)) return "The Host header is not a name and port.";
        } else if (header.name() == field::content_length) {
            ++lengths;
            if (!is_number(value)) return "Content-Length is not a number.";
        } else if (header.name() == field::transfer_encoding) {
            ++codings;
            if (!is_chunked(value)) return "The only Transfer-Encoding is chunked.";
        }
    }
    if (hosts > 1 || (hosts == 0 && head.version() == 11)) return "There must be one Host header.";
    if (lengths > 1) return "There may be one Content-Length header.";
    if (codings > 1) return "There may be one Transfer-Encoding header.";
    if (codings == 1 && head.version() == 10) return "HTTP/1.0 knows no Transfer-Encoding.";
    if (codings == 1 && lengths == 1) return "Content-Length and Transfer-Encoding exclude each other.";
    return std::nullopt;
}

std::size_t fields_in(Head const& head) { return static_cast<std::size_t>(std::distance(head.begin(), head.end())); }

}  // namespace bursar::http
