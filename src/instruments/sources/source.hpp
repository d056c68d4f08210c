// The instruments from before PaymentMethods: cards and bank accounts on a customer, and Sources
// (reference/instruments.md: Legacy cards and bank accounts; Sources). Here is what they are; how a customer gets and
// loses them is in instruments/customers.
#pragma once

#include "api/errors.hpp"
#include "api/resource.hpp"
#include "base/address.hpp"
#include "instruments/sources/moves.hpp"
#include "methods/card.hpp"
#include "methods/us_bank_account.hpp"

namespace bursar::sources {

// Lists over several kinds: what GET /v1/customers/:id/sources and GET /v1/accounts/:id/external_accounts run over.
inline constexpr std::string_view kOfCustomer = "source_of_customer", kExternalAccounts = "external_account";
inline constexpr std::string_view kKindsOfCustomer[] = {"bank_account", "card", "source"};
inline constexpr std::string_view kExternalKinds[] = {"bank_account", "card"};
inline api::ListOf of_customer(std::string_view customer) {
    return {kOfCustomer, "customer", std::string(customer), kKindsOfCustomer};
}
inline api::ListOf external_accounts_of(std::string_view account) {
    return {kExternalAccounts, "account", std::string(account), kExternalKinds};
}

struct Networks {
    std::optional<std::string> preferred;
};
FIELDS(Networks, preferred);

struct Card {
    static constexpr std::string_view kObject = "card", kPrefix = "card", kNoun = "source", kPathParam = "id";
    static constexpr api::List kLists[] = {{"account", kExternalAccounts}, {"customer", kOfCustomer}};

    std::string id;
    std::string object = "card";
    Omitted<std::string> account;
    std::optional<std::string> address_city, address_country, address_line1, address_line1_check, address_line2,
        address_state, address_zip, address_zip_check;
    Omitted<std::string> allow_redisplay;
    Omitted<std::vector<std::string>> available_payout_methods;
    std::string brand, country;
    Omitted<std::string> currency;
    Omitted<std::string> customer;
    std::optional<std::string> cvc_check;
    Omitted<bool> default_for_currency;
    std::optional<std::string> dynamic_last4, email;
    std::int64_t exp_month = 0, exp_year = 0;
    std::string fingerprint, funding, last4;
    Metadata metadata;
    std::optional<std::string> name;
    Omitted<Networks> networks;
    std::optional<std::string> phone;
    std::string regulated_status = "unregulated";
    std::optional<std::string> tokenization_method;
    std::optional<Raw> wallet;
    Hidden<methods::Card> credential;
    Hidden<bool> deleted;
};
FIELDS(Card, id, object, account, address_city, address_country, address_line1, address_line1_check, address_line2,
       address_state, address_zip, address_zip_check, allow_redisplay, available_payout_methods, brand, country,
       currency, customer, cvc_check, default_for_currency, dynamic_last4, email, exp_month, exp_year, fingerprint,
       funding, last4, metadata, name, networks, phone, regulated_status, tokenization_method, wallet, credential,
       deleted);

struct BankAccount {
    static constexpr std::string_view kObject = "bank_account", kPrefix = "ba", kNoun = "source", kPathParam = "id";
    static constexpr api::List kLists[] = {{"account", kExternalAccounts}, {"customer", kOfCustomer}};

    std::string id;
    std::string object = "bank_account";
    Omitted<std::string> account;
    std::optional<std::string> account_holder_name, account_holder_type, account_type;
    Omitted<std::vector<std::string>> available_payout_methods;
    std::string bank_name, country, currency;
    Omitted<std::string> customer;
    Omitted<bool> default_for_currency;
    std::string fingerprint;
    Omitted<Raw> future_requirements;
    std::string last4;
    Metadata metadata;
    Omitted<Raw> requirements;
    std::string routing_number;
    AssignedBankLife status;
    Hidden<methods::BankAccount> credential;
    Hidden<bool> deleted;
};
FIELDS(BankAccount, id, object, account, account_holder_name, account_holder_type, account_type,
       available_payout_methods, bank_name, country, currency, customer, default_for_currency, fingerprint,
       future_requirements, last4, metadata, requirements, routing_number, status, credential, deleted);

struct SourceCard {
    std::optional<std::string> address_line1_check, address_zip_check;
    std::string brand, country;
    std::optional<std::string> cvc_check, dynamic_last4;
    std::int64_t exp_month = 0, exp_year = 0;
    std::string fingerprint, funding, last4;
    std::optional<std::string> name;
    std::string three_d_secure = "optional";
    std::optional<std::string> tokenization_method;
};
FIELDS(SourceCard, address_line1_check, address_zip_check, brand, country, cvc_check, dynamic_last4, exp_month,
       exp_year, fingerprint, funding, last4, name, three_d_secure, tokenization_method);

struct SourceOwner {
    std::optional<Address> address;
    std::optional<std::string> email, name, phone;
    std::optional<Address> verified_address;
    std::optional<std::string> verified_email, verified_name, verified_phone;
};
FIELDS(SourceOwner, address, email, name, phone, verified_address, verified_email, verified_name, verified_phone);

struct Source {
    static constexpr std::string_view kObject = "source", kPrefix = "src", kNoun = "source", kPathParam = "source";
    static constexpr bool kIsUsedUpWhenGone = true;  // detached from its customer it is consumed
    static constexpr api::List kLists[] = {{"customer", kOfCustomer}};

