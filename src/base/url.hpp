// The parts of an absolute URL, as far as the server must know them of one that a caller names (who connects parses
// for himself), and the addresses that browsers are sent to.
//
// What always holds: a page links and redirects to a BrowserUrl alone, and there is none but by parsing. It begins with
// http://, https:// or, where that may be, the scheme of an app; never with one that a browser carries out by itself
// (javascript:, data:, file: and their like); it holds no blank, control character or backslash; it names a host, and
// no user before it.
//
// Unknown: whether the reference takes an address with a user's name or a password; refused, since its reader is led
// elsewhere than it seems to say.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/fields.hpp"

namespace bursar {

struct Url {
    std::string scheme, host;  // lower case; of an IPv6 address without the brackets. Only an app's may lack a host
    std::string port;
    bool names_user = false;
    bool is_web() const { return scheme == "http" || scheme == "https"; }
    static std::optional<Url> parse(std::string_view text);
};

class BrowserUrl {
public:
    // A path of this server's own.
    static BrowserUrl own(std::string path);

    std::string const& text() const { return text_; }
    operator std::string const&() const { return text_; }
    std::string scheme() const { return text_.substr(0, text_.find(':')); }
    // With a=b&c=d added to the query, before the fragment.
    BrowserUrl with_query(std::string_view added) const;

    enum class Schemes { web, web_or_app };

protected:
    BrowserUrl() = default;
    explicit BrowserUrl(std::string text) : text_(std::move(text)) {}
    static bool is_good(std::string_view text, Schemes schemes);
    Result<void> read(json::value const& in, Path const& path, Source source, Schemes schemes);

private:
    std::string text_;
};

// http or https.
class WebUrl : public BrowserUrl {
public:
    WebUrl() = default;
    static std::optional<WebUrl> parse(std::string_view text);

private:
    friend struct KindOf<WebUrl>;
    using BrowserUrl::BrowserUrl;
};

// These, or an app on the payer's telephone: myapp://paid.
class ReturnUrl : public BrowserUrl {
public:
    ReturnUrl() = default;
    static std::optional<ReturnUrl> parse(std::string_view text);

private:
    friend struct KindOf<ReturnUrl>;
    using BrowserUrl::BrowserUrl;
};

// A website as people tell it, whose bare name will do: www.tea.example/shop. No page leads there.
struct SiteUrl {
    std::string text;
    static bool is_good(std::string_view text);
};

// As parameters they refuse whatever else there is, with url_invalid.
template <>
struct KindOf<WebUrl> {
    static void write(void const* value, std::string& out);
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source);
    static constexpr Kind kind{.write = write, .read = read, .required = true, .shape = Shape::text};
};
template <>
struct KindOf<ReturnUrl> {
    static void write(void const* value, std::string& out);
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source);
    static constexpr Kind kind{.write = write, .read = read, .required = true, .shape = Shape::text};
};

template <>
struct KindOf<SiteUrl> {
    static void write(void const* value, std::string& out);
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source);
    static constexpr Kind kind{.write = write, .read = read, .required = true, .shape = Shape::text};
};

std::unexpected<Refusal> refuse_url(std::string const& param);  // "Not a valid URL"

}  // namespace bursar
