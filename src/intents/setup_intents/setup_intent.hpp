// SetupIntents: saving a payment method so that it can be charged later without its owner
// (reference/intents.md: SetupIntents), and the SetupAttempts that tell how it went. Success attaches the method to the
// customer and marks it as set up; a clone made afterwards inherits that.
#pragma once

#include "base/rules.hpp"
#include "base/url.hpp"
#include "instruments/mandates/mandate.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "intents/authentications/authentication.hpp"
#include "intents/common/intent_parts.hpp"
#include "intents/setup_intents/moves.hpp"

namespace bursar::setup_intents {

struct ManagedPayments {
    bool enabled = false;
};
FIELDS(ManagedPayments, enabled);

struct SetupIntent {
    static constexpr std::string_view kObject = "setup_intent", kPrefix = "seti", kNoun = "setupintent",
                                      kPathParam = "intent";
    static constexpr api::List kLists[] = {{"customer"}, {"payment_method"}};

    std::string id;
    std::string object = "setup_intent";
    std::optional<std::vector<std::string>> allowed_payment_method_types;
    std::optional<std::string> application;
    Omitted<bool> attach_to_self;
    std::optional<intents::AutomaticPaymentMethods> automatic_payment_methods;
    std::optional<std::string> cancellation_reason;
    std::string client_secret;
    Timestamp created = 0;
    std::optional<std::string> customer, customer_account, description;
    std::optional<std::vector<std::string>> excluded_payment_method_types;
    std::optional<std::vector<std::string>> flow_directions;
    std::optional<Raw> last_setup_error;
    std::optional<std::string> latest_attempt;
    bool livemode = false;
    ManagedPayments managed_payments;
    std::optional<std::string> mandate;
    Metadata metadata;
    std::optional<Raw> next_action;
    std::optional<std::string> on_behalf_of, payment_method;
    std::optional<intents::ConfigurationDetails> payment_method_configuration_details;
    Raw payment_method_options{json::object()};
    std::vector<std::string> payment_method_types;
    std::optional<std::string> single_use_mandate;
    Life status;
    std::string usage = "off_session";
    Hidden<std::string> authentication;    // the challenge that is open
    Hidden<std::string> pending_mandate;   // until microdeposits are verified
    Hidden<std::string> checkout_session;  // that it was made for
};
FIELDS(SetupIntent, id, object, allowed_payment_method_types, application, attach_to_self, automatic_payment_methods,
       cancellation_reason, client_secret, created, customer, customer_account, description,
       excluded_payment_method_types, flow_directions, last_setup_error, latest_attempt, livemode, managed_payments,
       mandate, metadata, next_action, on_behalf_of, payment_method, payment_method_configuration_details,
       payment_method_options, payment_method_types, single_use_mandate, status, usage, authentication, pending_mandate,
       checkout_session);

struct SetupAttempt {
    static constexpr std::string_view kObject = "setup_attempt", kPrefix = "setatt", kNoun = "setup_attempt",
                                      kPathParam = "id";
    static constexpr api::List kLists[] = {{"setup_intent"}};

    std::string id;
    std::string object = "setup_attempt";
    std::optional<std::string> application;
    Omitted<bool> attach_to_self;
    Timestamp created = 0;
    std::optional<std::string> customer, customer_account;
    std::optional<std::vector<std::string>> flow_directions;
    bool livemode = false;
    std::optional<std::string> on_behalf_of;
    std::string payment_method;
    Raw payment_method_details;
    std::optional<Raw> setup_error;
    std::string setup_intent;
    AttemptLife status;
    std::string usage;
};
FIELDS(SetupAttempt, id, object, application, attach_to_self, created, customer, customer_account, flow_directions,
       livemode, on_behalf_of, payment_method, payment_method_details, setup_error, setup_intent, status, usage);

struct Params {
    static constexpr std::string_view kExclusive[] = {"payment_method, payment_method_data"};
    std::vector<std::string> allowed_payment_method_types;
    std::optional<bool> attach_to_self;
    std::optional<intents::AutomaticParams> automatic_payment_methods;
    std::optional<std::string> client_secret;
    std::optional<bool> confirm;
    std::optional<std::string> confirmation_token;  // [passed on] to confirmation_tokens::taken_from
    Emptyable<std::string> customer;
    Unsupported<std::string> customer_account;
    Emptyable<std::string> description;
    Emptyable<std::vector<std::string>> excluded_payment_method_types;
    Ignored<std::string> expected_payment_method_type;
    std::vector<std::string> flow_directions;
    Emptyable<Raw> mandate_data;
    MetadataParam metadata;
    std::optional<std::string> on_behalf_of;
    Emptyable<std::string> payment_method;
    std::optional<std::string> payment_method_configuration;
    std::optional<payment_methods::NewPaymentMethod> payment_method_data;
    std::optional<Raw> payment_method_options;
    std::vector<std::string> payment_method_types;
    std::optional<ReturnUrl> return_url;
    Unsupported<Raw> single_use;
    std::optional<Choice<"off_session", "on_session">> usage;
    std::optional<bool> use_stripe_sdk;
};
FIELDS(Params, allowed_payment_method_types, attach_to_self, automatic_payment_methods, client_secret, confirm,
       confirmation_token, customer, customer_account, description, excluded_payment_method_types,
       expected_payment_method_type, flow_directions, mandate_data, metadata, on_behalf_of, payment_method,
       payment_method_configuration, payment_method_data, payment_method_options, payment_method_types, return_url,
       single_use, usage, use_stripe_sdk);

using Outcome = intents::Outcome<SetupIntent>;

// Makes one, and confirms it when `confirm` is set.
Result<Outcome> create(api::Tx& tx, Params params);
// Confirms one that is stored.
Result<Outcome> confirm(api::Tx& tx, SetupIntent intent, Params const& params);
// Changes one that is open.
Result<SetupIntent> update(api::Tx& tx, SetupIntent intent, Params const& params);

// A challenge was passed or failed.
void authenticated(api::Tx& tx, std::string const& id, bool passed);
// The amounts or the code of the microdeposits that it waits for: what was wrong with them, which is kept.
Result<std::optional<Refusal>> verify(api::Tx& tx, SetupIntent& intent, intents::MicrodepositParams const& params);

std::unexpected<Refusal> refuse_state(SetupIntent const& intent, std::string message);

api::Reply reply_with(Outcome const& outcome);

extern api::ResourceType const kResource, kAttempts;

}  // namespace bursar::setup_intents
