#include "resources/challenges/challenge.hpp"

#include "api/errors.hpp"
#include "base/form.hpp"
#include "base/html.hpp"
#include "crypto/crypto.hpp"
#include "resources/authentications/authentication.hpp"
#include "resources/payment_intents/payment_intent.hpp"
#include "resources/setup_intents/setup_intent.hpp"

namespace bursar::challenges {

using namespace api;
using authentications::Authentication;

namespace {

Reply page(int status, std::string const& title, std::string const& inside) {
    return {status,
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
            "content=\"width=device-width\"><title>" +
                escaped(title) +
                "</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:28rem;margin:15vh auto;padding:0 "
                "1rem;color:#1a1f36}h1{font-size:1.25rem}"
                "button{font:inherit;padding:.6rem 1.1rem;margin:.5rem .5rem 0 0;border-radius:.4rem;border:1px solid "
                "#3d5afe;background:#3d5afe;color:#fff}"
                "button.no{background:#fff;color:#1a1f36;border-color:#c1c9d2}form{display:inline}</style></"
                "head><body><h1>" +
                escaped(title) + "</h1>" + inside + "</body></html>\n",
            "text/html; charset=utf-8"};
}

// In the browser library's frame, which waits for it; elsewhere it says nothing.
constexpr char kTellFrame[] = "<script>if(parent!==window)parent.postMessage('3ds-complete',location.origin)</script>";

Reply not_found() { return page(404, "This page is not there", "<p>The link is incomplete or was never made.</p>"); }

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

Result<Reply> show(Tx& tx, Call const& call) {
    auto found = opened(tx, call);
    if (!found) return not_found();
    if (found->authentication.status != "pending")
        return page(200, "3D Secure",
                    std::string("<p>This authentication is over. You can close this page.</p>") + kTellFrame);
    auto action = [&](std::string const& what, std::string const& label, std::string const& style) {
        return "<form method=\"post\" action=\"/redirect/authenticate/" + escaped(call.path.at(0)) + "/" + what +
               "\"><input type=\"hidden\" name=\"client_secret\" value=\"" +
               escaped(text_at(call.params, "client_secret")) + "\"><button type=\"submit\" id=\"test-source-" +
               (what == "complete" ? "authorize" : "fail") + "-3ds\" class=\"" + style + "\">" + label +
               "</button></form>";
    };
    return page(200, "3D Secure test page",
                "<p>This stands for the page of the payer's bank. Choose how the authentication ends.</p>" +
                    action("complete", "Complete authentication", "yes") + action("fail", "Fail authentication", "no"));
}

std::string return_address(Authentication const& a, std::string const& intent_secret, bool passed) {
    auto const& url = *a.return_url;
    bool setup = a.intent.starts_with("seti_");
    std::string name = setup ? "setup_intent" : "payment_intent";
    auto fragment = url.find('#');
    auto base = url.substr(0, fragment);
    return base + (base.find('?') == std::string::npos ? "?" : "&") + name + "=" + a.intent + "&" + name +
           "_client_secret=" + percent_encoded(intent_secret) +
           "&redirect_status=" + (passed ? "succeeded" : "failed") + (setup ? "" : "&source_type=card") +
           (fragment == std::string::npos ? "" : url.substr(fragment));
}

Result<Reply> end(Tx& tx, Call const& call, bool passed) {
    auto found = opened(tx, call);
    if (!found) return not_found();
    auto& [authentication, own] = *found;
    if (authentication.status != "pending")
        return page(200, "3D Secure",
                    std::string("<p>This authentication is over. You can close this page.</p>") + kTellFrame);
    authentication.status = passed ? "succeeded" : "failed";
    own.update(authentication);
    bool setup = authentication.intent.starts_with("seti_");
    if (setup)
        setup_intents::authenticated(own, authentication.intent, passed);
    else
        payment_intents::authenticated(own, authentication.intent, passed);
    auto secret =
        std::string(text_at(parse_document(own.stored(authentication.intent)->document).get_object(), "client_secret"));
    if (!authentication.return_url)
        return page(200, passed ? "Authentication complete" : "Authentication failed",
                    std::string("<p>You can close this page.</p>") + kTellFrame);
    auto reply = page(303, "3D Secure", "<p>You are taken back to the shop.</p>");
    reply.location = return_address(authentication, secret, passed);
    return reply;
}

Result<Reply> complete(Tx& tx, Call const& call) { return end(tx, call, true); }
Result<Reply> fail(Tx& tx, Call const& call) { return end(tx, call, false); }

// ---- microdeposits: the page behind hosted_verification_url ----

store::ObjectPtr intent_of(Tx& tx, Call const& call) {
    auto object = tx.stored(call.path.at(0));
    if (!object || !(Tx::is_a(*object, "payment_intent") || Tx::is_a(*object, "setup_intent"))) return nullptr;
    auto document = parse_document(object->document);
    if (!crypto::equal(text_at(call.params, "client_secret"), text_at(document.get_object(), "client_secret")))
        return nullptr;
    return object;
}

Result<Reply> show_microdeposits(Tx& tx, Call const& call) {
    auto intent = intent_of(tx, call);
    if (!intent) return not_found();
    return page(200, "Verify your bank account",
                "<p>A small deposit was sent to your account. Its statement line holds a code that begins with SM.</p>"
                "<form method=\"post\" action=\"/microdeposit/" +
                    escaped(call.path.at(0)) + "/verify\"><input type=\"hidden\" name=\"client_secret\" value=\"" +
                    escaped(text_at(call.params, "client_secret")) +
                    "\"><label>Code <input name=\"descriptor_code\" autocomplete=\"off\" required></label> "
                    "<button type=\"submit\">Verify</button></form>");
}

Result<Reply> verify_microdeposits(Tx& tx, Call const& call) {
    auto intent = intent_of(tx, call);
    if (!intent) return not_found();
    auto own = tx.for_owner_of(*intent);
    intents::MicrodepositParams params{
        .amounts = {}, .client_secret = {}, .descriptor_code = std::string(text_at(call.params, "descriptor_code"))};
    auto verified = Tx::is_a(*intent, "setup_intent") ? setup_intents::verify(own, intent->id, params)
                                                      : payment_intents::verify(own, intent->id, params);
    if (verified && verified->status == 200)
        return page(200, "Your bank account is verified", "<p>You can close this page.</p>");
    auto why = verified
                   ? std::string(text_at(parse_document(verified->body).get_object()["error"].get_object(), "message"))
                   : verified.error().message;
    return page(400, "Your bank account is not verified", "<p>" + escaped(why) + "</p>");
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
    return page(200, "Receipt", inside + line("Reference", charge.id));
}

constexpr Route kRoutes[] = {
    {"GET", "/redirect/authenticate/:id", show, Access::anyone, false},
    {"POST", "/redirect/authenticate/:id/complete", complete, Access::anyone},
    {"POST", "/redirect/authenticate/:id/fail", fail, Access::anyone},
    {"GET", "/microdeposit/:intent", show_microdeposits, Access::anyone, false},
    {"POST", "/microdeposit/:intent/verify", verify_microdeposits, Access::anyone},
    {"GET", "/receipts/:charge", handle<show_receipt>, Access::anyone, false},
};

}  // namespace

ResourceType const kPages{.object = "", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::challenges
