#include "intents/common/intent_parts.hpp"

#include <algorithm>

#include "crypto/crypto.hpp"

namespace bursar::intents {

using namespace api;

namespace {

constexpr std::string_view kTypes[] = {"card", "us_bank_account"};
constexpr std::int64_t kMicrodepositAttempts = 10;

bool is_one_of(std::vector<std::string> const& list, std::string_view word) {
    return std::ranges::find(list, word) != list.end();
}

std::unexpected<Refusal> refuse_type(std::string const& type) {
    return refuse("payment_intent_invalid_parameter", "payment_method_types",
                  "The payment method type \"" + type +
                      "\" is invalid. Please ensure the provided type is activated in your dashboard "
                      "(https://dashboard.stripe.com/account/payments/settings) and your "
                      "account is enabled for any preview features that you are trying to use. See "
                      "https://stripe.com/docs/payments/payment-methods/integration-options for supported payment "
                      "method, currency, "
                      "and country combinations.");
}

Result<void> check_types(std::vector<std::string> const& types, std::string const& currency, std::string_view intent) {
    for (auto const& type : types) {
        if (std::ranges::find(kTypes, type) == std::end(kTypes)) return refuse_type(type);
        if (type == "us_bank_account" && !currency.empty() && currency != "usd")
            return refuse("", "payment_method_types",
                          "The currency provided (" + currency +
                              ") is invalid for one or more payment method types on this " + std::string(intent) +
                              ". The payment method type us_bank_account only supports the following currencies: usd. "
                              "Either correct the provided currency, or use a different " +
                              std::string(intent) + " to accept this payment method type.");
    }
    return {};
}

std::unexpected<Refusal> refuse_both(std::string const& a, std::string const& b) {
    return refuse_together(a, a + ", " + b);
}

std::vector<std::string> enabled_types(Tx& tx, std::string const& currency) {
    auto const looked_at = accounts::look_at_acting(tx);
    auto const& account = *looked_at;
    std::vector<std::string> out{"card"};
    bool bank = currency.empty() || currency == "usd";
    if (bank && accounts::can(tx, account, "us_bank_account_ach_payments")) out.emplace_back("us_bank_account");
    return out;
}

struct MandateOptions {  // of cards in India
    std::optional<Amount> amount;
    std::optional<std::string> amount_type, currency, description;
    std::optional<std::int64_t> end_date;
    std::optional<std::string> interval;
    std::optional<AtLeast<1>> interval_count;
    std::optional<std::string> reference;
    std::optional<std::int64_t> start_date;
    std::vector<std::string> supported_types;
};
FIELDS(MandateOptions, amount, amount_type, currency, description, end_date, interval, interval_count, reference,
       start_date, supported_types);

Result<json::value> mandate_options(json::value const& given, std::string const& path) {
    MandateOptions options;
    TRY_DO(read_fields(&options, fields_of<MandateOptions>(), given, Path{nullptr, path}, Source::parameters));
    auto shown = parse_document(document_of(options));
    if (!options.currency) shown.as_object().erase("currency");  // only setups name one
    if (options.supported_types.empty()) shown.as_object()["supported_types"] = nullptr;
    return shown;
}

}  // namespace

json::object without_telemetry(json::object params) {
    for (auto const& field : fields_of<Telemetry>()) params.erase(field.name);
    return params;
}

// Every account has one, and nobody can make another.
static std::string configuration_of(Tx& tx, std::string const& account) {
    return "pmc_" + tx.environment().data_keys.derived_id("pmc/" + account, 24);
}

Result<TypesChosen> choose_types(Tx& tx, TypesAsked const& asked) {
    TypesChosen out;
    if (auto const& id = asked.configuration)
        if (*id != configuration_of(tx, tx.caller().account_id) && *id != configuration_of(tx, tx.caller().platform_id))
            return no_such("payment_method_configuration", *id, "payment_method_configuration");
    bool automatic = asked.automatic && asked.automatic->enabled;
    if (!asked.types.empty()) {
        if (!tx.version().is_before("2026-09-30"))
            return refuse("payment_method_types_no_longer_supported", "payment_method_types",
                          "The parameter `payment_method_types` is no longer supported on " +
                              std::string(asked.intent) +
                              "s as of 2026-09-30.endive. Use `allowed_payment_method_types` instead, or an earlier "
                              "API version.");
        if (automatic) return refuse_both("automatic_payment_methods", "payment_method_types");
        if (!asked.allowed.empty()) return refuse_both("allowed_payment_method_types", "payment_method_types");
        TRY_DO(check_types(asked.types, asked.currency, asked.intent));
        out.types = asked.types;
        return out;
    }
    if (!asked.allowed.empty() && asked.automatic)
        return refuse_both("allowed_payment_method_types", "automatic_payment_methods");
    if (asked.allowed.empty() && !automatic && (tx.version().is_before("2023-08-16") || asked.automatic)) {
        out.types = {"card"};
        return out;
    }
    out.automatic = AutomaticPaymentMethods{};
    if (asked.automatic && asked.automatic->allow_redirects)
        out.automatic->allow_redirects = asked.automatic->allow_redirects->text;
    out.configuration = ConfigurationDetails{configuration_of(tx, tx.caller().account_id), std::nullopt};
    if (tx.caller().on_connected()) out.configuration->parent = configuration_of(tx, tx.caller().platform_id);
    for (auto const& type : enabled_types(tx, asked.currency))
        if ((asked.allowed.empty() || is_one_of(asked.allowed, type)) && !is_one_of(asked.excluded, type))
            out.types.push_back(type);
    if (!asked.allowed.empty()) out.allowed = asked.allowed;
    if (!asked.excluded.empty()) out.excluded = asked.excluded;
    if (out.types.empty())
        return refuse(
            "", asked.allowed.empty() ? "excluded_payment_method_types" : "allowed_payment_method_types",
            "No valid payment method types for this " + std::string(asked.intent) +
                ". Please ensure that you have activated payment methods compatible with your chosen options.");
    return out;
}

json::object default_options(std::vector<std::string> const& types, bool payment) {
    json::object out;
    for (auto const& type : types) {
        if (type == "card") {
            json::object card;
            if (payment) card["installments"] = nullptr;
            card["mandate_options"] = nullptr;
            card["network"] = nullptr;
            card["request_three_d_secure"] = "automatic";
            out["card"] = std::move(card);
        } else {
            out["us_bank_account"] = json::object{{"verification_method", "automatic"}};
        }
    }
    return out;
}

namespace {

bool is_one_of(std::span<std::string_view const> words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

// Whether the type's options have that one, and the value its shape.
Result<void> check_option(std::string_view type, std::string_view name, json::value const& value,
                          std::string const& path) {
    static constexpr std::string_view kCard[] = {"capture_method",
                                                 "cvc_token",
                                                 "installments",
                                                 "mandate_options",
                                                 "moto",
                                                 "network",
                                                 "request_decremental_authorization",
                                                 "request_extended_authorization",
                                                 "request_incremental_authorization",
                                                 "request_multicapture",
                                                 "request_overcapture",
                                                 "request_partial_authorization",
                                                 "request_three_d_secure",
                                                 "require_cvc_recollection",
                                                 "setup_future_usage",
                                                 "statement_descriptor_suffix_kana",
                                                 "statement_descriptor_suffix_kanji",
                                                 "stored_credential_usage",
                                                 "three_d_secure"};
    static constexpr std::string_view kBank[] = {"financial_connections",      "mandate_options",    "networks",
                                                 "preferred_settlement_speed", "setup_future_usage", "target_date",
                                                 "transaction_purpose",        "verification_method"};
    static constexpr std::string_view kHashes[] = {"financial_connections", "installments", "mandate_options",
                                                   "networks", "three_d_secure"};
    static constexpr std::string_view kChallenges[] = {"any", "automatic", "challenge"};
    if (!is_one_of(type == "card" ? std::span<std::string_view const>(kCard) : kBank, name))
        return refuse("parameter_unknown", path, "Received unknown parameter: " + path);
    bool is_hash = is_one_of(kHashes, name);
    if (is_hash && !value.is_object() && !is_empty_text(value)) return refuse("", path, "Invalid object");
    if (!is_hash && value.is_structured()) return refuse("", path, "Invalid string: " + echo(value));
    if (name == "request_three_d_secure" && !(value.is_string() && is_one_of(kChallenges, value.as_string())))
        return refuse_word(path, kChallenges);
    return {};
}

}  // namespace

Result<void> merge_options(json::object& options, std::optional<Raw> const& given) {
    if (!given) return {};
    auto const* hash = given->value.if_object();
    if (!hash) return refuse("", "payment_method_options", "Invalid object");
    for (auto const& [type, values] : *hash) {
        bool ours = type == "card" || type == "us_bank_account";
        if (!values.is_object()) {
            if (is_empty_text(values)) continue;
            return refuse("", "payment_method_options[" + std::string(type) + "]", "Invalid object");
        }
        if (!ours) continue;  // options of types that the intent does not have are without effect
        if (!options.contains(type)) options[type] = json::object();
        auto& target = options[type].as_object();
        for (auto const& [name, value] : values.as_object()) {
            auto path = "payment_method_options[" + std::string(type) + "][" + std::string(name) + "]";
            TRY_DO(check_option(type, name, value, path));
            if (name == "cvc_token" || name == "moto") continue;
            if (name == "mandate_options" && value.is_object()) {
                TRY(target[name], mandate_options(value, path));
                continue;
            }
            if (is_empty_text(value))
                target.erase(name);
            else if (value == "true" || value == "false")
                target[name] = value == "true";
            else
                target[name] = value;
        }
        target = sorted(target);
    }
    options = sorted(options);
    return {};
}

std::string card_option(json::object const& options, std::string_view name) {
    auto const* card = options.if_contains("card");
    return card && card->is_object() ? std::string(text_at(card->as_object(), name)) : std::string();
}

Result<void> check_secret(Tx& tx, std::optional<std::string> const& given, std::string const& secret,
                          std::string_view intent) {
    if (!given && tx.caller().publishable) return refuse_missing("client_secret");
    if (given && !crypto::equal(*given, secret))
        return refuse(
            "", "client_secret",
            "The client_secret provided does not match any associated " + std::string(intent) +
                " on this account. Ensure the publishable key used belongs to the same account that created the " +
                std::string(intent) + ".");
    return {};
}

void options_for_clients(json::object& intent) {
    json::object out;
    auto* options = intent.if_contains("payment_method_options");
    if (!options || !options->is_object()) return;
    if (auto* bank = options->as_object().if_contains("us_bank_account")) out["us_bank_account"] = std::move(*bank);
    *options = std::move(out);
}

Result<void> check_method(payment_methods::PaymentMethod const& method, std::vector<std::string> const& types,
                          std::optional<std::string> const& customer, std::string_view intent) {
    TRY_DO(payment_methods::check_usable(method));
    std::string name(intent);
    if (method.customer && !customer) {
        if (intent == "PaymentIntent")
            return refuse("parameter_missing", "source",
                          "The `payment_method` parameter supplied " + method.id + " belongs to the Customer " +
                              *method.customer +
                              ". Please include the Customer in the `customer` parameter on the PaymentIntent.");
        return refuse("", "payment_method",
                      "The payment method supplied (" + method.id + ") belongs to the Customer " + *method.customer +
                          ". Please include the Customer in the `customer` parameter on the SetupIntent.");
    }
    if (method.customer && method.customer != customer)
        return refuse("", "payment_method",
                      "The PaymentMethod " + method.id + " does not belong to the Customer you supplied " + *customer +
                          ". Please use this PaymentMethod with the Customer that it belongs to instead.");
    if (!is_one_of(types, method.type)) {
        std::string list;
        for (auto const& type : types) list += (list.empty() ? "" : ", ") + type;
        return refuse("", "",
                      "The PaymentMethod provided (" + method.type + ") is not allowed for this " + name +
                          ". Please attach a PaymentMethod of one of the following types: " + list +
                          ". Alternatively, update the allowed payment_method_types for this " + name +
                          " to include \"" + method.type + "\".");
    }
    return {};
}

json::object microdeposit_action(Tx& tx, std::string const& intent, std::string const& client_secret) {
    auto arrival = business_days_after(tx.now(), 1) + 7 * kHour;  // midnight in San Francisco of the next business day
    auto url = tx.environment().base_url + "/microdeposit/" + intent + "?client_secret=" + client_secret;
    return {{"type", "verify_with_microdeposits"},
            {"verify_with_microdeposits", json::object{{"arrival_date", arrival},
                                                       {"hosted_verification_url", url},
                                                       {"microdeposit_type", "descriptor_code"}}}};
}

Result<MicrodepositVerdict> verify_microdeposits(payment_methods::PaymentMethod& method, MicrodepositParams const& p) {
    auto& account = **method.bank_credential;
    if (account.verified)
        return refuse("payment_method_bank_account_already_verified", "",
                      "This bank account has already been verified.");
    if (p.amounts.empty() && !p.descriptor_code)
        return refuse("parameter_missing", "amounts", "You must provide either amounts or descriptor_code.");
    if (!p.descriptor_code && p.amounts.size() != 2)
        return refuse("payment_method_microdeposit_verification_amounts_invalid", "amounts",
                      "You must provide exactly two microdeposit amounts.");
    std::vector<std::int64_t> amounts(p.amounts.begin(), p.amounts.end());
    std::ranges::sort(amounts);
    auto is = [&](std::vector<std::int64_t> const& wanted, std::string_view code) {
        return p.descriptor_code ? *p.descriptor_code == code : amounts == wanted;
    };
    auto verdict = [&](Microdeposits result, std::string code, std::string message) {
        return MicrodepositVerdict{result, refuse(std::move(code), "", std::move(message)).error()};
    };
    if (is({32, 45}, "SM11AA")) {
        account.verified = true;
        return MicrodepositVerdict{};
    }
    if (is({40, 41}, "SM44DD"))
        return verdict(Microdeposits::exceeded, "payment_method_microdeposit_verification_timeout",
                       "Microdeposit verification timeout. Customer has not verified their bank account within the "
                       "required 10 day period.");
    ++account.attempts;
    if (is({10, 11}, "SM33CC") || account.attempts >= kMicrodepositAttempts) {
        account.blocked = true;
        return verdict(Microdeposits::exceeded, "payment_method_microdeposit_verification_attempts_exceeded",
                       "You have exceeded the number of allowed verification attempts.");
    }
    auto left = std::to_string(kMicrodepositAttempts - account.attempts);
    if (p.descriptor_code)
        return verdict(Microdeposits::wrong, "payment_method_microdeposit_verification_descriptor_code_mismatch",
                       "The verification code provided does not match the one sent to the bank account. You have " +
                           left + " verification attempts remaining.");
    return verdict(Microdeposits::wrong, "payment_method_microdeposit_verification_amounts_mismatch",
                   "The amounts provided do not match the amounts that were sent to the bank account. You have " +
                       left + " verification attempts remaining.");
}

}  // namespace bursar::intents
