// What a caller tells of an account, and how the account takes it in.
#pragma once

#include "base/email.hpp"
#include "base/rules.hpp"
#include "connect/accounts/account.hpp"
#include "connect/accounts/hashes.hpp"
#include "instruments/tokens/identity.hpp"

namespace bursar::accounts {

struct Params {
    static constexpr std::string_view kExclusive[] = {"type, controller", "account_token, business_type",
                                                      "account_token, company", "account_token, individual",
                                                      "account_token, tos_acceptance"};
    std::optional<std::string> account_token;
    std::optional<BusinessProfileParams> business_profile;
    Emptyable<Choice<"individual", "company", "non_profit", "government_entity">> business_type;
    std::optional<Raw> bank_account;
    std::optional<AskedCapabilities> capabilities;
    std::optional<tokens::Business> company;
    std::optional<ControllerParams> controller;
    std::optional<std::string> country, default_currency;
    std::optional<Documents> documents;
    Emptyable<Email> email;
    std::optional<Raw> external_account;
    Ignored<Groups> groups;
    std::optional<PersonParams> individual;
    MetadataParam metadata;
    std::vector<std::string> requested_capabilities;
    Unsupported<RiskControls> risk_controls;
    std::optional<SettingsParams> settings;
    std::optional<TosAcceptanceParams> tos_acceptance;
    std::optional<Choice<"standard", "express", "custom">> type;
};
FIELDS(Params, account_token, business_profile, business_type, bank_account, capabilities, company, controller, country,
       default_currency, documents, email, external_account, groups, individual, metadata, requested_capabilities,
       risk_controls, settings, tos_acceptance, type);

// The large hashes of a new account.
BusinessProfile profile_of_new(api::Tx const& tx);
Settings settings_of_new(bool collected_by_us, std::string_view country);

// Who controls the account: from `type`, or from `controller`. Refused: both, and combinations that cannot be
// (reference/connect.md: Kinds).
Result<void> apply_controller(Account& account, Params const& p);
// Refused: capabilities that go together and are not.
Result<void> check_capabilities(Account const& account);

// Everything else that create and update take.
Result<void> apply(api::Tx& tx, Account& account, Params const& p);

// When something waits to be checked, a job that ends the wait.
void verify_later(api::Tx& tx, Account const& account);

// For what its owner alone tells and changes. Unknown: the wording; documented is that it cannot be done.
std::unexpected<Refusal> refuse_owners(api::Tx& tx, Account const& account);

// The account of the path: one's own, or one that is connected. Everything else answers as if it were not there.
Result<Account> account_in_path(api::Tx& tx, std::string const& id);
// The same, of accounts whose details the platform tells.
Result<Account> controlled_account(api::Tx& tx, std::string const& id);

}  // namespace bursar::accounts
