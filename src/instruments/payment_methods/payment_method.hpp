// PaymentMethods, and cloning them to connected accounts: the product's core
// (reference/instruments.md: Cloning; Use and consumption; Payment methods).
//
// The life of one: fresh (never attached, never used) -> attached -> detached, or fresh -> consumed. A fresh one that
// was set up without a customer may still be attached, once. What is consumed or detached reads, and is refused
// everywhere else. A clone is a new object with its own vault record; nothing connects it with its original.
#pragma once

#include "instruments/tokens/token.hpp"

namespace bursar::payment_methods {

struct CardChecks {
    std::optional<std::string> address_line1_check, address_postal_code_check, cvc_check;
};
FIELDS(CardChecks, address_line1_check, address_postal_code_check, cvc_check);

struct CardNetworks {
    std::vector<std::string> available;
    std::optional<std::string> preferred;
};
FIELDS(CardNetworks, available, preferred);

struct ThreeDSecureUsage {
    bool supported = true;
};
FIELDS(ThreeDSecureUsage, supported);

struct Card {
    std::string brand;
    CardChecks checks;
    std::string country, display_brand;
    std::int64_t exp_month = 0, exp_year = 0;
    std::string fingerprint, funding;
    std::optional<Raw> generated_from;
    std::string last4;
    CardNetworks networks;
    std::string regulated_status = "unregulated";
    ThreeDSecureUsage three_d_secure_usage;
    std::optional<Raw> wallet;
};
FIELDS(Card, brand, checks, country, display_brand, exp_month, exp_year, fingerprint, funding, generated_from, last4,
       networks, regulated_status, three_d_secure_usage, wallet);

struct BankNetworks {
    std::string preferred = "ach";
    std::vector<std::string> supported{"ach"};
};
FIELDS(BankNetworks, preferred, supported);

struct UsBankAccount {
    std::optional<std::string> account_holder_type, account_type;
    std::string bank_name;
    std::optional<std::string> financial_connections_account;
    std::string fingerprint, last4;
    BankNetworks networks;
    std::string routing_number;
    Raw status_details{json::object()};
};
FIELDS(UsBankAccount, account_holder_type, account_type, bank_name, financial_connections_account, fingerprint, last4,
       networks, routing_number, status_details);

struct PaymentMethod {
    static constexpr std::string_view kObject = "payment_method", kPrefix = "pm", kNoun = "PaymentMethod",
                                      kPathParam = "payment_method";
    static constexpr api::List kLists[] = {{"customer"}};

    std::string id;
    std::string object = "payment_method";
    std::string allow_redisplay = "unspecified";
    BillingDetails billing_details;
    Omitted<Card> card;
    Timestamp created = 0;
    std::optional<std::string> customer, customer_account;
    bool livemode = false;
    Metadata metadata;
    std::optional<std::string> shared_payment_granted_token;
    std::string type = "card";
    Omitted<UsBankAccount> us_bank_account;
    Hidden<std::string> life = std::string("fresh");  // fresh, set_up, attached, consumed, detached
    Hidden<std::optional<methods::Card>> card_credential;
    Hidden<std::optional<methods::BankAccount>> bank_credential;

    bool is_dead() const { return *life == "consumed" || *life == "detached"; }
    bool is_set_up() const {
        return (*card_credential && (*card_credential)->set_up) || (*bank_credential && (*bank_credential)->set_up);
    }
};
FIELDS(PaymentMethod, id, object, allow_redisplay, billing_details, card, created, customer, customer_account, livemode,
       metadata, shared_payment_granted_token, type, us_bank_account, life, card_credential, bank_credential);

// `us_bank_account[...]` and the inline form of a whole PaymentMethod (payment_method_data).
struct UsBankAccountHash {
    static constexpr std::string_view kExclusive[] = {"financial_connections_account, account_number",
                                                      "financial_connections_account, routing_number"};
    std::optional<Choice<"individual", "company">> account_holder_type;
    std::optional<std::string> account_number, routing_number;
    std::optional<Choice<"checking", "savings">> account_type;
    std::optional<std::string> financial_connections_account;
};
FIELDS(UsBankAccountHash, account_holder_type, account_number, routing_number, account_type,
       financial_connections_account);

struct CardHash {
    std::optional<std::string> number;
    std::optional<std::int64_t> exp_month, exp_year;
    std::optional<std::string> cvc, token;
    std::optional<Raw> networks;
};
FIELDS(CardHash, number, exp_month, exp_year, cvc, token, networks);

struct NewPaymentMethod {
    std::optional<Choice<"always", "limited", "unspecified">> allow_redisplay;
    std::optional<BillingDetailsParams> billing_details;
    std::optional<CardHash> card;
    std::optional<Raw> link;
    MetadataParam metadata;
    std::optional<Raw> radar_options;
    std::optional<std::string> type;
    std::optional<UsBankAccountHash> us_bank_account;
};
FIELDS(NewPaymentMethod, allow_redisplay, billing_details, card, link, metadata, radar_options, type, us_bank_account);

// Makes and stores one. `prefix` is "" or "payment_method_data", for the names in errors.
Result<PaymentMethod> make(api::Tx& tx, NewPaymentMethod const& params, std::string const& prefix = "");

// The one that a parameter names, on the acting account: a pm_, a fresh one for a test id such as pm_card_visa, or the
// PaymentMethod view of a legacy card_ or src_. Absent: resource_missing, with a hint
// (reference/conventions.md: Acting for an account).
Result<PaymentMethod> in_param(api::Tx& tx, std::string const& id, std::string const& param = "payment_method",
                               int status = 400);

// The one that an attempt of ours was begun with, whatever became of it since: is_dead() tells when it was detached,
// deleted or used up meanwhile.
PaymentMethod of_attempt(api::Tx& tx, std::string const& id);

// Refused with the text about consumed PaymentMethods when it may not be used again.
Result<void> check_usable(PaymentMethod const& method);

// Puts it back; what is a view of a legacy card or Source is put back into that one, which stays what it is.
void save(api::Tx& tx, PaymentMethod const& method);
void consume_if_fresh(api::Tx& tx, PaymentMethod& method);                     // an attempt, or a clone, used it up
void attach(api::Tx& tx, PaymentMethod& method, std::string const& customer);  // and tells so

// Asks the issuer, as attaching does; the checks become pass or fail. Refused with 402.
Result<void> validate(api::Tx& tx, PaymentMethod& method);
void apply_checks(PaymentMethod& method, acquirers::Checks const& checks);

// The parts of an attempt that the PaymentMethod knows.
acquirers::CardAttempt attempt_of(PaymentMethod const& method);

extern api::ResourceType const kResource;

}  // namespace bursar::payment_methods
