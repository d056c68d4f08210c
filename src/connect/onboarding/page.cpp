// The page's addresses. Opened without a key: the link's id, then the visit's, is the credential.
#include <algorithm>
#include <variant>

#include "api/errors.hpp"
#include "api/html_page.hpp"
#include "api/kept_id.hpp"
#include "base/html.hpp"
#include "base/url.hpp"
#include "connect/accounts/account.hpp"
#include "connect/onboarding/visit.hpp"

namespace bursar::onboarding {

using namespace api;
using accounts::Account;

namespace {

constexpr int kRoundsMax = 4;  // of filling in with test values: what is given makes more due

constexpr char kStyle[] = R"(
:root{color-scheme:light dark;--text:#172033;--dim:#5b667a;--line:#d5dbe3;--accent:#0b57d0;--on-accent:#fff;
    --bad:#b00932;--page:#fff}
@media(prefers-color-scheme:dark){:root{--text:#eef2f8;--dim:#a9b4c6;--line:#3a4558;--accent:#8ab4f8;
    --on-accent:#0c1420;--bad:#ff9bb0;--page:#141a24}}
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;color:var(--text);
    background:var(--page)}
main{max-width:34rem;margin:0 auto;padding:40px 20px}
h1{font-size:1.5rem;margin:0 0 .25rem}
.dim{color:var(--dim);margin:0 0 1.5rem}
form{display:grid;gap:28px}
section{display:grid;grid-template-columns:repeat(6,1fr);gap:16px;align-items:start}
h2{grid-column:1/-1;font-size:1.0625rem;margin:0;padding-top:20px;border-top:1px solid var(--line)}
section>*{grid-column:span 6;min-width:0}.half{grid-column:span 3}.third{grid-column:span 2}
label{display:block;font-size:.9375rem;margin-bottom:4px}
input,select{width:100%;min-height:46px;padding:8px 12px;font:inherit;color:inherit;background:transparent;
    border:1px solid var(--line);border-radius:8px}
select option{color:#172033}
.check label{display:flex;gap:10px;align-items:center;margin:0}.check input{width:20px;min-height:20px;flex:none}
[aria-invalid]{border-color:var(--bad)}.wrong{margin:4px 0 0;color:var(--bad);font-size:.875rem}
.buttons{display:grid;gap:12px}
button{min-height:48px;border-radius:8px;border:1px solid var(--accent);background:var(--accent);
    color:var(--on-accent);font:inherit;font-weight:600;cursor:pointer}
button.other{background:transparent;color:inherit;border-color:var(--line)}
input:focus-visible,select:focus-visible,button:focus-visible,a:focus-visible{outline:2px solid var(--accent);
    outline-offset:2px}
.problem{color:var(--bad);border:1px solid currentColor;border-radius:8px;padding:10px 14px;margin:0}
a{color:var(--accent)}
body.framed main{padding:8px;max-width:none}
)";

HtmlPage html(Tx& tx, int status, std::optional<Visit> const& visit, std::string const& title,
              std::string const& inside) {
    HtmlPage out{.status = status,
                 .title = title,
                 .style = kStyle,
                 .body = "<main><h1>" + escaped(title) + "</h1>" + inside + "</main>",
                 .module = "/v3/onboarding.js",
                 .forms = HtmlPage::forms_to({})};
    if (visit && !visit->return_url) {
        out.body_class = "framed";
        out.holders = tx.environment().shops;
    }
    return out;
}

Reply page(Tx& tx, int status, std::optional<Visit> const& visit, std::string const& title, std::string const& inside) {
    return reply_with(html(tx, status, visit, title, inside));
}

Reply go_to(Tx& tx, BrowserUrl const& location) {
    auto out = html(tx, 303, {}, "One moment", "<p>You are taken on.</p>");
    out.location = location;
    return reply_with(out);
}

Reply not_found(Tx& tx) {
    return page(tx, 404, {}, "This page is not there", "<p>The link is incomplete or was never made.</p>");
}

// On to an address that was kept when the link was made.
Reply leave_for(Tx& tx, std::string const& kept) {
    auto url = WebUrl::parse(kept);
    return url ? go_to(tx, *url) : not_found(tx);
}

template <Resource T>
std::optional<T> opened_by(Tx& tx, std::string const& secret) {
    auto stored = tx.stored(kept_id(secret));
    if (!stored || !Tx::is_a(*stored, T::kObject)) return std::nullopt;
    return Tx::read<T>(*stored);
}

// Once, and for five minutes: the link becomes a visit.
Result<Reply> open_link(Tx& tx, Call const& call) {
    auto link = opened_by<Link>(tx, call.path.at(1));
    if (!link || link->account != call.path.at(0)) return not_found(tx);
    if (link->expires_at <= tx.now()) return leave_for(tx, *link->refresh_url);
    auto own = tx.for_owner_of(*tx.stored(link->id));
    auto secret = own.fresh_secret_id(Visit::kPrefix);
    own.insert(Visit{.id = kept_id(secret),
                     .account = link->account,
                     .expires_at = tx.now() + kVisitSeconds,
                     .refresh_url = link->refresh_url,
                     .return_url = link->return_url,
                     .may_onboard = true});
    link->expires_at = tx.now();
    own.update(*link);
    return go_to(tx, BrowserUrl::own("/setup/visit/" + secret));
}

Reply show_form(Tx& tx, Call const& call, Visit const& visit, Account const& account, json::object const& filled_in,
                std::optional<Refusal> const& refusal) {
    auto form = form_of(tx, "/setup/visit/" + call.path.at(0), visit, account, filled_in, refusal);
    return page(tx, refusal ? 400 : 200, visit, "Details of your business", form);
}

Reply finished(Tx& tx, Visit const& visit) {
    if (visit.return_url) return leave_for(tx, *visit.return_url);
    return page(tx, 200, visit, "Thank you", "<p data-exit>Everything that is needed is here.</p>");
}

// Unknown: what an account that requested nothing is onboarded for; the two that payments need. Kept with what is
// saved.
void request_usual(Tx& tx, Account& account) {
    if (accounts::platform_collects(account) || accounts::any_requested(account.capabilities)) return;
    for (auto name : {"card_payments", "transfers"}) accounts::request(account.capabilities, name);
    accounts::settle(tx, account);
}

// The visit and its account; or the answer that says why not.
struct Open {
    Visit visit;
    Tx platform;
    Account account;
};
std::variant<Open, Reply> open_visit(Tx& tx, Call const& call) {
    auto visit = opened_by<Visit>(tx, call.path.at(0));
    if (!visit || !visit->may_onboard) return not_found(tx);
    if (visit->expires_at <= tx.now()) {
        if (visit->refresh_url) return leave_for(tx, *visit->refresh_url);
        return page(tx, 410, visit, "This page has expired", "<p>Please load the page that it is in again.</p>");
    }
    auto platform = tx.for_owner_of(*tx.stored(visit->id));
    auto account = platform.get<Account>(visit->account);
    if (account.deleted.value || account.revoked.value) return not_found(tx);
    request_usual(platform, account);
    return Open{*visit, platform, account};
}

Result<Reply> show(Tx& tx, Call const& call) {
    auto found = open_visit(tx, call);
    if (auto* reply = std::get_if<Reply>(&found)) return std::move(*reply);
    auto& [visit, platform, account] = std::get<Open>(found);
    if (fields_due(account).empty()) return finished(tx, visit);
    return show_form(platform, call, visit, account, {}, {});
}

Result<Reply> save(Tx& tx, Call const& call) {
    auto found = open_visit(tx, call);
    if (auto* reply = std::get_if<Reply>(&found)) return std::move(*reply);
    auto& [visit, platform, account] = std::get<Open>(found);
    bool fill = text_at(call.params, "fill") == "true" && !platform.livemode();
    for (int round = 0; round < (fill ? kRoundsMax : 1); ++round) {
        auto fields = fields_due(account);
        if (fields.empty()) break;
        json::object values;
        auto const given = fill ? valid_values(account, fields) : call.params;
        for (auto const& field : fields)  // nothing but what was asked for
            for (auto const& name : {field.path, field.path + ".routing_number", field.path + ".account_number"})
                if (auto const* value = given.if_contains(name)) values[name] = *value;
        platform.session().savepoint();
        auto taken = take(platform, account, values);
        if (!taken) platform.session().rollback();
        platform.session().release();
        if (!taken) {
            auto as_it_was = platform.get<Account>(visit.account);
            request_usual(platform, as_it_was);
            return show_form(platform, call, visit, as_it_was, values, taken.error());
        }
        account = platform.get<Account>(visit.account);
    }
    // Which goes on to the end when nothing is due any more.
    return go_to(tx, BrowserUrl::own("/setup/visit/" + call.path.at(0)));
}

// Beside this, what is due by its name in the requirements.
// [passed on] to form.cpp, by the names of what is due.
struct FormParams {
    std::optional<Raw> fill;
};
FIELDS(FormParams, fill);

constexpr Route kRoutes[] = {
    api::get<open_link, Nothing>("/setup/c/:account/:link", Access::anyone).writing(),
    api::get<open_link, Nothing>("/setup/e/:account/:link", Access::anyone).writing(),
    api::get<open_link, Nothing>("/setup/s/:account/:link", Access::anyone).writing(),
    api::get<show, Nothing>("/setup/visit/:visit", Access::anyone),
    post<save, FormParams>("/setup/visit/:visit", Access::anyone),
};

}  // namespace

ResourceType const kPages{.object = "", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::onboarding
