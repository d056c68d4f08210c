// What SetupIntents and PaymentIntents have in common: which payment methods may be used, their options, who may act on
// an intent with its client secret, microdeposits.
#pragma once

#include <algorithm>
#include <span>

#include "base/rules.hpp"
#include "connect/accounts/account.hpp"
#include "instruments/customers/customer.hpp"
#include "instruments/payment_methods/payment_method.hpp"

namespace bursar::intents {

// What browsers' libraries tell of themselves when they confirm: taken and not looked at.
struct Telemetry {
    Ignored<Raw> client_attribution_metadata, guid, muid, pasted_fields, payment_user_agent, referrer, sid,
        time_on_page;
};
FIELDS(Telemetry, client_attribution_metadata, guid, muid, pasted_fields, payment_user_agent, referrer, sid,
       time_on_page);
json::object without_telemetry(json::object params);

// The endpoint itself has begun: what it refuses is kept under an idempotency key.
template <class T>
Result<T> begun(Result<T> result) {
    if (!result) result.error().executed = true;
    return result;
}

// An attempt to pay or to set up that was not granted. That is no refusal: what it changed is kept, and the endpoint
// tells of it with a 402.
struct Declined {
    json::object error;  // with the PaymentMethod in it
    payment_methods::PaymentMethod method;
};

// What confirming an intent made of it.
template <class Intent>
struct Outcome {
    Intent intent;
    std::optional<Declined> declined = {};
};

struct AutomaticPaymentMethods {
    std::string allow_redirects = "always";
    bool enabled = true;
};
FIELDS(AutomaticPaymentMethods, allow_redirects, enabled);

struct AutomaticParams {
    std::optional<Choice<"always", "never">> allow_redirects;
    bool enabled = false;
};
FIELDS(AutomaticParams, allow_redirects, enabled);

struct ConfigurationDetails {
    std::string id;
    std::optional<std::string> parent;
};
FIELDS(ConfigurationDetails, id, parent);

// What the caller said about types, and what becomes of it.
struct TypesAsked {
    std::string_view intent;  // PaymentIntent or SetupIntent
    std::optional<AutomaticParams> automatic;
    std::vector<std::string> types, allowed, excluded;
    std::string currency;                           // empty for setups
    std::optional<std::string> configuration = {};  // payment_method_configuration
};
struct TypesChosen {
    std::optional<AutomaticPaymentMethods> automatic;
    std::optional<ConfigurationDetails> configuration;
    std::vector<std::string> types;
    std::optional<std::vector<std::string>> allowed, excluded;
};
// Automatic by default from 2023-08-16 on, ["card"] before (reference/intents.md: Choosing types). Refused: both, an
// unknown or inactive type, a configuration other than those that accounts have by themselves, payment_method_types
// from 2026-09-30 on.
Result<TypesChosen> choose_types(api::Tx& tx, TypesAsked const& asked);

// payment_method_options as shown: a template per type, with what the caller gave laid over it.
Result<void> merge_options(json::object& options, std::optional<Raw> const& given);
json::object default_options(std::vector<std::string> const& types, bool payment);
std::string card_option(json::object const& options, std::string_view name);

// "client_secret" with a publishable key: required, and it must match.
Result<void> check_secret(api::Tx& tx, std::optional<std::string> const& given, std::string const& secret,
                          std::string_view intent);

// Only what the client needs of them.
void options_for_clients(json::object& intent);

// The PaymentMethod fits the intent's types and its customer. `param_sic`: what the missing customer is blamed on.
Result<void> check_method(payment_methods::PaymentMethod const& method, std::vector<std::string> const& types,
                          std::optional<std::string> const& customer, std::string_view intent);

// {"type":"verify_with_microdeposits",...}
json::object microdeposit_action(api::Tx& tx, std::string const& intent, std::string const& client_secret);

struct MicrodepositParams {
    std::vector<AtLeast<1>> amounts;
    std::optional<std::string> client_secret, descriptor_code;
};
FIELDS(MicrodepositParams, amounts, client_secret, descriptor_code);

enum class Microdeposits { right, wrong, exceeded };
struct MicrodepositVerdict {
    Microdeposits result = Microdeposits::right;
    Refusal why;  // unless right
};
// Counts the attempt on the bank account; the caller stores it.
Result<MicrodepositVerdict> verify_microdeposits(payment_methods::PaymentMethod& method,
                                                 MicrodepositParams const& params);

}  // namespace bursar::intents
