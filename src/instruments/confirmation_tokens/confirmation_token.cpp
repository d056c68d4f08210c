#include "instruments/confirmation_tokens/confirmation_token.hpp"

#include "api/endpoints.hpp"
#include "base/rules.hpp"
#include "base/url.hpp"
#include "instruments/payment_methods/payment_method.hpp"

namespace bursar::confirmation_tokens {

using namespace api;
using payment_methods::PaymentMethod;

static constexpr Timestamp kLife = 12 * kHour;

Result<std::optional<ConfirmationToken>> taken_from(Tx& tx, json::object& params) {
    auto const* named = params.if_contains("confirmation_token");
    if (!named || !named->is_string()) return std::nullopt;
    for (std::string_view name : {"payment_method", "payment_method_data"})
        if (params.contains(name))
            return refuse_together("confirmation_token", "confirmation_token, " + std::string(name));
    TRY(auto token, find_in_param<ConfirmationToken>(tx, named->as_string(), "confirmation_token"));
    // Unknown: the wordings of these two.
    if (!token.expires_at)
        return refuse("", "confirmation_token",
                      "The provided ConfirmationToken has already been used to confirm an Intent.");
    if (*token.expires_at <= tx.now())
        return refuse("", "confirmation_token", "The provided ConfirmationToken has expired.");
    params.erase("confirmation_token");
    return token;
}

void use_up(Tx& tx, ConfirmationToken token, std::string const& intent) {
    token.expires_at.reset();
    (intent.starts_with("seti_") ? token.setup_intent : token.payment_intent) = intent;
    tx.update(token);
}

namespace {

struct CreateParams {
    Ignored<Raw> client_attribution_metadata, client_context;  // what browsers add
    std::optional<Raw> mandate_data;
    std::optional<std::string> payment_method;  // in tests only
    std::optional<payment_methods::NewPaymentMethod> payment_method_data;
    std::optional<Raw> payment_method_options;
    std::optional<ReturnUrl> return_url;
    std::optional<Choice<"off_session", "on_session">> setup_future_usage;
    std::optional<Raw> shipping;
    std::optional<bool> use_stripe_sdk;
};
FIELDS(CreateParams, client_attribution_metadata, client_context, mandate_data, payment_method, payment_method_data,
       payment_method_options, return_url, setup_future_usage, shipping, use_stripe_sdk);

json::object preview_of(PaymentMethod const& method) {
    auto document = parse_document(document_of(method)).as_object();
    json::object preview;
    for (std::string_view name :
         {std::string_view("allow_redisplay"), std::string_view("billing_details"), std::string_view("customer"),
          std::string_view("customer_account"), std::string_view("type"), std::string_view(method.type)})
        if (auto const* value = document.if_contains(name)) preview[name] = *value;
    return sorted(preview);
}

Result<Reply> make(Tx& tx, CreateParams p) {
    if (!p.payment_method_data && !p.payment_method) return refuse_missing("payment_method_data");
    std::optional<PaymentMethod> method;
    if (p.payment_method_data) {
        TRY(method, payment_methods::make(tx, *p.payment_method_data, "payment_method_data"));
    } else {
        TRY(method, payment_methods::in_param(tx, *p.payment_method));
    }
    auto token = tx.fresh<ConfirmationToken>();
    token.expires_at = tx.now() + kLife;
    token.mandate_data = p.mandate_data;
    token.payment_method = method->id;
    token.payment_method_options = p.payment_method_options;
    token.payment_method_preview = Raw{preview_of(*method)};
    token.return_url = p.return_url;
    if (p.setup_future_usage) token.setup_future_usage = p.setup_future_usage->text;
    token.shipping = p.shipping;
    token.use_stripe_sdk = p.use_stripe_sdk.value_or(true);
    tx.insert(token);
    return reply_with(token);
}

// A browser types a payment method; it cannot name one, which would be a way to clone.
Result<Reply> create(Tx& tx, CreateParams p) {
    if (p.payment_method)
        return refuse("parameter_unknown", "payment_method", "Received unknown parameter: payment_method");
    return make(tx, std::move(p));
}

Result<Reply> create_for_test(Tx& tx, CreateParams p) {
    if (tx.livemode()) return refuse("", "", "Test helpers can only be used in test mode.");
    return make(tx, std::move(p));
}

constexpr Route kRoutes[] = {
    post<create>("/v1/confirmation_tokens", Access::browser),
    retrieve<ConfirmationToken>("/v1/confirmation_tokens/:id"),
    post<create_for_test>("/v1/test_helpers/confirmation_tokens"),
};

// A browser is not shown what tells a card again.
void without_fingerprints(json::object& token) {
    auto* preview = token.if_contains("payment_method_preview");
    if (!preview || !preview->is_object()) return;
    for (auto& [name, value] : preview->as_object())
        if (auto* details = value.if_object()) details->erase("fingerprint");
}

constexpr auto kExpandable = expandable_of<ConfirmationToken>({
    {"payment_method_preview.card.generated_from.setup_attempt", "setup_attempt"},
    {"payment_method_preview.customer", "customer"},
    {"payment_method_preview.sepa_debit.generated_from.charge", "charge"},
    {"payment_method_preview.sepa_debit.generated_from.setup_attempt", "setup_attempt"},
});

}  // namespace

ResourceType const kResource{.object = "confirmation_token",
                             .routes = kRoutes,
                             .expandable = kExpandable,
                             .shown_publicly = {.part = fields_of<ConfirmationToken>, .trim = without_fingerprints},
                             .shape = fields_of<ConfirmationToken>};

}  // namespace bursar::confirmation_tokens
