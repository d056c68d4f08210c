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
    Metadata metadata;
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
FIELDS(ConfirmationToken, id, object, created, expires_at, livemode, mandate_data, metadata, payment_intent,
       payment_method_options, payment_method_preview, return_url, setup_future_usage, setup_intent, shipping,
       use_stripe_sdk, payment_method);

// The token that a confirmation names, taken out of its parameters. Refused: absent, used, expired, beside a payment
// method.
Result<std::optional<ConfirmationToken>> taken_from(api::Tx& tx, json::object& params);

// What it holds, for the confirmation of an intent, where the parameters do not say otherwise.
template <class Params>
Result<void> fill(ConfirmationToken const& token, Params& p) {
    auto put = [](auto& param, std::string_view name, json::value const& value) {
        return kind_of<std::remove_reference_t<decltype(param)>>.read(&param, value, Path{nullptr, name},
                                                                      Source::parameters);
    };
    p.payment_method = {true, token.payment_method.value};
    if (token.return_url && !p.return_url) TRY_DO(put(p.return_url, "return_url", json::value(*token.return_url)));
    if (token.mandate_data && !p.mandate_data.given) p.mandate_data = {true, token.mandate_data};
    if constexpr (requires { p.shipping; }) {  // of a payment
        if (token.setup_future_usage && !p.setup_future_usage.given)
            TRY_DO(put(p.setup_future_usage, "setup_future_usage", json::value(*token.setup_future_usage)));
        if (token.shipping && !p.shipping.given) TRY_DO(put(p.shipping, "shipping", token.shipping->value));
    }
    return {};
}

// After a confirmation that was carried out, whatever came of it: the token is used up.
void use_up(api::Tx& tx, ConfirmationToken token, std::string const& intent);

extern api::ResourceType const kResource;

}  // namespace bursar::confirmation_tokens
