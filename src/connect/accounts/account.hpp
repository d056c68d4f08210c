// Accounts: the platform itself and the sellers connected to it (reference/connect.md: Accounts; Kinds; Requirements).
// What an account may do follows from its capabilities, and those from its requirements; requirements.hpp derives both
// from what was given.
#pragma once

#include <memory>

#include "api/errors.hpp"
#include "api/resource.hpp"
#include "connect/accounts/business.hpp"
#include "connect/accounts/capabilities.hpp"
#include "connect/accounts/doubts.hpp"
#include "connect/accounts/due.hpp"
#include "connect/accounts/person.hpp"
#include "connect/accounts/settings.hpp"

namespace bursar::accounts {

// Bank accounts and cards of its own, each as it is shown by itself.
struct ExternalAccounts {
    std::string object = "list";
    std::vector<Raw> data;
    bool has_more = false;
    std::int64_t total_count = 0;
    std::string url;
};
FIELDS(ExternalAccounts, object, data, has_more, total_count, url);

struct Account {
    static constexpr std::string_view kObject = "account", kPrefix = "acct", kNoun = "account", kPathParam = "account";
    static constexpr std::string_view kGone[] = {"deleted", "revoked",
                                                 "is_platform"};  // a platform is in no list of its own

    std::string id;
    std::string object = "account";
    BusinessProfile business_profile;
    std::optional<std::string> business_type;
    Capabilities capabilities;  // requested ones
    bool charges_enabled = false;
    Omitted<Company> company;
    Controller controller;
    std::string country;
    Timestamp created = 0;
    std::string default_currency;
    bool details_submitted = false;
    std::optional<std::string> email;
    Omitted<ExternalAccounts> external_accounts;
    Omitted<Requirements> future_requirements;
    Omitted<Person> individual;
    Metadata metadata;
    bool payouts_enabled = false;
    Omitted<Requirements> requirements;
    Settings settings;
    TosAcceptance tos_acceptance;
    std::string type = "standard";
    Hidden<bool> deleted;
    Hidden<bool> revoked;          // its owner, or the platform, ended the connection
    Hidden<std::string> rejected;  // why, when the platform rejected it
    Hidden<bool> keeps_payouts;    // which it had when it was rejected
    Hidden<bool> verified;         // what was submitted has been checked
    Hidden<bool> is_platform;
    Hidden<bool> onboarding;             // its owner was sent to a page to tell of himself
    Hidden<Told<Company>> told_company;  // what was told of the company; `company` is what of it is shown
    Hidden<Doubts> doubts;
};
FIELDS(Account, id, object, business_profile, business_type, capabilities, charges_enabled, company, controller,
       country, created, default_currency, details_submitted, email, external_accounts, future_requirements, individual,
       metadata, payouts_enabled, requirements, settings, tos_acceptance, type, deleted, revoked, rejected,
       keeps_payouts, verified, is_platform, onboarding, told_company, doubts);

// The account acted for: for whoever changes it, and for whoever only looks, which costs no copy.
Account acting(api::Tx& tx);
std::shared_ptr<Account const> look_at_acting(api::Tx& tx);

// Whether the platform tells what the account must tell of itself (Custom accounts), and not its owner.
bool platform_collects(Account const& account);

// Once its owner tells for himself, what he tells is not shown to the platform, nor changed by it (types of
// stripe-node: "a subset of data", after an account link or an account session).
bool is_its_owners(Account const& account);

// What was told of the company, if anything was, for whoever checks or changes it.
Told<Company>& company_of(Account& account);

// "active" for what the account may do. A Standard account that requested nothing is taken as onboarded in a sandbox,
// so that no test needs to fill in a page; there, too, a capability that is pending already serves.
bool can(api::Tx const& tx, Account const& account, std::string_view capability);

Capability capability_of(Account const& account, std::string_view name);

std::string currency_of_country(std::string_view country);  // empty where no accounts can be
std::string display_name(Account const& account);

// A platform for a sandbox key, or for `bursar platforms create`. Returns its sequence number.
Seq open_platform(api::Environment& environment, store::Session& session, bool livemode);

// Brings lists inside the account (external accounts, the person of an individual) up to date and derives what follows.
void settle(api::Tx& tx, Account& account);
void save(api::Tx& tx, Account const& before, Account& after);

extern api::VersionChange const kVersions[3], kCapabilityVersions[1];
extern api::ResourceType const kResource, kCapabilities, kExternalAccounts, kPersons;

}  // namespace bursar::accounts
