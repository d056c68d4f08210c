// Confirming: the steps of a PaymentIntent that ask an acquirer, and what their answers make of it
// (reference/intents.md: Life of a PaymentIntent; Authentication; Bank debits; Declines).
#include <algorithm>

#include "base/overlay.hpp"
#include "events/events/event.hpp"
#include "instruments/customers/customer.hpp"
#include "instruments/mandates/mandate.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "intents/authentications/authentication.hpp"
#include "intents/common/intent_parts.hpp"
#include "intents/payment_intents/payment_intent.hpp"
#include "money/charges/charge.hpp"
#include "money/payments/payment.hpp"

namespace bursar::payment_intents {

using namespace api;
using acquirers::Verdict;
using charges::Attempt;
using intents::Declined;
using payment_methods::PaymentMethod;

namespace {

constexpr Timestamp kDebitSeconds = 1;  // how long a simulated bank debit takes
constexpr Timestamp kNotificationSeconds = 300;
constexpr Timestamp kAuthorizationSeconds = 7 * kDay;

struct Circumstances {
    bool off_session = false, use_stripe_sdk = false, error_on_requires_action = false, authenticated = false;
    std::optional<std::string> return_url;
};

bool truthy(std::optional<Raw> const& param) {  // true, one_off and recurring
    if (!param || !param->value.is_string()) return false;
    auto const& text = param->value.as_string();
    return text == "true" || text == "one_off" || text == "recurring";
}

// Which PaymentMethod an attempt is to use: the parameter, what the intent has, the customer's default.
Result<PaymentMethod> method_for(Tx& tx, PaymentIntent const& intent, Params const& p) {
    if (p.payment_method_data) return payment_methods::make(tx, *p.payment_method_data, "payment_method_data");
    if (p.payment_method) return payment_methods::in_param(tx, *p.payment_method);
    if (p.source) return payment_methods::in_param(tx, *p.source, "source");
    if (intent.payment_method) return payment_methods::in_param(tx, *intent.payment_method);
    if (intent.source) return payment_methods::in_param(tx, *intent.source, "source");
    if (intent.customer) {
        auto customer = tx.get<customers::Customer>(*intent.customer);
        if (auto const& method = customer.invoice_settings.default_payment_method)
            return payment_methods::in_param(tx, *method);
        if (p.confirm.value_or(false) && customer.default_source)
            return payment_methods::in_param(tx, *customer.default_source, "source");
    }
    std::string message = "You cannot confirm this PaymentIntent because it's missing a payment method. ";
    message += intent.customer ? "To confirm the PaymentIntent with " + *intent.customer +
                                     ", specify a payment method attached to this customer along with the customer ID."
                               : "You can either update the PaymentIntent with a payment method and then confirm it "
                                 "again, or confirm it again directly with a payment method or ConfirmationToken.";
    return refuse_state(intent, message);
}

Result<void> check_confirmable(Tx& tx, PaymentIntent const& intent, Params const& p) {
    static constexpr std::string_view kOpen = "requires_payment_method, requires_confirmation, requires_action";
    if (intent.status == Status::succeeded)
        return refuse_state(
            intent,
            "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed.");
    if (intent.status == Status::canceled && p.payment_method)
        return refuse_state(
            intent,
            "This PaymentIntent's payment_method could not be updated because it has a status of canceled. You may "
            "only update the payment_method of a PaymentIntent with one of the following statuses: " +
                std::string(kOpen) + ".");
    if (!intent.status.can(Step::give_method))
        return refuse_state(intent, "You cannot confirm this PaymentIntent because it has a status of " +
                                        intent.status.word() +
                                        ". Only a PaymentIntent with one of the following statuses may be confirmed: " +
                                        std::string(kOpen) + ".");
    if (tx.caller().publishable && intent.confirmation_method == "manual")
        return refuse("", "",
                      "This PaymentIntent " + intent.id +
                          " cannot be confirmed using your publishable key because its `confirmation_method` is set to "
                          "`manual`. Please use your secret key instead, or create a PaymentIntent with "
                          "`confirmation_method` set to `automatic`.");
    return {};
}

Result<void> check_return_url(Tx& tx, PaymentIntent const& intent, Circumstances const& c) {
    bool may_redirect =
        intent.automatic_payment_methods && intent.automatic_payment_methods->allow_redirects == "always";
    if (!may_redirect || c.return_url || c.off_session || c.use_stripe_sdk || tx.caller().publishable) return {};
    return refuse("", "",
                  "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some "
                  "of these payment methods might redirect your customer off of your page, you must provide a "
                  "`return_url`. If you don't want to accept redirect-based payment methods, set "
                  "`automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to "
                  "`never` when "
                  "creating Setup Intents and Payment Intents.");
}

charges::Order order_of(PaymentIntent const& intent, PaymentMethod const& method, Circumstances const& c) {
    charges::Order order{.amount = intent.amount, .currency = intent.currency};
    auto method_capture = intents::card_option(intent.payment_method_options.value.as_object(), "capture_method");
    order.capture = intent.capture_method != "manual" && method_capture != "manual";
    auto requested = intents::card_option(intent.payment_method_options.value.as_object(), "request_three_d_secure");
    order.presence = {.off_session = c.off_session,
                      .was_set_up = method.is_set_up(),
                      .was_authenticated = c.authenticated,
                      .wants_challenge = requested == "any" || requested == "challenge"};
    if (c.authenticated) order.authentication_result = "authenticated";
    order.application_fee_amount = intent.application_fee_amount;
    if (intent.transfer_data)
        order.transfer_data =
            charges::TransferData{intent.transfer_data->amount.value, intent.transfer_data->destination};
    order.customer = intent.customer;
    order.description = intent.description;
    order.on_behalf_of = intent.on_behalf_of;
    order.payment_intent = intent.id;
    order.receipt_email = intent.receipt_email;
    order.statement_descriptor = intent.statement_descriptor;
    order.statement_descriptor_suffix = intent.statement_descriptor_suffix;
    order.transfer_group = intent.transfer_group;
    order.shipping = intent.shipping;
    order.metadata = intent.metadata;
    if (!intent.mandate->empty()) order.mandate = *intent.mandate;
    return order;
}

// The attempt is over, and the intent needs another PaymentMethod.
Declined fail(Tx& tx, PaymentIntent& intent, PaymentMethod& method, json::object error) {
    error["payment_method"] = parse_document(document_of(method));
    payment_methods::consume_if_fresh(tx, method);
    intent.status.take(Step::decline);
    intent.payment_method.reset();
    intent.source.reset();
    intent.next_action.reset();
    intent.last_payment_error = Raw{sorted(error)};
    save(tx, intent);
    tell(tx, "payment_intent.payment_failed", intent);
    return {std::move(error), method};
}

// Detached, deleted or used up while the attempt was open. Unknown: what the reference says then; a payment that cannot
// go on is a failed attempt, with the message that such a PaymentMethod is refused with.
Refusal lost_its_method(Tx& tx, PaymentIntent& intent, PaymentMethod& method) {
    auto why = payment_methods::check_usable(method).error();
    why.code = "payment_intent_payment_attempt_failed";
    intent.processing.reset();
    fail(tx, intent, method,
         {{"type", why.type}, {"code", why.code}, {"doc_url", doc_url(why.code)}, {"message", why.message}});
    return why;
}

Declined declined(Tx& tx, PaymentIntent& intent, PaymentMethod& method, Attempt const& attempt) {
    auto error = methods::decline_error(*attempt.decline);
    if (attempt.charge) {
        error["charge"] = attempt.charge->id;
        intent.latest_charge = attempt.charge->id;
    }
    return fail(tx, intent, method, std::move(error));
}

using MayDecline = std::optional<Declined>;

MayDecline challenge(Tx& tx, PaymentIntent& intent, PaymentMethod& method, Circumstances const& c,
                     bool three_d_secure_2) {
    if (c.error_on_requires_action) {
        json::object error{
            {"type", "card_error"},
            {"code", "authentication_required"},
            {"doc_url", doc_url("authentication_required")},
            {"message",
             "This payment required an authentication action to complete, but `error_on_requires_action` was set. When "
             "you're ready, you can upgrade your integration to handle actions at "
             "https://stripe.com/docs/payments/payment-intents/upgrade-to-handle-actions."}};
        return fail(tx, intent, method, std::move(error));
    }
    auto begun = authentications::begin(tx, {.intent = intent.id,
                                             .return_url = c.return_url,
                                             .use_stripe_sdk = c.use_stripe_sdk,
                                             .three_d_secure_2 = three_d_secure_2,
                                             .brand = method.card->brand});
    intent.status.take(Step::challenge);
    intent.authentication = begun.authentication.id;
    intent.next_action = Raw{begun.next_action};
    payment_methods::save(tx, method);
    save(tx, intent);
    tell(tx, "payment_intent.requires_action", intent);
    return {};
}

// What a payment that went through leaves of its PaymentMethod: attached, set up, or used up.
void settle_method(Tx& tx, PaymentIntent const& intent, PaymentMethod& method) {
    auto option = intents::card_option(intent.payment_method_options.value.as_object(), "setup_future_usage");
    auto usage = intent.setup_future_usage.value_or(option);
    if (usage == "off_session") {
        // An approval is either authenticated or needed no authentication: both cover later payments.
        if (auto& card = *method.card_credential) card->set_up = true;
        if (auto& account = *method.bank_credential) account->set_up = true;
    }
    if (usage.empty() || usage == "none") return payment_methods::consume_if_fresh(tx, method);
    if (intent.customer && !method.customer && method.id.starts_with("pm_") &&
        customers::find_usable(tx, *intent.customer))
        return payment_methods::attach(tx, method, *intent.customer);
    if (!method.customer) method.life = std::string("set_up");
    payment_methods::save(tx, method);
}

void approved(Tx& tx, PaymentIntent& intent, PaymentMethod& method, Attempt const& attempt) {
    intent.latest_charge = attempt.charge->id;
    intent.payment_method = method.id;
    intent.next_action.reset();
    intent.last_payment_error.reset();
    if (attempt.charge->transfer_group) intent.transfer_group = attempt.charge->transfer_group;
    if (attempt.charge->captured) {
        intent.status.take(Step::settle);
        intent.amount_received = intent.amount;
    } else {
        intent.status.take(Step::authorize);
        intent.amount_capturable = intent.amount;
        tx.wake(intent.id, "payment_intent.expire", tx.now() + kAuthorizationSeconds);
    }
    settle_method(tx, intent, method);
    save(tx, intent);
    tell(tx, attempt.charge->captured ? "payment_intent.succeeded" : "payment_intent.amount_capturable_updated",
         intent);
}

// The holder is told before a mandate of theirs is used (reference/intents.md: Notified mandates); the payment itself
// follows.
void notify(Tx& tx, PaymentIntent& intent, PaymentMethod& method) {
    auto completes_at = tx.now() + kNotificationSeconds;
    intent.status.take(Step::debit);
    intent.processing = Raw{json::object{
        {"card", json::object{{"customer_notification",
                               json::object{{"approval_requested", false}, {"completes_at", completes_at}}}}},
        {"type", "card"}}};
    payment_methods::save(tx, method);
    save(tx, intent);
    tx.wake(intent.id, "payment_intent.notified", completes_at);
    tell(tx, "payment_intent.processing", intent);
}

MayDecline attempt_card(Tx& tx, PaymentIntent& intent, PaymentMethod& method, Circumstances const& c) {
    auto attempt = payments::pay(tx, method, order_of(intent, method, c));
    switch (attempt.verdict) {
        case Verdict::declined:
            return declined(tx, intent, method, attempt);
        case Verdict::needs_notification:
            notify(tx, intent, method);
            return {};
        case Verdict::needs_authentication:
            return challenge(tx, intent, method, c, attempt.three_d_secure_2);
        case Verdict::approved:
            approved(tx, intent, method, attempt);
            return {};
    }
    MUST(false);
}

// ---- bank debits ----

Result<std::string> mandate_for(Tx& tx, PaymentIntent const& intent, PaymentMethod const& method, Params const& p,
                                Circumstances const& c) {
    if (p.mandate) {
        auto mandate = tx.find<mandates::Mandate>(*p.mandate);
        if (!mandate || mandate->payment_method != method.id || mandate->status != mandates::Status::active)
            return refuse("payment_intent_mandate_invalid", "mandate",
                          "The provided mandate is invalid and can not be used for the payment intent.");
        return mandate->id;
    }
    if (p.mandate_data) {
        mandates::Terms terms{.verified = (*method.bank_credential)->verified,
                              .on_behalf_of = intent.on_behalf_of,
                              .single_use_amount = {},
                              .currency = intent.currency};
        if (!intent.setup_future_usage) terms.single_use_amount = intent.amount;
        TRY(auto mandate, mandates::accept(tx, p.mandate_data->value, method, terms));
        return mandate.id;
    }
    if (auto mandate = mandates::active_for(tx, method.id)) return mandate->id;
    if (auto waiting = tx.find<mandates::Mandate>(*intent.mandate);
        waiting && waiting->payment_method == method.id && waiting->status == mandates::Status::pending)
        return waiting->id;
    if (method.is_set_up() || c.off_session) return mandates::inherit(tx, method).id;
    auto no =
        refuse("", "",
               "This PaymentIntent requires a mandate, but no existing mandate was found. Collect mandate acceptance "
               "from the customer and try again, providing acceptance data in the mandate_data parameter.");
    no.error().embedded_name = "payment_intent";
    no.error().embedded_object = document_of(intent);
    return no;
}

void start_debit(Tx& tx, PaymentIntent& intent, PaymentMethod& method, Circumstances const& c) {
    auto attempt = payments::pay(tx, method, order_of(intent, method, c));
    intent.status.take(Step::debit);
    intent.latest_charge = attempt.charge->id;
    intent.payment_method = method.id;
    intent.next_action.reset();
    intent.last_payment_error.reset();
    settle_method(tx, intent, method);
    save(tx, intent);
    auto answer = methods::debit(tx, **method.bank_credential);
    if (!answer.stays_processing)
        tx.enqueue(tx.now() + kDebitSeconds, "payment_intent.debit",
                   {{"id", intent.id},
                    {"charge", attempt.charge->id},
                    {"code", answer.failure_code},
                    {"message", answer.failure_message},
                    {"disputed", answer.disputed}});
    tell(tx, "payment_intent.processing", intent);
}

Result<void> attempt_bank_debit(Tx& tx, PaymentIntent& intent, PaymentMethod& method, Params const& p,
                                Circumstances const& c) {
    if (!method.billing_details.name) return refuse_missing("billing_details[name]");
    auto const& account = **method.bank_credential;
    if (account.blocked)
        return refuse("payment_method_bank_account_blocked", "",
                      "This bank account has failed verification in the past and can not be used. Contact us if you "
                      "wish to attempt to use these bank account credentials.");
    TRY(intent.mandate.value, mandate_for(tx, intent, method, p, c));
    if (account.verified) {
        start_debit(tx, intent, method, c);
        return {};
    }
    intent.status.take(Step::challenge);
    intent.next_action = Raw{intents::microdeposit_action(tx, intent.id, intent.client_secret)};
    payment_methods::save(tx, method);
    save(tx, intent);
    tell(tx, "payment_intent.requires_action", intent);
    return {};
}

}  // namespace

Result<Outcome> confirm(Tx& tx, PaymentIntent intent, Params const& p, std::optional<PaymentMethod> known) {
    TRY_DO(check_confirmable(tx, intent, p));
    if (p.amount_to_confirm && *p.amount_to_confirm != intent.amount)
        return refuse("", "amount_to_confirm",
                      "The amount_to_confirm does not match the amount of this PaymentIntent.");
    Circumstances c{.off_session = truthy(p.off_session),
                    .use_stripe_sdk = p.use_stripe_sdk.value_or(false),
                    .error_on_requires_action = p.error_on_requires_action.value_or(false),
                    .authenticated = *intent.authenticated,
                    .return_url = p.return_url};
    TRY(auto method, known ? Result<PaymentMethod>(std::move(*known)) : method_for(tx, intent, p));
    TRY_DO(intents::check_method(method, intent.payment_method_types, intent.customer, "PaymentIntent"));
    if (method.card && intent.statement_descriptor && !tx.version().is_before("2024-04-10"))
        return refuse("", "statement_descriptor",
                      "The statement_descriptor parameter is not supported for the payment_method_type `card`. To "
                      "continue supporting payment_method_type `card`, please pass in `statement_descriptor_suffix` "
                      "or remove the `statement_descriptor` parameter altogether.");
    TRY_DO(check_return_url(tx, intent, c));
    TRY_DO(charges::check_capability(tx, method.type));
    TRY_DO(intents::merge_options(intent.payment_method_options.value.as_object(), p.payment_method_options));
    if (!intent.authentication->empty()) authentications::supersede(tx, *intent.authentication);
    if (intent.payment_method != method.id || intent.status != Status::requires_action || intent.authenticated.value)
        intent.status.take(Step::give_method);
    intent.payment_method = method.id;
    intent.off_session = c.off_session;
    intent.authenticated = false;
    intent.authentication = std::string();
    intent.last_payment_error.reset();  // a new attempt; the types say so of any update
    overlay(Only<Params, "capture_method", "receipt_email", "setup_future_usage", "shipping">{}, p, intent);
    std::optional<Declined> declined;
    if (method.card)
        declined = attempt_card(tx, intent, method, c);
    else
        TRY_DO(attempt_bank_debit(tx, intent, method, p, c));
    return Outcome{std::move(intent), std::move(declined)};
}

void authenticated(Tx& tx, std::string const& id, bool passed) {
    auto intent = tx.get<PaymentIntent>(id);
    if (intent.status != Status::requires_action) return;
    auto method = payment_methods::of_attempt(tx, intent.payment_method.value());
    intent.authentication = std::string();
    if (method.is_dead()) return static_cast<void>(lost_its_method(tx, intent, method));
    if (!passed) {
        json::object error{{"type", "invalid_request_error"},
                           {"code", "payment_intent_authentication_failure"},
                           {"doc_url", doc_url("payment_intent_authentication_failure")},
                           {"message",
                            "The provided PaymentMethod has failed authentication. You can provide payment_method_data "
                            "or a new PaymentMethod to attempt to fulfill this PaymentIntent again."}};
        return static_cast<void>(fail(tx, intent, method, std::move(error)));
    }
    if (intent.confirmation_method == "manual") {
        intent.status.take(Step::reconfirm);
        intent.next_action.reset();
        intent.authenticated = true;
        return save(tx, intent);
    }
    attempt_card(tx, intent, method, {.authenticated = true, .return_url = {}});
}

void notified(Tx& tx, json::object const& payload) {
    auto intent = tx.get<PaymentIntent>(text_at(payload, "id"));
    if (intent.status != Status::processing) return;
    auto method = payment_methods::of_attempt(tx, intent.payment_method.value());
    if (method.is_dead()) return static_cast<void>(lost_its_method(tx, intent, method));
    intent.processing.reset();
    intent.status.take(Step::decline);  // back to the beginning of an attempt, which the notification allows
    intent.status.take(Step::give_method);
    attempt_card(tx, intent, method, {.off_session = true, .authenticated = true, .return_url = {}});
}

Result<std::optional<Refusal>> verify(Tx& tx, PaymentIntent& intent, intents::MicrodepositParams const& p) {
    TRY_DO(intents::check_secret(tx, p.client_secret, intent.client_secret, "PaymentIntent"));
    bool waits = intent.status == Status::requires_action && intent.next_action &&
                 text_at(intent.next_action->value.as_object(), "type") == "verify_with_microdeposits";
    if (!waits)
        return refuse(
            "intent_invalid_state", "",
            "This PaymentIntent cannot be actioned on because it has a status of " + intent.status.word() +
                ". Only a PaymentIntent with one of the following statuses may be actioned on: [\"requires_action\"].");
    auto method = payment_methods::of_attempt(tx, intent.payment_method.value());
    if (method.is_dead()) return lost_its_method(tx, intent, method);
    TRY(auto verdict, intents::verify_microdeposits(method, p));
    payment_methods::save(tx, method);
    if (verdict.result == intents::Microdeposits::right) {
        mandates::take(tx, *intent.mandate, mandates::Step::verify);
        start_debit(tx, intent, method, {.off_session = *intent.off_session, .return_url = {}});
        return std::nullopt;
    }
    if (verdict.result == intents::Microdeposits::exceeded) {
        json::object error{{"code", verdict.why.code},
                           {"doc_url", doc_url(verdict.why.code)},
                           {"message", verdict.why.message},
                           {"type", "invalid_request_error"}};
        fail(tx, intent, method, std::move(error));
    }
    return verdict.why;  // the attempt counts, so it is kept
}

}  // namespace bursar::payment_intents
