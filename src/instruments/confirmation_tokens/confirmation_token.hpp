// Confirmation tokens (reference/checkout.md: Confirmation tokens): what a payer chose and typed, gathered in the
// browser, to confirm an intent with on the server. Used once.
#pragma once

#include "api/resource.hpp"

namespace bursar::confirmation_tokens {

struct ConfirmationToken {
    static constexpr std::string_view kObject = "confirmation_token", kPrefix = "ctoken", kNoun = "ConfirmationToken",
                                      kPathParam = "confirmation_token";

    std::string id;
    std::string object = "confirmation_token";
    Timestamp created = 0;
    std::optional<Timestamp> expires_at;  // null once used
    bool livemode = false;
    std::optional<Raw> mandate_data;
    std::optional<std::string> payment_intent;
    std::optional<Raw> payment_method_options;
    std::optional<Raw> payment_method_preview;
    std::optional<std::string> return_url;
    std::optional<std::string> setup_future_usage;
    std::optional<std::string> setup_intent;
    std::optional<Raw> shipping;
    bool use_stripe_sdk = true;
    Hidden<std::string> payment_method;  // made with it, and known to nobody before it is used
};
FIELDS(ConfirmationToken, id, object, created, expires_at, livemode, mandate_data, payment_intent,
       payment_method_options, payment_method_preview, return_url, setup_future_usage, setup_intent, shipping,
       use_stripe_sdk, payment_method);

// Puts what the token named by `confirmation_token` holds into the parameters of a confirmation, where they do not say
// otherwise. Nothing happens when there is none; then the id is empty. Refused: absent, used, expired, beside a payment
// method.
Result<std::string> unfold(api::Tx& tx, json::object& params, bool setup);

// After a confirmation that was carried out, whatever came of it: the token is used up. `answer` is the intent, or the
// error that carries it.
Result<api::Reply> used(api::Tx& tx, std::string const& id, Result<api::Reply> answer);

extern api::ResourceType const kResource;

}  // namespace bursar::confirmation_tokens
