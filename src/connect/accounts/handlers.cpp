#include <algorithm>

#include "api/endpoints.hpp"
#include "base/dated.hpp"
#include "base/rules.hpp"
#include "connect/accounts/params.hpp"
#include "connect/accounts/person.hpp"
#include "connect/accounts/regions.hpp"
#include "connect/accounts/requirements.hpp"
#include "events/events/event.hpp"

namespace bursar::accounts {

using namespace api;

// The pages that verify a person are not ours: what a US account submitted counts as checked after a short while, when
// the test values ask for it (reference/connect.md: Verification; Recorded accounts). Median recorded: 25 seconds; we
// take kVerificationSeconds.
constexpr Timestamp kVerificationSeconds = 3;

void verify_later(Tx& tx, Account const& account) {
    if (account.verified.value || account.is_platform.value) return;
    if (!account.requirements->pending_verification.empty())
        tx.enqueue(tx.now() + kVerificationSeconds, "account.verify", {{"id", account.id}});
}

std::unexpected<Refusal> refuse_owners(Tx& tx, Account const& account) {
    return std::unexpected(
        Refusal{.status = 403,
                .code = "more_permissions_required",
                .message = "The provided key '" + tx.caller().key_mask +
                           "' does not have the required permissions for this endpoint on account '" + account.id +
                           "': its owner was sent an account link or session, and tells this by himself."});
}

Result<Account> account_in_path(Tx& tx, std::string const& id) {
    if (tx.caller().on_connected() && id != tx.caller().account_id)
        return refuse("", "",
                      "The account specified in the path of /v1/accounts/:account does not match the account specified "
                      "in the Stripe-Account header.");
    if (id == tx.caller().account_id) return acting(tx);
    auto object = tx.at_platform().own(id);
    if (object && Tx::is_a(*object, "account") && !tx.caller().on_connected()) {
        auto account = Tx::read<Account>(*object);
        if (!account.revoked.value) return account;
    }
    Refusal refusal{.status = 403,
                    .code = "account_invalid",
                    .message = "The provided key '" + tx.caller().key_mask + "' does not have access to account '" +
                               id + "' (or that account does not exist). Application access may have been revoked."};
    refusal.bare = true;
    return std::unexpected(std::move(refusal));
}

Result<Account> controlled_account(Tx& tx, std::string const& id) {
    TRY(auto account, account_in_path(tx, id));
    if (is_its_owners(account)) return refuse_owners(tx, account);
    return account;
}

namespace {

void verify(Tx& tx, json::object const& payload) {
    auto account = tx.get<Account>(text_at(payload, "id"));
    if (account.verified.value || account.deleted.value) return;
    auto before = account;
    account.verified = true;
    mark_persons_verified(tx, account);
    save(tx, before, account);
}

Result<Reply> create(Tx& tx, Params p) {
    if (tx.caller().on_connected())
        return refuse("", "",
                      "You can only create new accounts if you've signed up for Connect, which you can do at "
                      "https://dashboard.stripe.com/connect.");
    auto account = tx.fresh<Account>();
    account.country = p.country ? *p.country : acting(tx).country;
    account.default_currency = currency_of_country(account.country);
    if (account.default_currency.empty() && is_country(account.country))
        return refuse("", "country",
                      "Connected accounts in " + account.country + " cannot be created by platforms in " +
                          acting(tx).country +
                          ". Please contact us via https://support.stripe.com/contact if you need further assistance.");
    if (account.default_currency.empty())
        return refuse("country_unsupported", "country",
                      "Country '" + account.country +
                          "' is unknown or not supported. Try using a 2-character alphanumeric country code instead, "
                          "such as 'US', 'EG', or 'GB'.");
    TRY_DO(apply_controller(account, p));
    account.business_profile = profile_of_new(tx);
    account.settings = settings_of_new(platform_collects(account), account.country);
    tx.insert(account);
    TRY_DO(apply(tx, account, p));
    settle(tx, account);
    tx.update(account);
    verify_later(tx, account);
    return reply_with(account);
}

Reply shown(Account account) {
    if (account.deleted.value) return deleted_reply(Account::kObject, account.id);
    return reply_with(account);
}

Result<Reply> retrieve(Tx& tx, std::string id) {
    TRY(auto account, account_in_path(tx, id));
    return shown(std::move(account));
}

Result<Reply> retrieve_own(Tx& tx) { return reply_with(acting(tx)); }

Result<Reply> update(Tx& tx, std::string id, Params p) {
    TRY(auto account, account_in_path(tx, id));
    if (account.deleted.value) return no_such("account", id, "account", 404);
    for (auto const& [given, name] : {std::pair(p.type.has_value(), "type"),
                                      {p.country.has_value(), "country"},
                                      {p.controller.has_value(), "controller"}})
        if (given) return refuse("parameter_unknown", name, std::string("Received unknown parameter: ") + name);
    bool owners = p.business_type.given || p.company || p.individual || p.external_account || p.bank_account ||
                  p.account_token || p.tos_acceptance || p.documents;
    if (owners && is_its_owners(account)) return refuse_owners(tx, account);
    auto before = account;
    TRY_DO(apply(tx, account, p));
    save(tx, before, account);
    verify_later(tx, account);
    return reply_with(account);
}

void tell_deauthorized(Tx& tx, std::string const& account) {
    auto own = tx.at_account(account);
    events::emit(own, "account.application.deauthorized",
                 R"({"id":")" + tx.application_id() + R"(","object":"application","name":"Bursar"})");
}

Result<Reply> remove(Tx& tx, std::string id) {
    TRY(auto account, account_in_path(tx, id));
    if (account.is_platform.value) return refuse("", "account", "You cannot delete your own account through the API.");
    account.deleted = account.revoked = true;
    tx.update(account);
    tell_deauthorized(tx, account.id);
    return shown(std::move(account));
}

struct RejectParams {
    std::optional<Choice<"none", "pause">> payouts_action;
    Reworded<"2026-09-30",
             Choice<"credit", "fraud_no_intent_to_fulfill", "fraud_other", "fraud_payment_method_casher",
                    "fraud_payment_method_tester", "other", "terms_of_service">,
             Choice<"fraud", "other", "terms_of_service">>
        reason;
};
FIELDS(RejectParams, payouts_action, reason);

// Of the kinds of fraud the account tells that it was one (reference/connect.md: Rejecting).
Result<Reply> reject(Tx& tx, std::string id, RejectParams p) {
    TRY(auto account, account_in_path(tx, id));
    auto before = account;
    auto reason = p.reason.text;
    if (reason.starts_with("fraud")) reason = "fraud";
    if (reason == "credit") reason = "other";
    account.rejected = "rejected.platform_" + reason;
    account.keeps_payouts = account.payouts_enabled && p.payouts_action && *p.payouts_action == "none";
    save(tx, before, account);
    return reply_with(account);
}

// What the platform did, it may undo from 2026-07-29 on (reference/connect.md: Rejecting).
Result<Reply> unreject(Tx& tx, std::string id) {
    TRY(auto account, account_in_path(tx, id));
    if (!account.rejected->starts_with("rejected.platform_"))  // Unknown: the wording
        return refuse("", "account", "This account has not been rejected by your platform.");
    auto before = account;
    account.rejected = std::string();
    account.keeps_payouts = false;
    save(tx, before, account);
    return reply_with(account);
}

Result<Reply> list(Tx& tx, Page page) {
    if (tx.caller().on_connected())
        return Reply{200, R"({"object":"list","data":[],"has_more":false,"url":"/v1/accounts"})"};
    return reply_with_list<Account, Nothing, "/v1/accounts">(tx, page, {});
}

// ---- OAuth: only the end of it; connecting by OAuth needs pages that come later ----

struct DeauthorizeParams {
    Ignored<std::string> client_id, client_secret;  // the key says who the platform is
    std::string stripe_user_id;
};
FIELDS(DeauthorizeParams, client_id, client_secret, stripe_user_id);

Result<Reply> deauthorize(Tx& tx, DeauthorizeParams p) {
    auto object = tx.at_platform().own(p.stripe_user_id);
    auto account = object && Tx::is_a(*object, "account") ? std::optional(Tx::read<Account>(*object)) : std::nullopt;
    if (!account || account->revoked.value || account->is_platform.value) {
        json::object error{{"error", "invalid_client"},
                           {"error_description", "This application is not connected to stripe account " +
                                                     p.stripe_user_id + ", or that account does not exist."}};
        return Reply{401, to_text(error)};
    }
    account->revoked = true;
    tx.at_platform().update(*account);
    tell_deauthorized(tx, account->id);
    return Reply{200, to_text(json::object{{"stripe_user_id", account->id}})};
}

constexpr Route kRoutes[] = {
    post<create>("/v1/accounts"),
    api::list<list>("/v1/accounts"),
    api::get<retrieve_own>("/v1/account"),
    api::get<retrieve>("/v1/accounts/:account"),
    post<update>("/v1/accounts/:account"),
    del<remove>("/v1/accounts/:account"),
    post<reject>("/v1/accounts/:account/reject"),
    post<unreject>("/v1/accounts/:account/unreject"),
    post<deauthorize>("/oauth/deauthorize"),
};

constexpr JobKind kJobs[] = {{"account.verify", verify}};

constexpr auto kExpandable = expandable_of<Account>({
    {"company.verification.document.back", "file"},
    {"company.verification.document.front", "file"},
    {.path = "groups", .render = render_nothing},
    {.path = "external_accounts", .to = "bank_account card", .listed = true},
    {"individual", "person"},
    {"settings.branding.icon", "file"},
    {"settings.branding.logo", "file"},
    {"settings.invoices.default_account_tax_ids", "tax_id"},
});

}  // namespace

ResourceType const kResource{.object = "account",
                             .routes = kRoutes,
                             .expandable = kExpandable,
                             .jobs = kJobs,
                             .versions = kVersions,
                             .shape = fields_of<Account>};

}  // namespace bursar::accounts
