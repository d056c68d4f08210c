// PaymentIntents: a payment from its wish to its end. moves.hpp holds the table of its life; here is the object,
// confirm.cpp takes the steps that involve an acquirer, handlers.cpp is what callers can ask for.
#pragma once

#include "base/email.hpp"
#include "base/rules.hpp"
#include "base/url.hpp"
#include "instruments/mandates/mandate.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "intents/authentications/authentication.hpp"
#include "intents/common/intent_parts.hpp"
#include "intents/payment_intents/moves.hpp"
#include "money/charges/statement_descriptor.hpp"
#include "money/payments/payment.hpp"

namespace bursar::payment_intents {

struct TransferData {
    Omitted<std::int64_t> amount;
    std::string destination;
};
FIELDS(TransferData, amount, destination);

struct ManagedPayments {
    bool enabled = false;
};
FIELDS(ManagedPayments, enabled);

struct PaymentIntent {
    static constexpr std::string_view kObject = "payment_intent", kPrefix = "pi", kNoun = "payment_intent",
                                      kPathParam = "intent";
    static constexpr api::List kLists[] = {{"customer"}};

    std::string id;
    std::string object = "payment_intent";
    std::optional<std::vector<std::string>> allowed_payment_method_types;
    std::int64_t amount = 0, amount_capturable = 0;  // minor units of `currency`
    Raw amount_details{json::object{{"tip", json::object()}}};
    std::int64_t amount_received = 0;
    std::optional<std::string> application;
    std::optional<std::int64_t> application_fee_amount;
    std::optional<intents::AutomaticPaymentMethods> automatic_payment_methods;
    std::optional<Timestamp> canceled_at;
    std::optional<std::string> cancellation_reason;
    std::string capture_method = "automatic_async";
    std::string client_secret;
    std::string confirmation_method = "automatic";
    Timestamp created = 0;
    std::string currency;
    std::optional<std::string> customer, customer_account, description;
    std::optional<std::vector<std::string>> excluded_payment_method_types;
    std::optional<Raw> last_payment_error;
    std::optional<std::string> latest_charge;
    bool livemode = false;
    ManagedPayments managed_payments;
    Metadata metadata;
    std::optional<Raw> next_action;
    std::optional<std::string> on_behalf_of, payment_method;
    std::optional<intents::ConfigurationDetails> payment_method_configuration_details;
    Raw payment_method_options{json::object()};
    std::vector<std::string> payment_method_types;
    std::optional<std::string> payment_record;
    std::optional<Raw> processing;
    std::optional<std::string> receipt_email, review, setup_future_usage, shared_payment_granted_token;
    std::optional<Shipping> shipping;
    std::optional<std::string> source, statement_descriptor, statement_descriptor_suffix;
    Life status;
    std::optional<TransferData> transfer_data;
    std::optional<std::string> transfer_group;
    Hidden<std::string> authentication;  // the challenge that is open
    Hidden<std::string> mandate;         // that the open attempt runs under
    Hidden<bool> authenticated;          // manual confirmation: the challenge was passed, the server must confirm
    Hidden<bool> off_session;
    Hidden<bool> of_open_checkout;  // a Checkout Session that is open deals with it: nobody else confirms or cancels it
    Hidden<std::string> checkout_session;  // which one that is, or was
};
FIELDS(PaymentIntent, id, object, allowed_payment_method_types, amount, amount_capturable, amount_details,
       amount_received, application, application_fee_amount, automatic_payment_methods, canceled_at,
       cancellation_reason, capture_method, client_secret, confirmation_method, created, currency, customer,
       customer_account, description, excluded_payment_method_types, last_payment_error, latest_charge, livemode,
       managed_payments, metadata, next_action, on_behalf_of, payment_method, payment_method_configuration_details,
       payment_method_options, payment_method_types, payment_record, processing, receipt_email, review,
       setup_future_usage, shared_payment_granted_token, shipping, source, statement_descriptor,
       statement_descriptor_suffix, status, transfer_data, transfer_group, authentication, mandate, authenticated,
       off_session, of_open_checkout, checkout_session);

struct TransferParams {
    std::optional<AtLeast<1>> amount;
    std::optional<std::string> destination;
};
FIELDS(TransferParams, amount, destination);

// Everything that create, update and confirm may send; each route says which of it.
struct Params {
    static constexpr std::string_view kExclusive[] = {"payment_method, payment_method_data"};
    std::optional<PaymentAmount> amount;
    Ignored<Emptyable<Raw>> amount_details;
    std::optional<Amount> amount_to_confirm;
    std::vector<std::string> allowed_payment_method_types;
    Emptyable<AtLeast<0>> application_fee_amount;
    std::optional<intents::AutomaticParams> automatic_payment_methods;
    std::optional<Choice<"automatic", "automatic_async", "manual">> capture_method;
    std::optional<std::string> client_secret;
    std::optional<bool> confirm;
    std::optional<Choice<"automatic", "manual">> confirmation_method;
    std::optional<std::string> confirmation_token;  // [passed on] to confirmation_tokens::taken_from
    std::optional<std::string> currency;
    Emptyable<std::string> customer;
    Unsupported<std::string> customer_account;
    Emptyable<std::string> description;
    std::optional<bool> error_on_requires_action;
    Emptyable<std::vector<std::string>> excluded_payment_method_types;
    Ignored<std::string> expected_payment_method_type;  // sent by browsers
    Unsupported<Raw> hooks;
    std::optional<std::string> mandate;
    Emptyable<Raw> mandate_data;
    MetadataParam metadata;
    std::optional<Raw> off_session;
    std::optional<std::string> on_behalf_of;
    Ignored<Raw> payment_details;
    Emptyable<std::string> payment_method;
    std::optional<std::string> payment_method_configuration;
    std::optional<payment_methods::NewPaymentMethod> payment_method_data;
    std::optional<Raw> payment_method_options;
    std::vector<std::string> payment_method_types;
    Ignored<Raw> radar_options;
    Emptyable<Email> receipt_email;
    std::optional<ReturnUrl> return_url;
    std::optional<bool> save_payment_method;
    Emptyable<Choice<"off_session", "on_session">> setup_future_usage;
    Emptyable<ShippingParams> shipping;
    std::optional<std::string> source;
    Emptyable<charges::StatementDescriptor> statement_descriptor, statement_descriptor_suffix;
    std::optional<TransferParams> transfer_data;
    Emptyable<std::string> transfer_group;
    std::optional<bool> use_stripe_sdk;
};
FIELDS(Params, amount, amount_details, amount_to_confirm, allowed_payment_method_types, application_fee_amount,
       automatic_payment_methods, capture_method, client_secret, confirm, confirmation_method, confirmation_token,
       currency, customer, customer_account, description, error_on_requires_action, excluded_payment_method_types,
       expected_payment_method_type, hooks, mandate, mandate_data, metadata, off_session, on_behalf_of, payment_details,
       payment_method, payment_method_configuration, payment_method_data, payment_method_options, payment_method_types,
       radar_options, receipt_email, return_url, save_payment_method, setup_future_usage, shipping, source,
       statement_descriptor, statement_descriptor_suffix, transfer_data, transfer_group, use_stripe_sdk);

using Outcome = intents::Outcome<PaymentIntent>;

// Makes one, and confirms it when `confirm` is set.
Result<Outcome> create(api::Tx& tx, Params params);

// Confirms one that is stored. `method`: its PaymentMethod, where that was read already.
Result<Outcome> confirm(api::Tx& tx, PaymentIntent intent, Params const& params,
                        std::optional<payment_methods::PaymentMethod> method = std::nullopt);

// Changes one that is open.
Result<PaymentIntent> update(api::Tx& tx, PaymentIntent intent, Params const& params);

// Cancels one that may be canceled: holds are released, an open challenge is void.
void cancel(api::Tx& tx, PaymentIntent& intent, std::optional<std::string> const& reason);

// Refused for an intent that an open Checkout Session deals with. `action`: confirm, cancel.
Result<void> check_not_of_checkout(PaymentIntent const& intent, std::string_view action);

// A challenge was passed or failed.
void authenticated(api::Tx& tx, std::string const& id, bool passed);

// Refused as "unexpected state" with the intent inside.
std::unexpected<Refusal> refuse_state(PaymentIntent const& intent, std::string message);

void save(api::Tx& tx, PaymentIntent const& intent);
void tell(api::Tx& tx, std::string_view event, PaymentIntent const& intent);

api::Reply reply_with(Outcome const& outcome);

// Jobs: the end of a bank debit, and of an authorization that nobody captured.
void notified(api::Tx& tx, json::object const& payload);
void end_debit(api::Tx& tx, json::object const& payload);
void expire(api::Tx& tx, json::object const& payload);

// The amounts or the code of the microdeposits that it waits for: what was wrong with them, which is kept.
Result<std::optional<Refusal>> verify(api::Tx& tx, PaymentIntent& intent, intents::MicrodepositParams const& params);

// Who gets what of it, for the checks that all payments share.
payments::Split split_of(PaymentIntent const& intent);

extern api::VersionChange const kVersions[3];
extern api::ResourceType const kResource, kEndings;

}  // namespace bursar::payment_intents
