#include "instruments/financial_connections/account.hpp"

#include "api/errors.hpp"
#include "api/page.hpp"
#include "events/events/event.hpp"

namespace bursar::financial_connections {

using namespace api;

namespace {

Result<Reply> retrieve(Tx& tx, std::string id) {
    TRY(auto account, find_in_path<Account>(tx, id));
    return reply_with(account);
}

Result<Reply> list(Tx& tx, Page page) {
    return list_reply(
        tx, page, {.object = Account::kObject, .noun = Account::kNoun, .url = "/v1/financial_connections/accounts"});
}

Result<Reply> disconnect(Tx& tx, std::string id) {
    TRY(auto account, find_in_path<Account>(tx, id));
    if (!account.status.can(Step::disconnect))
        return refuse("", "account", "This account has already been disconnected.");
    account.status.take(Step::disconnect);
    tx.update(account);
    events::emit(tx, "financial_connections.account.disconnected", account);
    return reply_with(account);
}

struct LinkParams {
    std::string test_account;  // the end of a pm_usBankAccount_... id: success, insufficientFunds
};
FIELDS(LinkParams, test_account);

// What the library's dialog does when a payer chose an account at the test institution. Private, as the reference's.
Result<Reply> link(Tx& tx, LinkParams p) {
    if (tx.livemode())
        return refuse("", "", "No bank is connected in live mode. Please give the numbers of the account instead.");
    auto credential = methods::test_bank_account(tx, p.test_account);
    if (!credential) return refuse("", "test_account", "No such test account: '" + p.test_account + "'");
    credential->verified = true;
    Account account{.id = tx.fresh_id<Account>()};
    account.created = tx.now();
    account.display_name = "Checking account";
    account.institution_name = "Test Institution";
    account.last4 = credential->last4;
    account.livemode = tx.livemode();
    account.credential = *credential;
    tx.insert(account);
    events::emit(tx, "financial_connections.account.created", account);
    return Reply{200, to_text(json::object{{"id", account.id},
                                           {"object", account.object},
                                           {"display_name", *account.display_name},
                                           {"institution_name", account.institution_name},
                                           {"last4", *account.last4},
                                           {"subcategory", account.subcategory}})};
}

constexpr Route kRoutes[] = {
    api::list<list>("/v1/financial_connections/accounts"),
    api::get<retrieve>("/v1/financial_connections/accounts/:id"),
    post<disconnect>("/v1/financial_connections/accounts/:id/disconnect"),
    post<link>("/v1/elements/linked_accounts", Access::browser),
};

constexpr auto kExpandable = expandable_of<Account>({
    {"account_holder.account", "account"},
    {"account_holder.customer", "customer"},
    {.path = "status_details", .render = render_nothing},
    {"ownership", "financial_connections.account_ownership"},
});

}  // namespace

Result<methods::BankAccount> credential_of(Tx& tx, std::string const& id, std::string const& param) {
    TRY(auto account, find_in_param<Account>(tx, id, param));
    if (account.status != Status::active)
        return refuse("", param, "The account " + id + " is disconnected and cannot be used.");
    return methods::cloned(tx, *account.credential);
}

ResourceType const kResource{.object = "financial_connections.account",
                             .routes = kRoutes,
                             .expandable = kExpandable,
                             .shown_publicly = {.part = fields_of<Account>},
                             .shape = fields_of<Account>};

}  // namespace bursar::financial_connections
