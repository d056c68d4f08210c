#include "app/home.hpp"

#include <array>

#include "api/html_page.hpp"
#include "app/openapi.hpp"
#include "base/html.hpp"
#include "base/json.hpp"

namespace bursar::app {

namespace {

constexpr char kDocs[] = "https://docs.stripe.com/api";

constexpr char kStyle[] = R"(
:root{color-scheme:light dark;--text:#172033;--dim:#5b667a;--soft:#f5f7fa;--link:#0b57d0}
@media(prefers-color-scheme:dark){:root{--text:#eef2f8;--dim:#a9b4c6;--soft:#141a24;--link:#8ab4f8}}
body{margin:0;font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--text);
    background:var(--soft)}
main{max-width:34rem;margin:0 auto;padding:15vh 24px 48px}
h1{font-size:1.75rem;margin:0}
p{margin:.75rem 0}
.dim{color:var(--dim)}
a{color:var(--link)}
a:focus-visible{outline:2px solid var(--link);outline-offset:2px}
code{font:.95em ui-monospace,"DejaVu Sans Mono",monospace}
)";

// A coin with a slot, drawn where a letter stands. An icon is a bitmap, its rows from the bottom, and a mask.
constexpr std::array<std::string_view, 16> kCoin{
    "................", ".....######.....", "...##########...", "..############..",
    "..####....####..", ".####......####.", ".####..##..####.", ".####..##..####.",
    ".####..##..####.", ".####..##..####.", ".####......####.", "..####....####..",
    "..############..", "...##########...", ".....######.....", "................"};

constexpr std::size_t kIconBytes = 6 + 16 + 40 + 8 + 2 * 64;
constexpr std::array<unsigned char, kIconBytes> kIcon = [] {
    std::array<unsigned char, kIconBytes> out{};
    std::size_t at = 0;
    auto put = [&](std::initializer_list<unsigned> bytes) {
        for (auto byte : bytes) out[at++] = static_cast<unsigned char>(byte);
    };
    put({0, 0, 1, 0, 1, 0});                                                 // one icon
    put({16, 16, 2, 0, 1, 0, 1, 0, kIconBytes - 22, 0, 0, 0, 22, 0, 0, 0});  // of 16 by 16, in two colours
    put({40, 0, 0, 0, 16, 0, 0, 0, 32, 0, 0, 0, 1, 0, 1, 0});
    at += 24;
    put({0, 0, 0, 0, 0xd0, 0x57, 0x0b, 0});  // nothing, and blue
    for (bool mask : {false, true})
        for (std::size_t row = 16; row-- > 0; at += 4)
            for (std::size_t column = 0; column < 16; ++column)
                if ((kCoin[row][column] == '#') != mask)
                    out[at + column / 8] = static_cast<unsigned char>(out[at + column / 8] | 0x80 >> column % 8);
    return out;
}();

Response icon() {
    return {.headers = {{"Cache-Control", "public, max-age=86400"}},
            .content_type = "image/vnd.microsoft.icon",
            .body = std::string(reinterpret_cast<char const*>(kIcon.data()), kIcon.size()),
            .own_headers = true};
}

std::string openapi_url(api::Environment const& environment) { return environment.base_url + "/openapi.json"; }

Response for_programs(api::Environment const& environment) {
    json::object out{{"name", "bursar"},
                     {"version", kVersion},
                     {"api_version", environment.default_version.name()},
                     {"sandbox", environment.sandbox},
                     {"docs", kDocs}};
    if (environment.sandbox) out["openapi"] = openapi_url(environment);
    return {.body = pretty(to_text(out))};
}

Response for_people(api::Environment const& environment) {
    auto link = [](std::string const& url, std::string_view text) {
        auto parsed = WebUrl::parse(url);
        MUST(parsed);
        return "<a " + api::href(*parsed) + ">" + escaped(text) + "</a>";
    };
    api::HtmlPage page{.title = "Bursar", .style = kStyle, .body = {}};
    page.body =
        "<main><h1>Bursar</h1><p>This is a payments server that speaks the Stripe API" +
        std::string(environment.sandbox ? ", running as a sandbox: no money moves." : ".") +
        "</p><p>There is nothing to see here: programs ask it under <code>/v1</code>. The API is described in " +
        link(kDocs, "the Stripe API reference") +
        (environment.sandbox
             ? " and in this server\xe2\x80\x99s own " + link(openapi_url(environment), "OpenAPI document")
             : std::string()) +
        ".</p><p class=\"dim\">Version " + escaped(kVersion) + ", API version " +
        escaped(environment.default_version.name()) + "</p></main>";
    return api::page_response(page);
}

}  // namespace

std::optional<Response> home(Request const& request, api::Environment const& environment) {
    if (request.method != "GET") return std::nullopt;
    if (request.path == "/favicon.ico") return icon();
    if (request.path != "/") return std::nullopt;
    return api::asks_for_page(request) ? for_people(environment) : for_programs(environment);
}

}  // namespace bursar::app
