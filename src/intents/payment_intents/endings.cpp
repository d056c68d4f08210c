// How a PaymentIntent ends: captured, in full or in part, cancelled, expired, or as a bank says days later.
#include "base/rules.hpp"
#include "events/events/event.hpp"
#include "instruments/mandates/mandate.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "intents/authentications/authentication.hpp"
#include "intents/payment_intents/payment_intent.hpp"
#include "money/charges/charge.hpp"
#include "money/disputes/dispute.hpp"
#include "money/payments/payment.hpp"
#include "money/refunds/refund.hpp"

namespace bursar::payment_intents {

using namespace api;

payments::Split split_of(PaymentIntent const& intent) {
    payments::Split split{.amount = intent.amount,
                          .application_fee_amount = intent.application_fee_amount,
                          .transfer_data = {},
                          .on_behalf_of = intent.on_behalf_of};
    if (intent.transfer_data)
        split.transfer_data =
            charges::TransferData{intent.transfer_data->amount.value, intent.transfer_data->destination};
    return split;
}

// Unknown: the wording, after "expire the session instead" of the reference's guides.
Result<void> check_not_of_checkout(PaymentIntent const& intent, std::string_view action) {
    if (!intent.of_open_checkout.value) return {};
    return refuse_state(intent, "You cannot " + std::string(action) + " a PaymentIntent created by Checkout.");
}

void cancel(Tx& tx, PaymentIntent& intent, std::optional<std::string> const& reason) {
    if (intent.status == Status::requires_capture) {
        auto charge = tx.get<charges::Charge>(*intent.latest_charge);
        refunds::release(tx, charge, reason);
    }
    if (intent.status == Status::processing && !intent.processing) {  // else the holder is only being told of it
        auto charge = tx.get<charges::Charge>(*intent.latest_charge);
        payments::debit_failed(tx, charge, "canceled", "The payment was canceled.");
    }
    if (!intent.authentication->empty()) authentications::supersede(tx, *intent.authentication);
    intent.status.take(Step::cancel);
    intent.amount_capturable = 0;
    intent.canceled_at = tx.now();
    intent.cancellation_reason = reason;
    intent.next_action.reset();
    intent.processing.reset();
    save(tx, intent);
    tell(tx, "payment_intent.canceled", intent);
}

namespace {

struct CaptureParams {
    Ignored<Emptyable<Raw>> amount_details;
    std::optional<CaptureAmount> amount_to_capture;
    std::optional<AtLeast<0>> application_fee_amount;
    std::optional<bool> final_capture;
    Unsupported<Raw> hooks;
    MetadataParam metadata;
    Ignored<Raw> payment_details;
    std::optional<charges::StatementDescriptor> statement_descriptor, statement_descriptor_suffix;
    std::optional<TransferParams> transfer_data;
};
FIELDS(CaptureParams, amount_details, amount_to_capture, application_fee_amount, final_capture, hooks, metadata,
       payment_details, statement_descriptor, statement_descriptor_suffix, transfer_data);

Result<Reply> capture(Tx& tx, std::string id, CaptureParams p) {
    TRY(auto intent, find_in_path<PaymentIntent>(tx, id));
    if (intent.status == Status::succeeded && intent.latest_charge) {
        bool was_held = tx.get<charges::Charge>(*intent.latest_charge).capture_before.value;
        return refuse_state(intent,
                            !was_held || tx.version().is_before("2022-08-01")
                                ? "This PaymentIntent could not be captured because it has already been captured."
                                : "The remaining amount on this PaymentIntent could not be captured because the "
                                  "remainder of the authorized amount has been released.");
    }
    if (intent.status != Status::requires_capture)
        return refuse_state(
            intent, "This PaymentIntent could not be captured because it has a status of " + intent.status.word() +
                        ". Only a PaymentIntent with one of the following statuses may be captured: requires_capture.");
    // Of what is captured in parts: nothing is (`multicapture` is unavailable). Unknown: the wording.
    if (!p.final_capture.value_or(true))
        return refuse("payment_intent_invalid_parameter", "final_capture",
                      "This PaymentIntent is not eligible for multicapture: its capture is final.");
    auto charge = tx.get<charges::Charge>(*intent.latest_charge);
    payments::Capture order{.amount = p.amount_to_capture,
                            .application_fee_amount = p.application_fee_amount,
                            .transfer_amount = {},
                            .statement_descriptor = p.statement_descriptor,
                            .statement_descriptor_suffix = p.statement_descriptor_suffix};
    if (p.transfer_data) order.transfer_amount = p.transfer_data->amount;
    TRY_DO(payments::capture(tx, charge, order));
    intent.application_fee_amount = charge.application_fee_amount;
    if (order.transfer_amount) intent.transfer_data->amount = order.transfer_amount;
    p.metadata.apply_to(intent.metadata);
    intent.status.take(Step::capture);
    intent.amount_capturable = 0;
    intent.amount_received = charge.amount_captured;
    if (charge.transfer_group) intent.transfer_group = charge.transfer_group;
    save(tx, intent);
    tell(tx, "payment_intent.succeeded", intent);
    return api::reply_with(intent);
}

struct CancelParams {
    std::optional<Choice<"duplicate", "fraudulent", "requested_by_customer", "abandoned">> cancellation_reason;
};
FIELDS(CancelParams, cancellation_reason);

Result<Reply> cancel_call(Tx& tx, std::string id, CancelParams p) {
    TRY(auto intent, find_in_path<PaymentIntent>(tx, id));
    if (!intent.status.can(Step::cancel))
        return refuse_state(
            intent,
            "You cannot cancel this PaymentIntent because it has a status of " + intent.status.word() +
                ". Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, "
                "requires_capture, " +
                (tx.version().is_before("2026-03-25")
                     ? "requires_confirmation, requires_action, processing."
                     : "requires_reauthorization, requires_confirmation, requires_action, expired, processing."));
    TRY_DO(check_not_of_checkout(intent, "cancel"));
    payment_intents::cancel(tx, intent,
                            p.cancellation_reason ? std::optional(p.cancellation_reason->text) : std::nullopt);
    return api::reply_with(intent);
}

// [passed on] nowhere: what it asks for is refused whatever it says.
struct IncrementParams {
    PaymentAmount amount;
    std::optional<AtLeast<0>> application_fee_amount;
    std::optional<std::string> description;
    MetadataParam metadata;
    std::optional<charges::StatementDescriptor> statement_descriptor;
    std::optional<TransferParams> transfer_data;
};
FIELDS(IncrementParams, amount, application_fee_amount, description, metadata, statement_descriptor, transfer_data);

Result<Reply> increment(Tx& tx, std::string id, IncrementParams) {
    TRY_DO(find_in_path<PaymentIntent>(tx, id));
    return refuse("payment_intent_invalid_parameter", "",
                  "This PaymentIntent is not eligible for incremental authorization.");
}

constexpr Route kRoutes[] = {
    post<capture>("/v1/payment_intents/:id/capture"),
    post<cancel_call>("/v1/payment_intents/:id/cancel"),
    post<increment>("/v1/payment_intents/:id/increment_authorization"),
};

}  // namespace

ResourceType const kEndings{.object = "", .routes = kRoutes, .expandable = {}};

void end_debit(Tx& tx, json::object const& payload) {
    auto intent = tx.get<PaymentIntent>(text_at(payload, "id"));
    if (intent.status != Status::processing) return;
    auto charge = tx.get<charges::Charge>(text_at(payload, "charge"));
    auto code = text_at(payload, "code");
    if (code.empty()) {
        payments::debit_succeeded(tx, charge);
        intent.status.take(Step::settle);
        intent.amount_received = intent.amount;
        save(tx, intent);
        tell(tx, "payment_intent.succeeded", intent);
        if (payload.at("disputed") == json::value(true)) {
            if (!intent.mandate->empty()) mandates::take(tx, *intent.mandate, mandates::Step::end);
            disputes::return_debit(tx, charge, "insufficient_funds");
        }
        return;
    }
    payments::debit_failed(tx, charge, code, text_at(payload, "message"));
    if (code == "debit_not_authorized" && !intent.mandate->empty())
        mandates::take(tx, *intent.mandate, mandates::Step::end);
    auto method = payment_methods::of_attempt(tx, intent.payment_method.value());
    json::object error{{"charge", charge.id},
                       {"code", code},
                       {"doc_url", doc_url(code)},
                       {"message", text_at(payload, "message")},
                       {"payment_method", parse_document(document_of(method))},
                       {"type", "invalid_request_error"}};
    intent.status.take(Step::decline);
    intent.payment_method.reset();
    intent.last_payment_error = Raw{sorted(error)};
    save(tx, intent);
    tell(tx, "payment_intent.payment_failed", intent);
}

void expire(Tx& tx, json::object const& payload) {
    auto intent = tx.get<PaymentIntent>(text_at(payload, "id"));
    if (intent.status != Status::requires_capture) return;
    auto charge = tx.get<charges::Charge>(*intent.latest_charge);
    refunds::release(tx, charge, std::nullopt);
    events::emit(tx, "charge.expired", charge);
    intent.status.take(Step::cancel);
    intent.amount_capturable = 0;
    intent.canceled_at = tx.now();
    intent.cancellation_reason = "automatic";
    save(tx, intent);
    tell(tx, "payment_intent.canceled", intent);
}

}  // namespace bursar::payment_intents