    std::string id;
    std::string object = "source";
    std::string allow_redisplay = "unspecified";
    std::optional<std::int64_t> amount;
    SourceCard card;
    std::string client_secret;
    Timestamp created = 0;
    std::optional<std::string> currency;
    Omitted<std::string> customer;
    std::string flow = "none";
    bool livemode = false;
    Metadata metadata;
    SourceOwner owner;
    std::optional<std::string> statement_descriptor;
    Life status;
    std::string type = "card";
    std::string usage = "reusable";
    Hidden<methods::Card> credential;
    Hidden<bool> deleted;  // from its customer
};
FIELDS(Source, id, object, allow_redisplay, amount, card, client_secret, created, currency, customer, flow, livemode,
       metadata, owner, statement_descriptor, status, type, usage, credential, deleted);

// `card[...]` with its legacy neighbours, as tokens and customers take it.
struct CardHash {
    std::optional<std::string> object;
    std::optional<std::string> number;
    std::optional<std::int64_t> exp_month, exp_year;
    std::optional<std::string> cvc;
    Emptyable<std::string> name, address_city, address_country, address_line1, address_line2, address_state,
        address_zip;
    std::optional<std::string> currency;
    std::optional<Raw> networks;
    MetadataParam metadata;
};
FIELDS(CardHash, object, number, exp_month, exp_year, cvc, name, address_city, address_country, address_line1,
       address_line2, address_state, address_zip, currency, networks, metadata);

struct BankAccountHash {
    std::optional<std::string> object;
    std::string account_number, country;
    std::optional<std::string> currency, routing_number, account_holder_name, account_holder_type, account_type;
    MetadataParam metadata;
};
FIELDS(BankAccountHash, object, account_number, country, currency, routing_number, account_holder_name,
       account_holder_type, account_type, metadata);

// New ones, with fresh ids, not stored yet: a token carries them, a customer inserts them.
Card card_with(api::Tx& tx, methods::Card const& credential);
Result<Card> card_of(api::Tx& tx, CardHash const& hash, std::string const& prefix = "card");
BankAccount bank_account_with(api::Tx& tx, methods::BankAccount const& credential);
Result<BankAccount> bank_account_of(api::Tx& tx, BankAccountHash const& hash,
                                    std::string const& prefix = "bank_account");
Source source_with(api::Tx& tx, Card const& card, std::string usage);

// What the issuer said of the security code and the address.
void apply_checks(Card& card, acquirers::Checks const& checks);

// What an update says of a card: `p` has the fields of these names. Refused: invalid_expiry_month.
template <class Params>
Result<void> apply_changes(Card& card, Params const& p) {
    if (p.exp_month && (*p.exp_month < 1 || *p.exp_month > 12)) {
        auto no = refuse_as(402, "invalid_expiry_month", "exp_month", "Your card's expiration month is invalid.");
        no.error().type = "card_error";
        return no;
    }
    p.address_city.apply_to(card.address_city);
    p.address_country.apply_to(card.address_country);
    p.address_line1.apply_to(card.address_line1);
    p.address_line2.apply_to(card.address_line2);
    p.address_state.apply_to(card.address_state);
    p.address_zip.apply_to(card.address_zip);
    p.name.apply_to(card.name);
    if (p.exp_month) card.exp_month = card.credential->exp_month = *p.exp_month;
    if (p.exp_year) card.exp_year = card.credential->exp_year = *p.exp_year;
    p.metadata.apply_to(card.metadata);
    return {};
}

}  // namespace bursar::sources
