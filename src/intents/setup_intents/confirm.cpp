// Confirming a SetupIntent: one SetupAttempt each time, its outcome, and what becomes of the payment method.
#include "events/events/event.hpp"
#include "instruments/customers/customer.hpp"
#include "instruments/mandates/mandate.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "intents/authentications/authentication.hpp"
#include "intents/common/intent_parts.hpp"
#include "intents/setup_intents/setup_intent.hpp"

namespace bursar::setup_intents {

using namespace api;
using acquirers::Verdict;
using intents::Declined;
using payment_methods::PaymentMethod;

namespace {

json::value or_null(std::optional<std::string> const& text) { return text ? json::value(*text) : json::value(nullptr); }

json::object details_of(PaymentMethod const& method, bool authenticated) {
    if (!method.card) return {{"type", "us_bank_account"}, {"us_bank_account", json::object()}};
    auto const& card = *method.card;
    json::value secure = nullptr;
    if (authenticated)
        secure = json::object{{"authentication_flow", "challenge"}, {"electronic_commerce_indicator", "05"},
                              {"result", "authenticated"},          {"result_reason", nullptr},
                              {"transaction_id", nullptr},          {"version", "2.2.0"}};
    json::object checks{{"address_line1_check", or_null(card.checks.address_line1_check)},
                        {"address_postal_code_check", or_null(card.checks.address_postal_code_check)},
                        {"cvc_check", or_null(card.checks.cvc_check)}};
    json::object shown{{"brand", card.brand},         {"checks", checks},          {"country", card.country},
                       {"exp_month", card.exp_month}, {"exp_year", card.exp_year}, {"fingerprint", card.fingerprint},
                       {"funding", card.funding},     {"last4", card.last4},       {"network", card.brand},
                       {"three_d_secure", secure},    {"wallet", nullptr}};
    return {{"card", shown}, {"type", "card"}};
}

void record_attempt(Tx& tx, SetupIntent& intent, PaymentMethod const& method, AttemptStatus status,
                    std::optional<Raw> error = {}) {
    auto attempt = tx.fresh<SetupAttempt>();
    attempt.application = intent.application;
    attempt.customer = intent.customer;
    attempt.flow_directions = intent.flow_directions;
    attempt.on_behalf_of = intent.on_behalf_of;
    attempt.payment_method = method.id;
    attempt.payment_method_details.value = details_of(method, false);
    attempt.setup_error = std::move(error);
    attempt.setup_intent = intent.id;
    attempt.status.begin_as(status);
    attempt.usage = intent.usage;
    tx.insert(attempt);
    intent.latest_attempt = attempt.id;
}

// The attempt that waits for a challenge or for microdeposits ends.
void end_attempt(Tx& tx, SetupIntent const& intent, AttemptStep step, PaymentMethod const* method = nullptr,
                 std::optional<Raw> error = {}) {
    if (!intent.latest_attempt) return;
    auto attempt = tx.get<SetupAttempt>(*intent.latest_attempt);
    if (!attempt.status.can(step)) return;
    attempt.status.take(step);
    attempt.setup_error = std::move(error);
    if (method) attempt.payment_method_details.value = details_of(*method, attempt.status == AttemptStatus::succeeded);
    tx.update(attempt);
}

void fail(Tx& tx, SetupIntent& intent, PaymentMethod& method, json::object const& error) {
    payment_methods::consume_if_fresh(tx, method);
    intent.status.take(Step::fail);
    intent.payment_method.reset();
    intent.next_action.reset();
    intent.last_setup_error = Raw{sorted(error)};
    tx.update(intent);
    events::emit(tx, "setup_intent.setup_failed", intent);
}

void succeed(Tx& tx, SetupIntent& intent, PaymentMethod& method) {
    if (intent.usage == "off_session") {
        if (auto& card = *method.card_credential) card->set_up = true;
    }
    if (auto& account = *method.bank_credential) account->set_up = true;
    intent.status.take(Step::succeed);
    intent.payment_method = method.id;
    intent.next_action.reset();
    intent.last_setup_error.reset();
    if (!intent.pending_mandate->empty()) intent.mandate = *intent.pending_mandate;
    if (intent.customer && !method.customer && method.id.starts_with("pm_") &&
        customers::find_usable(tx, *intent.customer)) {
        payment_methods::attach(tx, method, *intent.customer);
    } else {
        if (!method.customer) method.life = std::string("set_up");
        payment_methods::save(tx, method);
    }
    tx.update(intent);
    events::emit(tx, "setup_intent.succeeded", intent);
}

std::optional<Declined> set_up_card(Tx& tx, SetupIntent& intent, PaymentMethod& method, Params const& p,
                                    bool authenticated) {
    auto attempt = payment_methods::attempt_of(method);
    attempt.purpose = acquirers::Purpose::set_up;
    auto requested = intents::card_option(intent.payment_method_options.value.as_object(), "request_three_d_secure");
    attempt.presence = {.was_authenticated = authenticated,
                        .wants_challenge = requested == "any" || requested == "challenge"};
    auto answer = methods::authorize(tx, **method.card_credential, attempt);
    if (answer.verdict == Verdict::needs_authentication) {
        auto begun = authentications::begin(tx, {.intent = intent.id,
                                                 .return_url = p.return_url,
                                                 .use_stripe_sdk = p.use_stripe_sdk.value_or(false),
                                                 .three_d_secure_2 = answer.three_d_secure_2,
                                                 .brand = method.card->brand});
        intent.status.take(Step::challenge);
        intent.authentication = begun.authentication.id;
        intent.next_action = Raw{begun.next_action};
        record_attempt(tx, intent, method, AttemptStatus::requires_action);
        payment_methods::save(tx, method);
        tx.update(intent);
        events::emit(tx, "setup_intent.requires_action", intent);
        return {};
    }
    payment_methods::apply_checks(method, answer.checks);
    (*method.card_credential)->cvc_given = false;
    if (answer.verdict == Verdict::declined) {
        auto error = methods::decline_error(*answer.decline);
        error["payment_method"] = parse_document(document_of(method));
        if (authenticated)
            end_attempt(tx, intent, AttemptStep::fail, &method, Raw{sorted(error)});
        else
            record_attempt(tx, intent, method, AttemptStatus::failed, Raw{sorted(error)});
        fail(tx, intent, method, error);
        return Declined{std::move(error), method};
    }
    if (authenticated)
        end_attempt(tx, intent, AttemptStep::succeed, &method);
    else
        record_attempt(tx, intent, method, AttemptStatus::succeeded);
    succeed(tx, intent, method);
    return {};
}

Result<void> set_up_bank(Tx& tx, SetupIntent& intent, PaymentMethod& method, Params const& p) {
    if (!method.billing_details.name) return refuse_missing("billing_details[name]");
    auto const& account = **method.bank_credential;
    if (account.blocked)
        return refuse("payment_method_bank_account_blocked", "",
                      "This bank account has failed verification in the past and can not be used. Contact us if you "
                      "wish to attempt to use these bank account credentials.");
    if (p.mandate_data) {
        TRY(auto mandate, mandates::accept(tx, p.mandate_data->value, method,
                                           {.verified = account.verified,
                                            .on_behalf_of = intent.on_behalf_of,
                                            .single_use_amount = {},
                                            .currency = {}}));
        intent.pending_mandate = mandate.id;
    } else if (auto mandate = mandates::active_for(tx, method.id)) {
        intent.pending_mandate = mandate->id;
    } else {
        return refuse("parameter_missing", "mandate_data", "Missing required param: mandate_data.");
    }
    if (account.verified) {
        record_attempt(tx, intent, method, AttemptStatus::succeeded);
        succeed(tx, intent, method);
        return {};
    }
    intent.status.take(Step::challenge);
    intent.next_action = Raw{intents::microdeposit_action(tx, intent.id, intent.client_secret)};
    record_attempt(tx, intent, method, AttemptStatus::requires_action);
    payment_methods::save(tx, method);
    tx.update(intent);
    events::emit(tx, "setup_intent.requires_action", intent);
    return {};
}

// Detached, deleted or used up while the attempt was open (see payment_intents/confirm.cpp).
Refusal lost_its_method(Tx& tx, SetupIntent& intent, PaymentMethod& method) {
    auto why = payment_methods::check_usable(method).error();
    why.code = "setup_attempt_failed";
    json::object error{{"type", why.type},
                       {"code", why.code},
                       {"doc_url", doc_url(why.code)},
                       {"message", why.message},
                       {"payment_method", parse_document(document_of(method))}};
    end_attempt(tx, intent, AttemptStep::fail, &method, Raw{sorted(error)});
    fail(tx, intent, method, error);
    return why;
}

Result<PaymentMethod> method_for(Tx& tx, SetupIntent const& intent, Params const& p) {
    if (p.payment_method_data) return payment_methods::make(tx, *p.payment_method_data, "payment_method_data");
    if (p.payment_method) return payment_methods::in_param(tx, *p.payment_method);
    if (intent.payment_method) return payment_methods::in_param(tx, *intent.payment_method);
    return refuse_state(intent,
                        "You cannot confirm this SetupIntent because it's missing a payment method. You can either "
                        "update the SetupIntent with a payment method and then confirm it again, or confirm it again "
                        "directly with a payment method or ConfirmationToken.");
}

Result<void> check_return_url(Tx& tx, SetupIntent const& intent, Params const& p) {
    bool may_redirect =
        intent.automatic_payment_methods && intent.automatic_payment_methods->allow_redirects == "always";
    if (!may_redirect || p.return_url || p.use_stripe_sdk.value_or(false) || tx.caller().publishable) return {};
    return refuse("", "",
                  "This SetupIntent is configured to accept payment methods enabled in your Dashboard. Because some of "
                  "these payment methods might redirect your customer off of your page, you must provide a "
                  "`return_url`. If you don't want to accept redirect-based payment methods, set "
                  "`automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to "
                  "`never` when "
                  "creating Setup Intents and Payment Intents.");
}

}  // namespace

Result<Outcome> confirm(Tx& tx, SetupIntent intent, Params const& p) {
    TRY(auto method, method_for(tx, intent, p));
    if (intent.status == Status::succeeded)
        return refuse_state(intent, "You cannot confirm this SetupIntent because it has already succeeded.");
    if (intent.status == Status::canceled)
        return refuse_state(intent, "You cannot confirm this SetupIntent because it has been canceled.");
    TRY_DO(intents::check_method(method, intent.payment_method_types, intent.customer, "SetupIntent"));
    TRY_DO(check_return_url(tx, intent, p));
    TRY_DO(intents::merge_options(intent.payment_method_options.value.as_object(), p.payment_method_options));
    if (!intent.authentication->empty()) authentications::supersede(tx, *intent.authentication);
    end_attempt(tx, intent, AttemptStep::abandon);
    intent.authentication = std::string();
    intent.last_setup_error.reset();
    intent.payment_method = method.id;
    std::optional<Declined> declined;
    if (method.card)
        declined = set_up_card(tx, intent, method, p, false);
    else
        TRY_DO(set_up_bank(tx, intent, method, p));
    return Outcome{std::move(intent), std::move(declined)};
}

void authenticated(Tx& tx, std::string const& id, bool passed) {
    auto intent = tx.get<SetupIntent>(id);
    if (intent.status != Status::requires_action) return;
    auto method = payment_methods::of_attempt(tx, intent.payment_method.value());
    intent.authentication = std::string();
    if (method.is_dead()) return static_cast<void>(lost_its_method(tx, intent, method));
    if (passed) {
        set_up_card(tx, intent, method, {}, true);
        return;
    }
    json::object error{{"type", "invalid_request_error"},
                       {"code", "setup_intent_authentication_failure"},
                       {"doc_url", doc_url("setup_intent_authentication_failure")},
                       {"message",
                        "The provided PaymentMethod has failed authentication. You can provide payment_method_data or "
                        "a new PaymentMethod to attempt to fulfill this PaymentIntent again."},
                       {"payment_method", parse_document(document_of(method))}};
    end_attempt(tx, intent, AttemptStep::fail, &method, Raw{sorted(error)});
    fail(tx, intent, method, error);
}

Result<std::optional<Refusal>> verify(Tx& tx, SetupIntent& intent, intents::MicrodepositParams const& p) {
    TRY_DO(intents::check_secret(tx, p.client_secret, intent.client_secret, "SetupIntent"));
    bool waits = intent.status == Status::requires_action && intent.next_action &&
                 text_at(intent.next_action->value.as_object(), "type") == "verify_with_microdeposits";
    if (!waits)
        return refuse(
            "intent_invalid_state", "",
            "This SetupIntent cannot be actioned on because it has a status of " + intent.status.word() +
                ". Only a SetupIntent with one of the following statuses may be actioned on: [\"requires_action\"].");
    auto method = payment_methods::of_attempt(tx, intent.payment_method.value());
    if (method.is_dead()) return lost_its_method(tx, intent, method);
    TRY(auto verdict, intents::verify_microdeposits(method, p));
    payment_methods::save(tx, method);
    if (verdict.result == intents::Microdeposits::right) {
        mandates::take(tx, *intent.pending_mandate, mandates::Step::verify);
        end_attempt(tx, intent, AttemptStep::succeed, &method);
        succeed(tx, intent, method);
        return std::nullopt;
    }
    if (verdict.result == intents::Microdeposits::exceeded) {
        json::object error{{"code", verdict.why.code},
                           {"doc_url", doc_url(verdict.why.code)},
                           {"message", verdict.why.message},
                           {"payment_method", parse_document(document_of(method))},
                           {"type", "invalid_request_error"}};
        end_attempt(tx, intent, AttemptStep::fail, &method, Raw{sorted(error)});
        fail(tx, intent, method, error);
    }
    return verdict.why;  // the attempt counts, so it is kept
}

}  // namespace bursar::setup_intents
