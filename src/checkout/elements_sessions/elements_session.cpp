#include "checkout/elements_sessions/elements_session.hpp"

#include <algorithm>

#include "api/errors.hpp"
#include "base/currency.hpp"
#include "base/rules.hpp"
#include "connect/accounts/account.hpp"
#include "instruments/customer_sessions/customer_session.hpp"
#include "instruments/customers/instruments.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "intents/common/intent_parts.hpp"
#include "intents/payment_intents/payment_intent.hpp"
#include "intents/setup_intents/setup_intent.hpp"

namespace bursar::elements_sessions {

using namespace api;
using customer_sessions::CustomerSession;
using payment_methods::PaymentMethod;

namespace {

struct DeferredParams {
    std::optional<Amount> amount;
    Ignored<std::string> capture_method;
    std::optional<std::string> currency;
    std::optional<Choice<"payment", "setup", "subscription">> mode;
    Ignored<std::string> on_behalf_of, payment_method_configuration;
    std::vector<std::string> payment_method_types;
    Ignored<std::string> setup_future_usage;
};
FIELDS(DeferredParams, amount, capture_method, currency, mode, on_behalf_of, payment_method_configuration,
       payment_method_types, setup_future_usage);

struct GetParams {
    std::optional<std::string> client_secret, customer_session_client_secret;
    std::optional<DeferredParams> deferred_intent;
    Ignored<std::string> locale;
    Choice<"deferred_intent", "payment_intent", "setup_intent"> type;
};
FIELDS(GetParams, client_secret, customer_session_client_secret, deferred_intent, locale, type);

struct Asked {
    std::vector<std::string> types;
    std::optional<std::string> customer;
    json::object intent;
    std::string kind;  // payment_intent or setup_intent
};

template <class Intent>
Result<Intent> intent_of(Tx& tx, std::optional<std::string> const& secret, std::string_view name) {
    if (!secret) return refuse_missing("client_secret");
    TRY(auto intent, find_in_param<Intent>(tx, secret->substr(0, secret->find("_secret_")), "client_secret"));
    TRY_DO(intents::check_secret(tx, secret, intent.client_secret, name));
    return intent;
}

// What is below the minimum no method takes (reference/browser.md: Mistakes of a page).
Result<void> check_payable(DeferredParams const& deferred, std::string const& currency) {
    if (deferred.mode->text != "payment") return {};
    if (!deferred.amount) return refuse_missing("deferred_intent[amount]");
    std::int64_t amount = *deferred.amount;
    if (amount >= minimum_charge(currency)) return {};
    return refuse("", "",
                  "No valid payment method types for this configuration. Please ensure that you have activated payment "
                  "methods compatible with your chosen currency in your dashboard and that the `amount` (" +
                      std::to_string(amount) + ") is not lower than the `currency` (" + currency + ") minimum.");
}

Result<Asked> asked_about(Tx& tx, GetParams const& p) {
    if (p.type.text == "payment_intent") {
        TRY(auto intent, intent_of<payment_intents::PaymentIntent>(tx, p.client_secret, "PaymentIntent"));
        return Asked{intent.payment_method_types, intent.customer, parse_document(document_of(intent)).as_object(),
                     "payment_intent"};
    }
    if (p.type.text == "setup_intent") {
        TRY(auto intent, intent_of<setup_intents::SetupIntent>(tx, p.client_secret, "SetupIntent"));
        return Asked{intent.payment_method_types, intent.customer, parse_document(document_of(intent)).as_object(),
                     "setup_intent"};
    }
    if (!p.deferred_intent || !p.deferred_intent->mode) return refuse_missing("deferred_intent[mode]");
    auto const& deferred = *p.deferred_intent;
    bool setup = deferred.mode->text == "setup";
    std::string currency;
    if (deferred.currency) {
        TRY(currency, read_currency(*deferred.currency, "deferred_intent[currency]"));
    } else if (!setup) {
        return refuse_missing("deferred_intent[currency]");
    }
    TRY_DO(check_payable(deferred, currency));
    TRY(auto chosen, intents::choose_types(tx, {.intent = setup ? "SetupIntent" : "PaymentIntent",
                                                .automatic = intents::AutomaticParams{.enabled = true},
                                                .currency = currency}));
    Asked asked{.types = deferred.payment_method_types, .kind = setup ? "setup_intent" : "payment_intent"};
    if (asked.types.empty()) asked.types = chosen.types;
    return asked;
}

// What a customer saved and may be shown again, the newest first.
json::array saved_methods(Tx& tx, CustomerSession const& session, std::vector<std::string> const& types) {
    json::array out;
    auto const& features = session.components.payment_element.features;
    if (!features || features->payment_method_redisplay != "enabled") return out;
    auto is_one_of = [](std::vector<std::string> const& list, std::string const& word) {
        return std::ranges::find(list, word) != list.end();
    };
    for (auto const& method : tx.all<PaymentMethod>("customer", session.customer)) {
        if (std::ssize(out) == features->payment_method_redisplay_limit) break;
        if (!is_one_of(types, method.type) ||
            !is_one_of(features->payment_method_allow_redisplay_filters, method.allow_redisplay))
            continue;
        out.push_back(parse_document(document_of(method)));
    }
    return out;
}

json::array texts(std::vector<std::string> const& from) {
    json::array out;
    for (auto const& text : from) out.emplace_back(text);
    return out;
}

Result<Reply> retrieve(Tx& tx, GetParams p) {
    TRY(auto asked, asked_about(tx, p));
    json::value customer = nullptr;
    if (p.customer_session_client_secret) {
        TRY(auto session,
            customer_sessions::with_secret(tx, *p.customer_session_client_secret, "customer_session_client_secret"));
        // A card that he saved pays only what is his.
        if (!asked.intent.empty() && asked.customer != session.customer)
            return refuse("", "customer_session_client_secret",
                          "The customer of the Customer Session is not the customer of the Intent.");
        customer = json::object{
            {"customer_session", json::object{{"components", parse_document(document_of(session.components))},
                                              {"customer", session.customer},
                                              {"expires_at", session.expires_at}}},
            {"payment_methods", saved_methods(tx, session, asked.types)}};
    }
    auto account = accounts::acting(tx);
    json::object out{{"object", "elements_session"},
                     {"account_id", account.id},
                     {"business_name", accounts::display_name(account)},
                     {"customer", std::move(customer)},
                     {"livemode", tx.livemode()},
                     {"merchant_country", account.country},
                     {"ordered_payment_method_types", texts(asked.types)}};
    if (!asked.intent.empty()) out[asked.kind] = std::move(asked.intent);
    return Reply{200, to_text(out)};
}

struct DetachParams {
    std::string customer_session_client_secret;
};
FIELDS(DetachParams, customer_session_client_secret);

// A customer forgets one of his own, where the session says that he may.
Result<Reply> detach(Tx& tx, std::string id, DetachParams p) {
    TRY(auto session,
        customer_sessions::with_secret(tx, p.customer_session_client_secret, "customer_session_client_secret"));
    auto const& features = session.components.payment_element.features;
    if (!features || features->payment_method_remove != "enabled")
        return refuse("", "customer_session_client_secret",
                      "The Customer Session does not allow payment methods to be removed.");
    auto method = tx.find<PaymentMethod>(id);
    if (!method || method->customer != session.customer) return no_such("PaymentMethod", id, "payment_method", 404);
    TRY_DO(customers::detach(tx, *method));
    return reply_with(*method);
}

struct BankParams {
    std::string client_secret;
    std::optional<payment_methods::NewPaymentMethod> payment_method_data;
};
FIELDS(BankParams, client_secret, payment_method_data);

// A bank account that a payer gave becomes the intent's payment method, to be confirmed afterwards
// (collectBankAccount...).
template <class Intent, class Params>
Result<Reply> give_bank_account(Tx& tx, BankParams const& p, std::string_view name,
                                Result<Intent> (*update)(Tx&, Intent, Params const&)) {
    TRY(auto intent, intent_of<Intent>(tx, p.client_secret, name));
    using Status = decltype(intent.status)::Status;
    if (!intent.status.is_any(Status::requires_payment_method, Status::requires_confirmation))
        return refuse("intent_invalid_state", "",
                      "A bank account cannot be collected for this " + std::string(name) +
                          " because it has a status of " + intent.status.word() + ".");
    if (!p.payment_method_data) return refuse_missing("payment_method_data");
    if (p.payment_method_data->type != "us_bank_account")
        return refuse("", "payment_method_data[type]", "Only a us_bank_account can be collected.");
    TRY(auto method, payment_methods::make(tx, *p.payment_method_data, "payment_method_data"));
    Params change{};
    change.payment_method = {true, method.id};
    TRY(intent, update(tx, std::move(intent), change));
    return api::reply_with(intent);
}

Result<Reply> for_payment(Tx& tx, BankParams p) {
    return give_bank_account<payment_intents::PaymentIntent, payment_intents::Params>(tx, p, "PaymentIntent",
                                                                                      payment_intents::update);
}
Result<Reply> for_setup(Tx& tx, BankParams p) {
    return give_bank_account<setup_intents::SetupIntent, setup_intents::Params>(tx, p, "SetupIntent",
                                                                                setup_intents::update);
}

// All of it: it is made for browsers. What it holds is cut by its own kind.
constexpr std::string_view kPublic[] = {"object",
                                        "account_id",
                                        "business_name",
                                        "customer",
                                        "livemode",
                                        "merchant_country",
                                        "ordered_payment_method_types",
                                        "payment_intent",
                                        "setup_intent"};
constexpr Route kRoutes[] = {
    get<retrieve>("/v1/elements/sessions", Access::browser),
    post<detach>("/v1/elements/payment_methods/:id/detach", Access::browser),
    post<for_payment>("/v1/elements/payment_intents/payment_method", Access::browser),
    post<for_setup>("/v1/elements/setup_intents/payment_method", Access::browser),
};

}  // namespace

ResourceType const kResource{.object = "elements_session", .routes = kRoutes, .shown_publicly = {.besides = kPublic}};

}  // namespace bursar::elements_sessions
