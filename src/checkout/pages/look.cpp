#include "checkout/pages/look.hpp"

#include <cmath>

#include "api/errors.hpp"
#include "api/html_page.hpp"
#include "base/html.hpp"

namespace bursar::checkout {

using namespace api;

namespace {

constexpr char kStyle[] = R"(
:root{color-scheme:light dark;--accent:#0b57d0;--button:#0074d4;--on-button:#fff;--radius:8px;--line:#d5dbe3;
    --soft:#f5f7fa;--text:#172033;--dim:#5b667a;--bad:#b00932;--card:#fff}
@media(prefers-color-scheme:dark){:root{--accent:#8ab4f8;--line:#3a4558;--soft:#141a24;--text:#eef2f8;--dim:#a9b4c6;
    --bad:#ff9bb0;--card:#1c2330}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--text);
    background:var(--soft)}
.page{display:grid;grid-template-columns:1fr 1fr;gap:48px;max-width:960px;margin:0 auto;padding:48px 24px}
.shop{display:flex;align-items:center;gap:12px;font-weight:600}
.shop .back{color:var(--dim);text-decoration:none;font-size:1.25rem;padding:4px 8px;margin-left:-8px;border-radius:6px}
.mode{font-size:.7rem;font-weight:700;letter-spacing:.06em;background:#ffde92;color:#5c3d00;padding:2px 8px;
    border-radius:4px}
.total{font-size:2.25rem;font-weight:650;margin:.75rem 0 1.5rem;letter-spacing:-.02em}
ul{list-style:none;margin:0;padding:0}
li,.row{display:flex;justify-content:space-between;gap:16px;padding:10px 0;border-bottom:1px solid var(--line)}
.sum{border:0;font-weight:650}
.off{border:0;color:var(--dim);margin:0}
li small,.choice small{display:block;color:var(--dim)}
main form{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:28px;display:grid;gap:16px;
    align-content:start}
fieldset{border:0;margin:0;padding:0;display:grid;grid-template-columns:1fr 1fr;gap:12px}
legend{font-weight:600;padding:0;margin-bottom:8px}
.wide{grid-column:1/-1}
label{display:block;font-size:.875rem;margin-bottom:4px}
input,select{width:100%;min-height:46px;padding:8px 12px;font:inherit;color:inherit;background:transparent;
    border:1px solid var(--line);border-radius:var(--radius)}
select option{color:#172033}
input:focus-visible,select:focus-visible,button:focus-visible,a:focus-visible{outline:2px solid var(--accent);
    outline-offset:1px}
button{min-height:50px;border:0;border-radius:var(--radius);background:var(--button);color:var(--on-button);
    font:inherit;font-weight:600;cursor:pointer}
button[aria-busy=true]{opacity:.65;cursor:progress}
.choice{display:flex;gap:10px;align-items:center;margin:0;padding:10px 0;font-size:1rem}
.choice input{width:20px;min-height:20px;flex:none;margin:0}
.choice .far{margin-left:auto}
.choices{grid-template-columns:1fr;gap:0}
.code{padding:10px 0;border-bottom:1px solid var(--line)}
.code .with{display:flex;gap:8px}
.code button{min-height:46px;padding:0 16px;background:transparent;color:inherit;border:1px solid var(--line)}
.quantity{border:0;padding:6px 0 0}
.quantity input{width:5rem;min-height:44px}
.quantity button{min-height:44px}
.bad{color:var(--bad);font-size:.875rem;margin:6px 0 0}
[class^=of-]:not(.first){display:none}
@supports not selector(:has(*)){button [class^=of-]{display:none}}
.page:has([name=shippingOption]:checked) [class^=of-]{display:none}
.page:has(#shippingOption-0:checked) .of-0,.page:has(#shippingOption-1:checked) .of-1,
.page:has(#shippingOption-2:checked) .of-2,.page:has(#shippingOption-3:checked) .of-3,
.page:has(#shippingOption-4:checked) .of-4{display:inline}
.saved:has(#saved-new:not(:checked))~.card{display:none}
body.framed{background:transparent}.framed .page{grid-template-columns:1fr;gap:16px;padding:8px;max-width:600px}
.problem{color:var(--bad);border:1px solid currentColor;border-radius:8px;padding:10px 14px;margin:0}
.note{color:var(--dim);font-size:.8125rem;margin:0}
.plain{max-width:28rem;margin:18vh auto;padding:0 24px;text-align:center}.plain a{color:var(--accent)}
@media(max-width:720px){.page{grid-template-columns:1fr;gap:24px;padding:24px 16px}.total{margin:.5rem 0 1rem}}
)";

HtmlPage html(int status, std::string const& title, std::string const& look, std::string const& body) {
    return {.status = status, .title = title, .style = kStyle + look, .body = body, .module = "/v3/checkout.js"};
}

// Relative luminance (WCAG 2). `color` is #rrggbb.
double luminance(std::string const& color) {
    auto channel = [&](std::size_t at) {
        double value = std::stoi(color.substr(at, 2), nullptr, 16) / 255.0;
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}
// Black or white, whichever is easier to read on it.
std::string on(std::string const& color) { return luminance(color) > 0.179 ? "#10151f" : "#ffffff"; }

// Colours were checked to be #rrggbb when the session was made, or come from settings that are checked here again.
std::string brand(Session const& session) {
    auto const& branding = session.branding_settings.value.as_object();
    std::string button(text_at(branding, "button_color")), background(text_at(branding, "background_color")),
        border(text_at(branding, "border_style"));
    std::string out = ":root{--button:" + button + ";--on-button:" + on(button) + ";--radius:" +
                      (border == "pill"          ? "999px"
                       : border == "rectangular" ? "0"
                                                 : "8px") +
                      "}";
    if (background != "#ffffff" && !session.is_embedded())
        out += "body{background:" + background + "}.order,.order *,.order .back{color:" + on(background) +
               ";border-color:currentColor}.order .mode{color:#5c3d00}";
    return out;
}

}  // namespace

std::string name_of(Session const& session) {
    return std::string(text_at(session.branding_settings.value.as_object(), "display_name"));
}

Reply page_of(int status, Session const& session, std::string const& shops, std::string const& body) {
    auto out = html(status, name_of(session), brand(session), body);
    out.forms = HtmlPage::forms_to({});
    if (session.is_embedded()) {
        out.holders = shops;
        out.body_class = "framed";
    }
    return reply_with(out);
}

static HtmlPage plain_page(int status, std::string const& title, std::string const& text,
                           std::optional<WebUrl> const& back) {
    auto link = back ? "<p><a " + href(*back) + ">Back to the shop</a></p>" : std::string();
    return html(status, title, {},
                "<main class=\"plain\"><h1>" + escaped(title) + "</h1><p>" + escaped(text) + "</p>" + link + "</main>");
}

Reply plain(int status, std::string const& title, std::string const& text, std::optional<WebUrl> const& back) {
    return reply_with(plain_page(status, title, text, back));
}

Reply go_to(BrowserUrl const& location) {
    auto out = plain_page(303, "One moment", "You are taken on.", {});
    out.location = location;
    return reply_with(out);
}

}  // namespace bursar::checkout
