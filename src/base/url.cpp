#include "base/url.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace bursar {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

bool is_printable(std::string_view text) {
    return std::ranges::all_of(text, [](unsigned char c) { return c > 0x20 && c != 0x7f && c != '\\'; });
}

bool is_scheme(std::string_view text) {
    return !text.empty() && std::isalpha(static_cast<unsigned char>(text[0])) &&
           std::ranges::all_of(text,
                               [](unsigned char c) { return std::isalnum(c) || c == '+' || c == '-' || c == '.'; });
}

// Letters of other alphabets may stand in a host's name; browsers know how to write them.
bool is_host(std::string_view text, bool in_brackets) {
    return std::ranges::all_of(text, [&](unsigned char c) {
        return in_brackets ? std::isxdigit(c) || c == ':' || c == '.'
                           : std::isalnum(c) || c == '.' || c == '-' || c == '_' || c >= 0x80;
    });
}

bool is_port(std::string_view text) {
    return text.size() <= 5 && std::ranges::all_of(text, [](unsigned char c) { return std::isdigit(c); }) &&
           (text.empty() || std::stoi(std::string(text)) <= 65535);
}

// What browsers carry out, show or open themselves: no app's scheme.
constexpr std::array<std::string_view, 31> kOfBrowsers{"about",
                                                       "android-app",
                                                       "blob",
                                                       "chrome",
                                                       "chrome-extension",
                                                       "chrome-untrusted",
                                                       "content",
                                                       "data",
                                                       "devtools",
                                                       "edge",
                                                       "file",
                                                       "filesystem",
                                                       "ftp",
                                                       "intent",
                                                       "jar",
                                                       "javascript",
                                                       "livescript",
                                                       "mailto",
                                                       "mhtml",
                                                       "mocha",
                                                       "moz-extension",
                                                       "resource",
                                                       "safari-extension",
                                                       "search-ms",
                                                       "sms",
                                                       "tel",
                                                       "urn",
                                                       "vbscript",
                                                       "view-source",
                                                       "ws",
                                                       "wss"};

}  // namespace

std::optional<Url> Url::parse(std::string_view text) {
    auto colon = text.find("://");
    if (colon == std::string_view::npos || !is_printable(text) || !is_scheme(text.substr(0, colon)))
        return std::nullopt;
    Url url{.scheme = lower(text.substr(0, colon)), .host = {}, .port = {}};
    auto rest = text.substr(colon + 3);
    auto authority = rest.substr(0, rest.find_first_of("/?#"));
    if (auto at = authority.rfind('@'); at != std::string_view::npos) {
        url.names_user = true;
        authority.remove_prefix(at + 1);
    }
    bool in_brackets = authority.starts_with('[');
    auto end = in_brackets ? authority.find(']') : std::min(authority.find(':'), authority.size());
    if (end == std::string_view::npos) return std::nullopt;
    url.host = lower(authority.substr(in_brackets ? 1 : 0, in_brackets ? end - 1 : end));
    authority.remove_prefix(in_brackets ? end + 1 : end);
    if (!authority.empty() && authority[0] != ':') return std::nullopt;
    if (!authority.empty()) url.port = authority.substr(1);
    if (!is_host(url.host, in_brackets) || !is_port(url.port)) return std::nullopt;
    if (url.host.empty() && (url.is_web() || !url.port.empty() || url.names_user)) return std::nullopt;
    return url;
}

bool BrowserUrl::is_good(std::string_view text, Schemes schemes) {
    auto url = Url::parse(text);
    if (!url || url->names_user) return false;
    if (url->is_web()) return true;
    return schemes == Schemes::web_or_app && std::ranges::find(kOfBrowsers, url->scheme) == kOfBrowsers.end();
}

BrowserUrl BrowserUrl::own(std::string path) {
    MUST(path.starts_with('/') && !path.starts_with("//") && is_printable(path));
    return BrowserUrl(std::move(path));
}

BrowserUrl BrowserUrl::with_query(std::string_view added) const {
    auto fragment = std::min(text_.find('#'), text_.size());
    auto out = text_.substr(0, fragment);
    out += out.find('?') == std::string::npos ? '?' : '&';
    out += added;
    MUST(is_printable(out));
    return BrowserUrl(out + text_.substr(fragment));
}

// A document may hold what was not refused when it was made; it is parsed again where it is used.
Result<void> BrowserUrl::read(json::value const& in, Path const& path, Source source, Schemes schemes) {
    std::string text;
    TRY_DO(kStringKind.read(&text, in, path, source));
    if (!is_good(text, schemes)) return refuse_url(path.text());
    text_ = std::move(text);
    return {};
}

std::optional<WebUrl> WebUrl::parse(std::string_view text) {
    return is_good(text, Schemes::web) ? std::optional(WebUrl(std::string(text))) : std::nullopt;
}

std::optional<ReturnUrl> ReturnUrl::parse(std::string_view text) {
    return is_good(text, Schemes::web_or_app) ? std::optional(ReturnUrl(std::string(text))) : std::nullopt;
}

void KindOf<WebUrl>::write(void const* value, std::string& out) {
    write_json_string(out, static_cast<WebUrl const*>(value)->text());
}
Result<void> KindOf<WebUrl>::read(void* value, json::value const& in, Path const& path, Source source) {
    return static_cast<WebUrl*>(value)->BrowserUrl::read(in, path, source, BrowserUrl::Schemes::web);
}

void KindOf<ReturnUrl>::write(void const* value, std::string& out) {
    write_json_string(out, static_cast<ReturnUrl const*>(value)->text());
}
Result<void> KindOf<ReturnUrl>::read(void* value, json::value const& in, Path const& path, Source source) {
    return static_cast<ReturnUrl*>(value)->BrowserUrl::read(in, path, source, BrowserUrl::Schemes::web_or_app);
}

bool SiteUrl::is_good(std::string_view text) {
    if (text.find(':') != std::string_view::npos) return WebUrl::parse(text).has_value();
    return WebUrl::parse("https://" + std::string(text)).has_value();
}

void KindOf<SiteUrl>::write(void const* value, std::string& out) {
    write_json_string(out, static_cast<SiteUrl const*>(value)->text);
}
Result<void> KindOf<SiteUrl>::read(void* value, json::value const& in, Path const& path, Source source) {
    auto& text = static_cast<SiteUrl*>(value)->text;
    TRY_DO(kStringKind.read(&text, in, path, source));
    if (!SiteUrl::is_good(text)) return refuse_url(path.text());
    return {};
}

std::unexpected<Refusal> refuse_url(std::string const& param) {
    return refuse("url_invalid", param, "Not a valid URL");
}

}  // namespace bursar
