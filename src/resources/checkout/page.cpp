// The hosted page: a plain form, complete without JavaScript. Names of fields and buttons are those that end-to-end
// suites of existing shops look for.
#include <algorithm>

#include "api/errors.hpp"
#include "base/html.hpp"
#include "resources/checkout/session.hpp"

namespace bursar::checkout {

using namespace api;

namespace {

constexpr std::string_view kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

constexpr char kStyle[] = R"(
:root{color-scheme:light dark;--accent:#0b57d0;--line:#d5dbe3;--soft:#f5f7fa;--text:#172033;--dim:#5b667a;--bad:#b00932;--card:#fff}
@media(prefers-color-scheme:dark){:root{--accent:#8ab4f8;--line:#3a4558;--soft:#141a24;--text:#eef2f8;--dim:#a9b4c6;--bad:#ff9bb0;--card:#1c2330}}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--text);background:var(--soft)}
.page{display:grid;grid-template-columns:1fr 1fr;gap:48px;max-width:960px;margin:0 auto;padding:48px 24px}
.shop{display:flex;align-items:center;gap:12px;font-weight:600}.shop .back{color:var(--dim);text-decoration:none;font-size:1.25rem;padding:4px 8px;margin-left:-8px;border-radius:6px}
.mode{font-size:.7rem;font-weight:700;letter-spacing:.06em;background:#ffde92;color:#5c3d00;padding:2px 8px;border-radius:4px}
.total{font-size:2.25rem;font-weight:650;margin:.75rem 0 1.5rem;letter-spacing:-.02em}
ul{list-style:none;margin:0;padding:0}li,.sum{display:flex;justify-content:space-between;gap:16px;padding:10px 0;border-bottom:1px solid var(--line)}.sum{border:0;font-weight:650}li small{display:block;color:var(--dim)}
form{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:28px;display:grid;gap:16px;align-content:start}
fieldset{border:0;margin:0;padding:0;display:grid;grid-template-columns:1fr 1fr;gap:12px}legend{font-weight:600;padding:0;margin-bottom:8px}.wide{grid-column:1/-1}
label{display:block;font-size:.875rem;margin-bottom:4px}input,select{width:100%;min-height:46px;padding:8px 12px;font:inherit;color:inherit;background:transparent;border:1px solid var(--line);border-radius:8px}select option{color:#172033}
input:focus-visible,select:focus-visible,button:focus-visible,a:focus-visible{outline:2px solid var(--accent);outline-offset:1px}
button{min-height:50px;border:0;border-radius:8px;background:var(--accent);color:#fff;font:inherit;font-weight:600;cursor:pointer}
@media(prefers-color-scheme:dark){button{color:#0c1420}}
.problem{color:var(--bad);border:1px solid currentColor;border-radius:8px;padding:10px 14px;margin:0}.note{color:var(--dim);font-size:.8125rem;margin:0}
.plain{max-width:28rem;margin:18vh auto;padding:0 24px;text-align:center}.plain a{color:var(--accent)}
@media(max-width:720px){.page{grid-template-columns:1fr;gap:24px;padding:24px 16px}.total{margin:.5rem 0 1rem}}
)";

Reply html(int status, std::string const& title, std::string const& body) {
    return {.status = status,
            .body =
                "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                "content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>" +
                escaped(title) + "</title><style>" + kStyle + "</style></head><body>" + body + "</body></html>\n",
            .content_type = "text/html; charset=utf-8",
            .policy = kPolicy};
}

Reply plain(int status, std::string const& title, std::string const& text,
            std::optional<std::string> const& back = {}) {
    auto link = back ? "<p><a href=\"" + escaped(*back) + "\">Back to the shop</a></p>" : std::string();
    return html(status, title,
                "<main class=\"plain\"><h1>" + escaped(title) + "</h1><p>" + escaped(text) + "</p>" + link + "</main>");
}

std::string name_of(Session const& session) {
    return std::string(text_at(session.branding_settings.value.get_object(), "display_name"));
}

std::string left_side(Session const& session) {
    auto back = session.cancel_url ? "<a class=\"back\" href=\"" + escaped(*session.cancel_url) +
                                         "\" aria-label=\"Back to the shop\">&larr;</a>"
                                   : std::string();
    auto mode = session.livemode ? "" : "<span class=\"mode\">TEST MODE</span>";
    std::string out =
        "<section aria-label=\"Order\"><p class=\"shop\">" + back + escaped(name_of(session)) + mode + "</p>";
    if (session.mode == "setup") return out + "<h1 class=\"total\">Save your card</h1></section>";
    out += "<h1 class=\"total\">" + escaped(money_text(*session.amount_total, *session.currency)) + "</h1><ul>";
    for (auto const& item : session.line_items.value) {
        auto each = integer_at(item.price.value.get_object(), "unit_amount");
        auto count = item.quantity > 1 ? "<small>" + std::to_string(item.quantity) + " &times; " +
                                             escaped(money_text(each, item.currency)) + "</small>"
                                       : std::string();
        out += "<li><span>" + escaped(item.description) + count + "</span><span>" +
               escaped(money_text(item.amount_total, item.currency)) + "</span></li>";
    }
    return out + "</ul><p class=\"sum\"><span>Total</span><span>" +
           escaped(money_text(*session.amount_total, *session.currency)) + "</span></p></section>";
}

std::string field(std::string const& id, std::string const& label, std::string const& attributes,
                  std::string const& value = {}, std::string const& box = {}) {
    return "<div class=\"" + box + "\"><label for=\"" + id + "\">" + label + "</label><input id=\"" + id +
           "\" name=\"" + id + "\" value=\"" + escaped(value) + "\" " + attributes + "></div>";
}

constexpr std::pair<char const*, char const*> kCountries[] = {
    {"US", "United States"}, {"AU", "Australia"},   {"AT", "Austria"}, {"BE", "Belgium"},     {"BR", "Brazil"},
    {"CA", "Canada"},        {"DK", "Denmark"},     {"FI", "Finland"}, {"FR", "France"},      {"DE", "Germany"},
    {"IN", "India"},         {"IE", "Ireland"},     {"IT", "Italy"},   {"JP", "Japan"},       {"MX", "Mexico"},
    {"NL", "Netherlands"},   {"NZ", "New Zealand"}, {"NO", "Norway"},  {"PL", "Poland"},      {"PT", "Portugal"},
    {"SG", "Singapore"},     {"ES", "Spain"},       {"SE", "Sweden"},  {"CH", "Switzerland"}, {"GB", "United Kingdom"}};

std::string countries(std::string const& chosen) {
    std::string out =
        "<div><label for=\"billingCountry\">Country or region</label><select id=\"billingCountry\" "
        "name=\"billingCountry\" autocomplete=\"billing country\">";
    for (auto const& [code, name] : kCountries)
        out += "<option value=\"" + std::string(code) + "\"" + (chosen == code ? " selected" : "") + ">" + name +
               "</option>";
    return out + "</select></div>";
}

std::string button_of(Session const& session) {
    if (session.mode == "setup") return "Save card";
    auto amount = money_text(*session.amount_total, *session.currency);
    if (session.submit_type == "book") return "Book " + amount;
    if (session.submit_type == "donate") return "Donate " + amount;
    return "Pay " + amount;
}

// What the payer gave stands there again after a refusal, but for the card.
Reply show_form(Session const& session, Submission const& given, std::string const& problem) {
    auto known = session.customer && session.customer_details ? session.customer_details->email : std::nullopt;
    auto email = known ? *known : !given.email.empty() ? given.email : session.customer_email.value_or("");
    auto locked = known || session.customer_email ? " readonly" : "";
    std::string form = "<form method=\"post\" action=\"/c/pay/" + session.id + "\" autocomplete=\"on\">";
    if (!problem.empty()) form += "<p class=\"problem\" role=\"alert\">" + escaped(problem) + "</p>";
    form += field("email", "Email", std::string("type=\"email\" autocomplete=\"email\" required") + locked, email);
    form += "<fieldset><legend>Card</legend>";
    form +=
        field("cardNumber", "Card number",
              "inputmode=\"numeric\" autocomplete=\"cc-number\" placeholder=\"1234 1234 1234 1234\" maxlength=\"23\" "
              "required",
              {}, "wide");
    form += field("cardExpiry", "Expiration date",
                  "inputmode=\"numeric\" autocomplete=\"cc-exp\" placeholder=\"MM / YY\" maxlength=\"9\" required");
    form += field("cardCvc", "Security code",
                  "inputmode=\"numeric\" autocomplete=\"cc-csc\" placeholder=\"CVC\" maxlength=\"4\" required");
    form += field("billingName", "Name on card", "autocomplete=\"cc-name\" required", given.name, "wide");
    form += countries(given.country.empty() ? "US" : given.country);
    form += field("billingPostalCode", "Postal code", "autocomplete=\"billing postal-code\" maxlength=\"12\"",
                  given.postal_code);
    form += "</fieldset><button type=\"submit\" data-testid=\"hosted-payment-submit-button\">" +
            escaped(button_of(session)) + "</button>";
    form += session.livemode ? "" : "<p class=\"note\">Test mode: 4242 4242 4242 4242, any date to come, any code.</p>";
    return html(problem.empty() ? 200 : 402, name_of(session),
                "<div class=\"page\">" + left_side(session) + "<main>" + form + "</form></main></div>");
}

std::optional<Session> session_in(Tx& tx, Call const& call) {
    auto object = tx.stored(call.path.at(0));
    if (!object || !Tx::is_a(*object, Session::kObject)) return std::nullopt;
    return Tx::read<Session>(*object);
}

Reply over(Tx& tx, Session const& session) {
    if (session.status == "complete")
        return plain(200, "You are all done here", "This checkout has been completed.", success_location(session));
    if (session.status == "expired" || session.expires_at <= tx.now())
        return plain(410, "This checkout has expired", "Please go back to the shop and begin again.",
                     session.cancel_url);
    return {};
}

Reply not_found() { return plain(404, "This page is not there", "The link is incomplete or was never made."); }

// 303, so that going back does not send the form again.
Reply go_to(std::string const& location) {
    auto reply = plain(303, "One moment", "You are taken on.");
    reply.location = location;
    return reply;
}

Result<Reply> show(Tx& tx, Call const& call) {
    auto session = session_in(tx, call);
    if (!session) return not_found();
    if (auto done = over(tx, *session); !done.body.empty()) return done;
    return show_form(*session, {}, {});
}

std::pair<std::string, std::string> month_and_year(std::string_view text) {
    std::string digits;
    for (char c : text)
        if (c >= '0' && c <= '9') digits += c;
    if (digits.size() == 3 || digits.size() == 5) digits = '0' + digits;  // 3/34
    if (digits.size() == 6) digits.erase(2, 2);                           // 03/2034
    if (digits.size() != 4) return {"0", "0"};
    return {digits.substr(0, 2), "20" + digits.substr(2)};
}

Submission submission_in(Session const& session, json::object const& params) {
    auto text = [&](std::string_view name) { return std::string(text_at(params, name)).substr(0, 500); };
    Submission given{.email = text("email"), .name = text("billingName"), .country = text("billingCountry")};
    if (session.customer_email) given.email = *session.customer_email;
    given.postal_code = text("billingPostalCode");
    for (char c : text("cardNumber"))
        if (c != ' ' && c != '-') given.number += c;
    std::tie(given.exp_month, given.exp_year) = month_and_year(text("cardExpiry"));
    given.cvc = text("cardCvc");
    return given;
}

Result<Reply> pay(Tx& tx, Call const& call) {
    auto session = session_in(tx, call);
    if (!session) return not_found();
    if (auto done = over(tx, *session); !done.body.empty()) return done;
    auto own = tx.for_owner_of(*tx.stored(session->id));
    auto given = submission_in(*session, call.params);
    auto next = submit(own, *session, given);
    if (!next.problem.empty()) return show_form(*session, given, next.problem);
    return go_to(next.location);
}

Result<Reply> come_back(Tx& tx, Call const& call) {
    auto session = session_in(tx, call);
    if (!session) return not_found();
    if (auto done = over(tx, *session); !done.body.empty()) return done;
    auto own = tx.for_owner_of(*tx.stored(session->id));
    auto next = returned(own, *session);
    if (!next.problem.empty()) return show_form(*session, {}, next.problem);
    return go_to(next.location);
}

constexpr Route kRoutes[] = {
    {"GET", "/c/pay/:session", show, Access::anyone, false},
    {"POST", "/c/pay/:session", pay, Access::anyone},
    {"GET", "/c/pay/:session/return", come_back, Access::anyone},
};

}  // namespace

ResourceType const kPages{.object = "", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::checkout
