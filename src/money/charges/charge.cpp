#include "money/charges/charge.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "connect/accounts/account.hpp"
#include "events/events/event.hpp"
#include "money/charges/statement_descriptor.hpp"

namespace bursar::charges {

using namespace api;
using acquirers::Verdict;
using payment_methods::PaymentMethod;

namespace {

constexpr Timestamp kAuthorizationSeconds = 7 * kDay;

std::string digits(Tx& tx, std::size_t count) {
    std::string out;
    for (char c : tx.letters(count)) out.push_back(static_cast<char>('0' + static_cast<unsigned char>(c) % 10));
    return out;
}

json::value or_null(std::optional<std::string> const& text) { return text ? json::value(*text) : json::value(nullptr); }

// payment_method_details.card of an attempt (reference/objects.md: Card details).
json::object card_details(Tx& tx, PaymentMethod const& method, Order const& order, bool approved) {
    auto const& card = *method.card;
    json::object out;
    out["amount_authorized"] = approved ? json::value(order.amount) : json::value(nullptr);
    out["authorization_code"] = approved ? json::value(digits(tx, 6)) : json::value(nullptr);
    out["brand"] = card.brand;
    if (approved && !order.capture) out["capture_before"] = tx.now() + kAuthorizationSeconds;
    out["checks"] = json::object{{"address_line1_check", or_null(card.checks.address_line1_check)},
                                 {"address_postal_code_check", or_null(card.checks.address_postal_code_check)},
                                 {"cvc_check", or_null(card.checks.cvc_check)}};
    out["country"] = card.country;
    out["electronic_commerce_indicator"] = nullptr;
    out["exp_month"] = card.exp_month;
    out["exp_year"] = card.exp_year;
    out["extended_authorization"] = json::object{{"status", "disabled"}};
    out["fingerprint"] = card.fingerprint;
    out["funding"] = card.funding;
    out["incremental_authorization"] = json::object{{"status", "unavailable"}};
    out["installments"] = nullptr;
    out["last4"] = card.last4;
    out["mandate"] = or_null(order.mandate);
    out["multicapture"] = json::object{{"status", "unavailable"}};
    out["network"] = card.brand;
    out["network_token"] = json::object{{"used", false}};
    out["network_transaction_id"] = approved ? json::value(digits(tx, 15)) : json::value(nullptr);
    out["overcapture"] = json::object{{"maximum_amount_capturable", order.amount}, {"status", "unavailable"}};
    out["regulated_status"] = card.regulated_status;
    out["three_d_secure"] = nullptr;
    if (!order.authentication_result.empty())
        out["three_d_secure"] = json::object{{"authentication_flow", "challenge"},
                                             {"electronic_commerce_indicator", "05"},
                                             {"exemption_indicator", nullptr},
                                             {"result", order.authentication_result},
                                             {"result_reason", nullptr},
                                             {"transaction_id", tx.letters(24)},
                                             {"version", "2.2.0"}};
    out["transaction_link_id"] = approved ? json::value(digits(tx, 16)) : json::value(nullptr);
    out["wallet"] = nullptr;
    return out;
}

json::object bank_details(Tx& tx, PaymentMethod const& method, Order const& order) {
    auto const& account = *method.us_bank_account;
    return {{"account_holder_type", or_null(account.account_holder_type)},
            {"account_type", or_null(account.account_type)},
            {"bank_name", account.bank_name},
            {"fingerprint", account.fingerprint},
            {"last4", account.last4},
            {"mandate", or_null(order.mandate)},
            {"payment_reference", digits(tx, 15)},
            {"routing_number", account.routing_number}};
}

json::object outcome_of(acquirers::CardAnswer const& answer) {
    json::object out{{"advice_code", nullptr},
                     {"network_advice_code", nullptr},
                     {"network_decline_code", nullptr},
                     {"network_status", "approved_by_network"},
                     {"reason", nullptr},
                     {"risk_level", "normal"},
                     {"risk_score", answer.risk_score},
                     {"seller_message", "Payment complete."},
                     {"type", "authorized"}};
    if (answer.verdict == Verdict::declined) {
        auto const& why = *answer.decline;
        auto set = [&](std::string_view name, std::string_view text) {
            if (!text.empty()) out[name] = text;
        };
        set("advice_code", why.advice_code);
        set("network_advice_code", why.network_advice_code);
        set("network_decline_code", why.network_decline_code);
        if (why.blocked) {
            out["network_status"] = "not_sent_to_network";
            out["reason"] = "highest_risk_level";
            out["risk_level"] = "highest";
            out["risk_score"] = 85;
            out["seller_message"] = "Stripe blocked this payment.";
            out["type"] = "blocked";
        } else {
            out["network_status"] = "declined_by_network";
            out["reason"] = why.decline_code;
            out["seller_message"] = why.decline_code == "generic_decline"
                                        ? "The bank did not return any further details with this decline."
                                        : "The bank returned the decline code `" + std::string(why.decline_code) + "`.";
            out["type"] = "issuer_declined";
        }
    } else if (answer.sequel == acquirers::Sequel::elevated_risk) {
        out["reason"] = "elevated_risk_level";
        out["risk_level"] = "elevated";
        out["rule"] = "manual_review_if_elevated_risk";
        out["seller_message"] =
            "Stripe evaluated this payment as having elevated risk, and placed it in your manual review queue.";
        out["type"] = "manual_review";
        out = sorted(out);
    }
    return out;
}

// PREFIX* SUFFIX in capitals, cut to 22 characters; without a suffix as the account has it
// (reference/money.md: Charges).
std::string descriptor_for(Tx& tx, Order const& order) {
    auto const looked_at = accounts::look_at_acting(tx);
    auto const& settings = looked_at->settings;
    auto whole = settings.payments.statement_descriptor.value_or("");
    auto suffix = order.statement_descriptor_suffix ? order.statement_descriptor_suffix : order.statement_descriptor;
    if (!suffix) return whole.empty() ? "BURSAR" : whole;
    auto prefix = settings.card_payments.statement_descriptor_prefix.value_or("");
    auto text = (prefix.empty() ? (whole.empty() ? "BURSAR" : whole) : prefix) + "* " + *suffix;
    for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    return std::string(cut(text, kDescriptorLetters));
}

Charge blank(Tx& tx, PaymentMethod const& method, Order const& order, bool modern) {
    Charge charge{.id = tx.fresh_id(method.type == "card" ? "ch" : "py", modern ? '3' : '1')};
    charge.amount = order.amount;
    charge.application = tx.application();
    charge.application_fee_amount = order.application_fee_amount;
    charge.billing_details = method.billing_details;
    charge.created = tx.now();
    charge.currency = order.currency;
    charge.customer = order.customer;
    charge.description = order.description;
    if (order.transfer_data) charge.destination = order.transfer_data->destination;
    charge.livemode = tx.livemode();
    charge.metadata = order.metadata;
    charge.on_behalf_of = order.on_behalf_of;
    charge.payment_intent = order.payment_intent;
    charge.payment_method = method.id;
    charge.receipt_email = order.receipt_email;
    charge.shipping = order.shipping;
    charge.source = order.source;
    charge.statement_descriptor = order.statement_descriptor;
    charge.statement_descriptor_suffix = order.statement_descriptor_suffix;
    charge.transfer_data = order.transfer_data;
    charge.transfer_group = order.transfer_group;
    charge.method_type = method.type;
    return charge;
}

Attempt attempt_card(Tx& tx, PaymentMethod& method, Order const& order) {
    auto asked = payment_methods::attempt_of(method);
    asked.presence = order.presence;
    asked.amount_minor = order.amount;
    asked.currency = order.currency;
    auto answer = methods::authorize(tx, **method.card_credential, asked);
    Attempt out{.verdict = answer.verdict,
                .decline = answer.decline,
                .three_d_secure_2 = answer.three_d_secure_2,
                .charge = {}};
    if (answer.verdict == Verdict::needs_authentication || answer.verdict == Verdict::needs_notification) return out;
    if (answer.decline && answer.decline->before_charge) return out;
    payment_methods::apply_checks(method, answer.checks);
    (*method.card_credential)->cvc_given = false;
    bool approved = answer.verdict == Verdict::approved;
    auto charge = blank(tx, method, order, order.payment_intent.has_value());
    charge.outcome = Raw{outcome_of(answer)};
    charge.payment_method_details.value =
        json::object{{"card", card_details(tx, method, order, approved)}, {"type", "card"}};
    charge.calculated_statement_descriptor = descriptor_for(tx, order);
    charge.country = method.card->country;
    charge.sequel = static_cast<std::int64_t>(answer.sequel);
    if (approved) {
        charge.paid = true;
        charge.receipt_url = tx.environment().base_url + "/receipts/" + charge.id;
        if (!order.capture) charge.capture_before = tx.now() + kAuthorizationSeconds;
    } else {
        charge.status.begin_as(Status::failed);
        charge.failure_code = std::string(answer.decline->code);
        charge.failure_message = std::string(answer.decline->message);
    }
    tx.insert(charge);
    out.charge = std::move(charge);
    return out;
}

Attempt attempt_bank_debit(Tx& tx, PaymentMethod& method, Order const& order) {
    auto charge = blank(tx, method, order, order.payment_intent.has_value());
    charge.status.begin_as(Status::pending);
    charge.captured = true;
    charge.amount_captured = order.amount;
    charge.outcome = Raw{outcome_of({})};
    charge.payment_method_details.value =
        json::object{{"type", "us_bank_account"}, {"us_bank_account", bank_details(tx, method, order)}};
    charge.country = std::string("US");
    tx.insert(charge);
    return {.verdict = Verdict::approved, .charge = std::move(charge)};
}

}  // namespace

Attempt attempt(Tx& tx, PaymentMethod& method, Order const& order) {
    if (method.card) {
        auto out = attempt_card(tx, method, order);
        if (out.charge && out.charge->status == Status::failed) events::emit(tx, "charge.failed", *out.charge);
        return out;  // charge.succeeded is told when the money has been booked, with what that filled in
    }
    auto out = attempt_bank_debit(tx, method, order);
    events::emit(tx, "charge.pending", *out.charge);
    return out;
}

std::string_view capability_for(std::string_view type) {
    return type == "us_bank_account" ? "us_bank_account_ach_payments" : "card_payments";
}

Result<void> check_capability(Tx& tx, std::string_view method_type) {
    auto const looked_at = accounts::look_at_acting(tx);
    auto const& account = *looked_at;
    auto capability = capability_for(method_type);
    if (accounts::can(tx, account, capability) || accounts::can(tx, account, "legacy_payments")) return {};
    if (method_type == "card")
        return refuse(
            "", "",
            "You cannot create a charge on a connected account without the `card_payments` capability enabled.");
    return refuse("", "payment_method_types",
                  "The payment method type \"" + std::string(method_type) +
                      "\" is invalid. Please ensure the provided type is activated in your dashboard "
                      "(https://dashboard.stripe.com/account/payments/settings) and your account is enabled for any "
                      "preview features that you are trying to use. See "
                      "https://stripe.com/docs/payments/payment-methods/integration-options for supported payment "
                      "method, currency, and country combinations.");
}

std::int64_t refundable(Charge const& charge) {
    if (!charge.captured) return 0;
    auto never_taken = charge.payment_intent ? 0 : charge.amount - charge.amount_captured;
    return charge.amount_captured - (charge.amount_refunded - never_taken);
}

std::optional<json::value> render_refunds(Tx& tx, json::object const& charge) {
    std::string id(text_at(charge, "id"));
    ListOf const refunds{"refund", "charge", id};
    json::array data;
    for (auto const& refund : tx.newest(refunds, 10)) data.push_back(parse_document(refund->document));
    auto total = static_cast<std::int64_t>(tx.older(refunds, 0, 1000).size());
    return json::object{{"object", "list"},
                        {"data", std::move(data)},
                        {"has_more", total > 10},
                        {"total_count", total},
                        {"url", "/v1/charges/" + id + "/refunds"}};
}

}  // namespace bursar::charges
