#include "api/errors.hpp"

#include <algorithm>

#include "base/currency.hpp"
#include "base/id.hpp"

namespace bursar::api {

static constexpr std::size_t kChosenIdMax = 200;

std::string doc_url(std::string_view code) {
    std::string out = "https://stripe.com/docs/error-codes/";
    for (char c : code) out.push_back(c == '_' ? '-' : c);
    return out;
}

json::object sorted(json::object const& object) {
    std::vector<json::object::const_pointer> fields;
    for (auto const& field : object) fields.push_back(&field);
    auto rank = [](std::string_view key) { return key == "id" ? 0 : key == "object" ? 1 : 2; };
    std::ranges::sort(fields, [&](auto const* a, auto const* b) {
        return std::pair(rank(a->key()), std::string_view(a->key())) <
               std::pair(rank(b->key()), std::string_view(b->key()));
    });
    json::object out;
    for (auto const* field : fields) out.emplace(field->key(), field->value());
    return out;
}

std::string error_body(Refusal const& refusal) {
    json::object error;
    error["type"] = refusal.type;
    error["message"] = refusal.message;
    if (refusal.has_param) error["param"] = refusal.param;
    if (!refusal.code.empty()) {
        error["code"] = refusal.code;
        // That code has no page (reports of it).
        if (refusal.code != "property_expansion_max_depth") error["doc_url"] = doc_url(refusal.code);
    }
    if (!refusal.decline_code.empty()) error["decline_code"] = refusal.decline_code;
    if (!refusal.advice_code.empty()) error["advice_code"] = refusal.advice_code;
    if (!refusal.network_decline_code.empty()) error["network_decline_code"] = refusal.network_decline_code;
    if (!refusal.embedded_name.empty()) error[refusal.embedded_name] = parse_document(refusal.embedded_object);
    return to_text(json::object{{"error", sorted(error)}});
}

std::unexpected<Refusal> no_such(std::string_view noun, std::string_view id, std::string param, int status) {
    return refuse_as(status, "resource_missing", std::move(param),
                     "No such " + std::string(noun) + ": '" + std::string(id) + "'");
}

std::unexpected<Refusal> no_such_payment_method(Tx& tx, std::string_view id, std::string param, int status) {
    auto no = no_such("PaymentMethod", id, std::move(param), status);
    auto elsewhere = tx.stored(id);
    if (tx.caller().on_connected() && elsewhere && elsewhere->owner == tx.caller().platform_owner())
        no.error().message +=
            "; OAuth key or Stripe-Account header was used but API request was provided with a platform-owned payment "
            "method ID. Please ensure that the provided payment method matches the specified account.";
    else if (!tx.caller().on_connected())
        no.error().message +=
            "; It's possible this PaymentMethod exists on one of your connected accounts, in which case you should "
            "retry "
            "this request on that connected account. Learn more at https://stripe.com/docs/connect/authentication";
    return no;
}

Result<void> check_chosen_id(Tx& tx, std::string_view kind, std::string_view id, std::string param) {
    auto allowed = [](char c) { return std::string_view(kBase62).contains(c) || c == '-' || c == '_' || c == '.'; };
    if (id.empty() || id.size() > kChosenIdMax || !std::ranges::all_of(id, allowed))  // Unknown: the wording
        return refuse("", std::move(param),
                      "Invalid id: it may have up to 200 letters, digits, dashes, underscores and dots.");
    if (!tx.own(id) && !tx.is_usable(kind, id)) return {};
    std::string name(kind);
    name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
    return refuse_as(400, "resource_already_exists", "", name + " already exists.");
}

std::string money_text(std::int64_t amount, std::string_view currency) {
    auto digits = decimals_of(currency);
    std::string text = std::to_string(amount < 0 ? -amount : amount);
    if (digits > 0) {
        while (text.size() <= static_cast<std::size_t>(digits)) text.insert(text.begin(), '0');
        text.insert(text.size() - static_cast<std::size_t>(digits), ".");
    }
    auto whole = text.find('.') == std::string::npos ? text.size() : text.find('.');
    for (auto at = whole; at > 3; at -= 3) text.insert(at - 3, ",");
    auto symbol = symbol_of(currency);
    std::string sign = amount < 0 ? "-" : "";
    if (!symbol.empty()) return sign + std::string(symbol) + text;
    std::string upper(currency);
    for (char& c : upper) c = static_cast<char>(c - 32);
    return sign + text + " " + upper;
}

std::unexpected<Refusal> refuse_too_large(std::string_view currency, std::string param) {
    return refuse("amount_too_large", std::move(param),
                  "Amount must be no more than " + money_text(maximum_charge(currency), currency));
}

}  // namespace bursar::api
