#include "intents/challenges/challenge.hpp"

#include "api/errors.hpp"
#include "api/html_page.hpp"
#include "base/form.hpp"
#include "base/html.hpp"
#include "base/url.hpp"
#include "connect/accounts/account.hpp"
#include "crypto/crypto.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "intents/authentications/authentication.hpp"
#include "intents/common/intent_parts.hpp"
#include "intents/payment_intents/payment_intent.hpp"
#include "intents/setup_intents/setup_intent.hpp"
#include "methods/card.hpp"
#include "money/charges/charge.hpp"

namespace bursar::challenges {

using namespace api;
using authentications::Authentication;

namespace {

constexpr Timestamp kLife = 10 * kMinute;

constexpr char kStyle[] = R"(
:root{color-scheme:light dark;--text:#172033;--dim:#5b667a;--line:#d5dbe3;--accent:#0b57d0;--on-accent:#fff;--page:#fff}
@media(prefers-color-scheme:dark){:root{--text:#eef2f8;--dim:#a9b4c6;--line:#3a4558;--accent:#8ab4f8;
    --on-accent:#0c1420;--page:#1c2330}}
body{font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;max-width:26rem;margin:6vh auto;
    padding:0 1.25rem;color:var(--text);background:var(--page)}
h1{font-size:1.25rem}
dl{margin:1rem 0;border-top:1px solid var(--line)}
dl div{display:flex;justify-content:space-between;gap:1rem;padding:.6rem 0;border-bottom:1px solid var(--line)}
dt{color:var(--dim)}
dd{margin:0;text-align:right}
form{display:block;margin:.75rem 0 0}
label{display:block}
input{font:inherit;min-height:44px;padding:0 .75rem;border:1px solid var(--line);border-radius:8px;
    background:transparent;color:inherit}
button{font:inherit;font-weight:600;width:100%;min-height:46px;border-radius:8px;border:1px solid var(--accent);
    background:var(--accent);color:var(--on-accent);cursor:pointer}
button.no{background:transparent;color:inherit;border-color:var(--line)}
button:focus-visible,input:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
.note{color:var(--dim);font-size:.875rem})";

// In the browser library's frame, which waits for it; elsewhere it says nothing.
constexpr char kTellFrame[] = "if(parent!==window)parent.postMessage('3ds-complete',location.origin)";

HtmlPage page(int status, std::string const& title, std::string const& inside) {
    return {.status = status,
            .title = title,
            .style = kStyle,
            .body = "<main><h1>" + escaped(title) + "</h1>" + inside + "</main>"};
}

Reply not_found() {
    return reply_with(page(404, "This page is not there", "<p>The link is incomplete or was never made.</p>"));
}

// A challenge may stand in the browser library's frame, on a page of a shop that may hold our frames, or in Checkout's
// there.
HtmlPage challenge_page(Tx& tx, int status, std::string const& title, std::string const& inside) {
    auto out = page(status, title, inside);
    out.holders = "'self' " + tx.environment().shops;
    return out;
}

Reply over(Tx& tx, std::string const& title, std::string const& text) {
    auto out = challenge_page(tx, 200, title, "<p>" + text + "</p>");
    out.script = kTellFrame;
    return reply_with(out);
}

struct Opened {
    Authentication authentication;
    Tx tx;
};

// By the id in the path and the secret beside it.
std::optional<Opened> opened(Tx& tx, Call const& call) {
    auto object = tx.stored(call.path.at(0));
    if (!object || !Tx::is_a(*object, "authentication")) return std::nullopt;
    auto authentication = Tx::read<Authentication>(*object);
    if (!crypto::equal(text_at(call.params, "client_secret"), authentication.client_secret)) return std::nullopt;
    return Opened{std::move(authentication), tx.for_owner_of(*object)};
}

// A form of this challenge with one button.
std::string button(Call const& call, std::string const& what, std::string const& label, std::string const& look) {
    return "<form method=\"post\" action=\"/redirect/authenticate/" + escaped(call.path.at(0)) + "/" + what +
           "\"><input type=\"hidden\" name=\"client_secret\" value=\"" +
           escaped(text_at(call.params, "client_secret")) + "\"><button type=\"submit\" id=\"test-source-" +
           (what == "complete" ? "authorize" : "fail") + "-3ds\" class=\"" + look + "\">" + label + "</button></form>";
}

// Who is paid, how much, and with which card.
std::string details(Tx& own, Authentication const& a) {
    auto document = parse_document(own.stored(a.intent)->document);
    auto const& intent = document.as_object();
    auto row = [](std::string_view name, std::string const& value) {
        return "<div><dt>" + std::string(name) + "</dt><dd>" + escaped(value) + "</dd></div>";
    };
    auto out = "<dl>" + row("Merchant", accounts::display_name(accounts::acting(own)));
    if (intent.contains("amount"))
        out += row("Amount", money_text(integer_at(intent, "amount"), text_at(intent, "currency")));
    if (auto method = own.find<payment_methods::PaymentMethod>(text_at(intent, "payment_method"));
        method && method->card)
        out += row("Card", methods::legacy_brand(method->card->brand) + " ending in " + method->card->last4);
    return out + "</dl>";
}

bool has_expired(Tx& tx, Authentication const& a) { return a.created + kLife <= tx.now(); }

// Nothing too where an address was kept that is refused by now.
std::optional<ReturnUrl> return_url_of(Authentication const& a) {
    return a.return_url ? ReturnUrl::parse(*a.return_url) : std::nullopt;
}

Result<Reply> show(Tx& tx, Call const& call) {
    auto found = opened(tx, call);
    if (!found) return not_found();
    auto& [authentication, own] = *found;
    if (authentication.status != authentications::Status::pending)
        return over(tx, "3D Secure", "This authentication is over. You can close this page.");
    auto out =
        has_expired(tx, authentication)
            ? challenge_page(tx, 410, "This authentication has expired",
                             "<p>It was open for too long. Please go back to the shop and try again.</p>" +
                                 button(call, "fail", "Back to the shop", "yes"))
            : challenge_page(tx, 200, "3D Secure test page",
                             details(own, authentication) + button(call, "complete", "Complete authentication", "yes") +
                                 button(call, "fail", "Fail authentication", "no") +
                                 "<p class=\"note\">This stands for the page of the payer's bank. Choose how the "
                                 "authentication ends.</p>");
    out.forms = HtmlPage::forms_to(return_url_of(authentication));
    return reply_with(out);
}

BrowserUrl return_address(ReturnUrl const& url, Authentication const& a, std::string const& intent_secret,
                          bool passed) {
    bool setup = a.intent.starts_with("seti_");
    std::string name = setup ? "setup_intent" : "payment_intent";
    return url.with_query(name + "=" + a.intent + "&" + name + "_client_secret=" + percent_encoded(intent_secret) +
                          "&redirect_status=" + (passed ? "succeeded" : "failed") + (setup ? "" : "&source_type=card"));
}

Result<Reply> end(Tx& tx, Call const& call, bool passed) {
    auto found = opened(tx, call);
    if (!found) return not_found();
    auto& [authentication, own] = *found;
    if (authentication.status != authentications::Status::pending)
        return over(tx, "3D Secure", "This authentication is over. You can close this page.");
    if (has_expired(tx, authentication)) passed = false;
    authentication.status.take(passed ? authentications::Step::succeed : authentications::Step::fail);
    own.update(authentication);
    bool setup = authentication.intent.starts_with("seti_");
    if (setup)
        setup_intents::authenticated(own, authentication.intent, passed);
    else
        payment_intents::authenticated(own, authentication.intent, passed);
    auto document = parse_document(own.stored(authentication.intent)->document);
    auto const& intent = document.as_object();
    passed = passed && text_at(intent, "status") != "requires_payment_method";  // as it may be all the same
    auto back = return_url_of(authentication);
    if (!back)
        return over(tx, passed ? "Authentication complete" : "Authentication failed", "You can close this page.");
    auto out = challenge_page(tx, 303, "3D Secure", "<p>You are taken back to the shop.</p>");
    out.location = return_address(*back, authentication, std::string(text_at(intent, "client_secret")), passed);
    return reply_with(out);
}

Result<Reply> complete(Tx& tx, Call const& call) { return end(tx, call, true); }
Result<Reply> fail(Tx& tx, Call const& call) { return end(tx, call, false); }

// ---- microdeposits: the page behind hosted_verification_url ----

store::ObjectPtr intent_of(Tx& tx, Call const& call) {
    auto object = tx.stored(call.path.at(0));
    if (!object || !(Tx::is_a(*object, "payment_intent") || Tx::is_a(*object, "setup_intent"))) return nullptr;
    auto document = parse_document(object->document);
    if (!crypto::equal(text_at(call.params, "client_secret"), text_at(document.as_object(), "client_secret")))
        return nullptr;
    return object;
}

Result<Reply> show_microdeposits(Tx& tx, Call const& call) {
    auto intent = intent_of(tx, call);
    if (!intent) return not_found();
    auto out =
        page(200, "Verify your bank account",
             "<p>A small deposit was sent to your account. Its statement line holds a code that begins with SM.</p>"
             "<form method=\"post\" action=\"/microdeposit/" +
                 escaped(call.path.at(0)) + "/verify\"><input type=\"hidden\" name=\"client_secret\" value=\"" +
                 escaped(text_at(call.params, "client_secret")) +
                 "\"><label>Code <input name=\"descriptor_code\" autocomplete=\"off\" required></label> "
                 "<button type=\"submit\">Verify</button></form>");
    out.forms = HtmlPage::kOwnForms;
    return reply_with(out);
}

Result<Reply> verify_microdeposits(Tx& tx, Call const& call) {
    auto intent = intent_of(tx, call);
    if (!intent) return not_found();
    auto own = tx.for_owner_of(*intent);
    intents::MicrodepositParams params{
        .amounts = {}, .client_secret = {}, .descriptor_code = std::string(text_at(call.params, "descriptor_code"))};
    auto wrong = [&](auto of, auto verify) -> std::optional<Refusal> {
        auto outcome = verify(own, of, params);
        return outcome ? std::move(*outcome) : std::move(outcome).error();
    };
    auto why = Tx::is_a(*intent, "setup_intent")
                   ? wrong(Tx::read<setup_intents::SetupIntent>(*intent), setup_intents::verify)
                   : wrong(Tx::read<payment_intents::PaymentIntent>(*intent), payment_intents::verify);
    if (!why) return reply_with(page(200, "Your bank account is verified", "<p>You can close this page.</p>"));
    return reply_with(page(400, "Your bank account is not verified", "<p>" + escaped(why->message) + "</p>"));
}

// ---- receipts ----

Result<Reply> show_receipt(Tx& tx, std::string id) {
    auto object = tx.stored(id);
    if (!object || !Tx::is_a(*object, "charge")) return not_found();
    auto charge = Tx::read<charges::Charge>(*object);
    if (!charge.receipt_url) return not_found();
    auto line = [](std::string_view name, std::string const& value) {
        return "<p>" + std::string(name) + ": " + escaped(value) + "</p>";
    };
    auto inside = line("Amount", money_text(charge.amount, charge.currency));
    if (charge.amount_refunded) inside += line("Refunded", money_text(charge.amount_refunded, charge.currency));
    if (charge.description) inside += line("For", *charge.description);
    return reply_with(page(200, "Receipt", inside + line("Reference", charge.id)));
}

struct LinkParams {
    std::optional<Raw> client_secret;
};
FIELDS(LinkParams, client_secret);
struct CodeParams {
    std::optional<Raw> descriptor_code;
};
FIELDS(CodeParams, descriptor_code);

constexpr Route kRoutes[] = {
    api::get<show, LinkParams>("/redirect/authenticate/:id", Access::anyone),
    post<complete, LinkParams>("/redirect/authenticate/:id/complete", Access::anyone),
    post<fail, LinkParams>("/redirect/authenticate/:id/fail", Access::anyone),
    api::get<show_microdeposits, LinkParams>("/microdeposit/:intent", Access::anyone),
    post<verify_microdeposits, LinkParams, CodeParams>("/microdeposit/:intent/verify", Access::anyone),
    api::get<show_receipt>("/receipts/:charge", Access::anyone),
};

}  // namespace

ResourceType const kPages{.object = "", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::challenges
