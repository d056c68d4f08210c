#include "connect/accounts/params.hpp"

#include <algorithm>

#include "base/currency.hpp"
#include "base/text.hpp"
#include "connect/accounts/external_accounts.hpp"
#include "connect/accounts/person.hpp"
#include "connect/accounts/verification.hpp"
#include "events/events/event.hpp"
#include "instruments/tokens/token.hpp"

namespace bursar::accounts {

using namespace api;

BusinessProfile profile_of_new(Tx const& tx) {
    BusinessProfile out;
    if (tx.version().is_before("2025-01-01")) return out;  // the newer keys came with the calendar
    out.minority_owned_business_designation.clear();
    out.specified_commercial_transactions_act_url.clear();
    return out;
}

Settings settings_of_new(bool collected_by_us, std::string_view country) {
    Settings out;
    out.payouts.debit_negative_balances = !collected_by_us;
    bool fast = country == "US" || country == "AU" || country == "NZ" || country == "JP";
    out.payouts.schedule.delay_days = fast ? 2 : 7;
    return out;
}

static Company company_of_new(std::string_view country) {
    Company out;
    out.address.country = country;
    return out;
}

// Of the numbers that identify a company only that they were given is kept.
static void take_numbers(Company& company, tokens::Business const& told) {
    if (told.tax_id.given) company.tax_id_provided = told.tax_id.value.has_value();
    if (told.vat_id.given) company.vat_id_provided = told.vat_id.value.has_value();
}

Result<void> apply_controller(Account& account, Params const& p) {
    std::string fees = "account", losses = "stripe", collection = "stripe", dashboard = "full";
    account.type = p.type ? p.type->text : "standard";
    if (account.type == "express") fees = "application_express", losses = "application", dashboard = "express";
    if (account.type == "custom")
        fees = "application_custom", losses = "application", collection = "application", dashboard = "none";
    if (p.controller) {
        auto const& c = *p.controller;
        if (c.fees && c.fees->payer) fees = c.fees->payer->text;
        if (c.losses && c.losses->payments) losses = c.losses->payments->text;
        if (c.requirement_collection) collection = c.requirement_collection->text;
        if (c.stripe_dashboard && c.stripe_dashboard->type) dashboard = c.stripe_dashboard->type->text;
        if (losses == "application" && fees == "account")
            return refuse("", "controller[losses][payments]",
                          "When `controller[losses][payments]` is `application`, `controller[fees][payer]` must be "
                          "`application`.");
        if (collection == "application" && (losses != "application" || dashboard != "none"))
            return refuse("", "controller[requirement_collection]",
                          "When `controller[requirement_collection]` is `application`, `controller[losses][payments]` "
                          "must be `application` and `controller[stripe_dashboard][type]` must be `none`.");
        if (fees == "account" && losses == "stripe" && collection == "stripe" && dashboard == "full")
            account.type = "standard";
        else
            account.type = "none";
    }
    account.controller = {.fees = ControllerFees{fees},
                          .is_controller = true,
                          .losses = ControllerLosses{losses},
                          .requirement_collection = collection,
                          .stripe_dashboard = ControllerDashboard{dashboard},
                          .type = "application"};
    return {};
}

Result<void> check_capabilities(Account const& account) {
    if (account.capabilities.card_payments && !account.capabilities.transfers)
        return refuse("", "capabilities",
                      "Accounts do not currently support `card_payments` without `transfers`. Please visit "
                      "https://stripe.com/docs/connect/account-capabilities#card-payments for more details.");
    return {};
}

static Result<void> apply_capabilities(Account& account, Params const& p) {
    auto& capabilities = account.capabilities;
    for (std::size_t i = 0; i < p.requested_capabilities.size(); ++i) {
        if (!capability_named(capabilities, p.requested_capabilities[i]))  // Unknown: the wording
            return refuse("", "requested_capabilities[" + std::to_string(i) + "]",
                          "Invalid capability: " + p.requested_capabilities[i]);
        request(capabilities, p.requested_capabilities[i]);
    }
    if (p.capabilities) ask(capabilities, *p.capabilities);
    return check_capabilities(account);
}

static std::string upper(std::string_view text, std::size_t length) {
    std::string out(cut(text, length));
    for (char& c : out) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    while (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

// What is not given is taken from the name, else the url: descriptors since 2023-10-16.
static void default_names(Tx const& tx, Account& account) {
    auto& profile = account.business_profile;
    auto& settings = account.settings;
    auto url = profile.url.value_or("");
    if (auto scheme = url.find("://"); scheme != std::string::npos) url = url.substr(scheme + 3);
    url = url.substr(0, url.find('/'));
    if (url.starts_with("www.")) url = url.substr(4);
    auto name = profile.name.value_or(url);
    if (name.empty()) return;
    auto set = [&](std::optional<std::string>& slot, std::string value) {
        if (!slot) slot = std::move(value);
    };
    if (!tx.version().is_before("2023-10-16")) {
        set(settings.payments.statement_descriptor, upper(name, 22));
        set(settings.card_payments.statement_descriptor_prefix, upper(name, 10));
    }
    set(settings.dashboard.display_name, url.empty() ? name : url.substr(0, url.rfind('.')));
    if (!url.empty()) set(profile.mcc, "5192");
}

static void mirror_individual(Account& account, Person const& person) {
    Company company;
    company.address = person.address;
    company.directors_provided = company.executives_provided = company.owners_provided = true;
    company.phone.given = true;
    company.phone.value = person.phone.value;
    company_of(account) = std::move(company);
}

// What a token tells in place of the caller (reference/connect.md: Identity tokens).
static Result<Params> with_token(Tx& tx, Params p) {
    if (!p.account_token) return p;
    TRY(auto told, tokens::spend_details(tx, *p.account_token, "account", "account_token"));
    if (text_at(told.given, "tos_shown_and_accepted") == "true") {
        auto& accepted = p.tos_acceptance.emplace();
        accepted.date = {.given = true, .value = tx.now()};
        accepted.ip = {.given = true, .value = told.client_ip};
    }
    told.given.erase("tos_shown_and_accepted");
    TRY(auto rest, read_params<Params>(told.given));
    p.business_type = rest.business_type;
    p.company = rest.company;
    p.individual = rest.individual;
    return p;
}

Result<void> apply(Tx& tx, Account& account, Params const& given) {
    TRY(auto p, with_token(tx, given));
    p.email.apply_to(account.email);
    if (p.business_type.given)
        account.business_type = p.business_type ? std::optional(p.business_type->text) : std::nullopt;
    if (p.business_profile) {
        overlay(*p.business_profile, account.business_profile);
        look_at_profile(tx, account, *p.business_profile);
    }
    if (p.settings) {
        overlay(*p.settings, account.settings);
        // A manual schedule waits as little as the country allows.
        auto& schedule = account.settings.payouts.schedule;
        if (schedule.interval == "manual" && account.country == "US") schedule.delay_days = 1;
    }
    if (p.tos_acceptance) overlay(*p.tos_acceptance, account.tos_acceptance);
    if (p.default_currency) {
        TRY(account.default_currency, read_currency(*p.default_currency, "default_currency"));
    }
    auto& company = company_of(account);
    if (!company && (p.company || (account.business_type && account.business_type != "individual")))
        company = company_of_new(account.country);
    if (p.company) {
        overlay(*p.company, *company);
        look_at_company(tx, account, *p.company);
        take_numbers(*company, *p.company);
    }
    if (p.individual) {
        TRY(auto person, put_individual(tx, account, *p.individual));
        mirror_individual(account, person);
    }
    TRY_DO(apply_capabilities(account, p));
    if (p.external_account)
        TRY_DO(add_external_account(tx, account, *p.external_account, "external_account", Default::replaced));
    if (p.bank_account) TRY_DO(add_external_account(tx, account, *p.bank_account, "bank_account", Default::replaced));
    p.metadata.apply_to(account.metadata);
    default_names(tx, account);
    return {};
}

}  // namespace bursar::accounts
