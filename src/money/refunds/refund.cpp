#include "money/refunds/refund.hpp"

#include "base/currency.hpp"
#include "connect/accounts/account.hpp"
#include "events/events/event.hpp"
#include "money/application_fees/application_fee.hpp"
#include "money/balance/balance_transaction.hpp"
#include "money/charges/charge.hpp"

namespace bursar::refunds {

using namespace api;
using acquirers::Sequel;
using charges::Charge;

namespace {

constexpr Timestamp kSettleSeconds = 1;

Refund blank(Tx& tx, Charge const& charge, std::int64_t amount) {
    Refund refund{.id = tx.fresh_id(charge.id.starts_with("py_") ? "pyr" : "re", charge.payment_intent ? '3' : '1')};
    refund.amount = amount;
    refund.charge = charge.id;
    refund.created = tx.now();
    refund.currency = charge.currency;
    refund.customer = charge.customer;
    refund.payment_intent = charge.payment_intent;
    refund.payment_method = charge.payment_method;
    return refund;
}

std::string description_of(Charge const& charge) {
    return charge.description ? "REFUND FOR CHARGE (" + *charge.description + ")" : "REFUND FOR CHARGE";
}

json::object destination_of(Charge const& charge) {
    if (*charge.method_type == "us_bank_account")
        return {{"type", "us_bank_transfer"},
                {"us_bank_transfer", json::object{{"reference", nullptr}, {"reference_status", "pending"}}}};
    return {{"card",
             json::object{
                 {"reference_status", "pending"}, {"reference_type", "acquirer_reference_number"}, {"type", "refund"}}},
            {"type", "card"}};
}

// Of a destination charge: the same share of the transfer comes back.
Result<void> reverse_transfer(Tx& tx, Charge const& charge, Refund& refund) {
    if (!charge.transfer)
        return refuse("", "reverse_transfer",
                      "You cannot reverse a transfer on a charge without an associated transfer.");
    auto transfer = tx.get<transfers::Transfer>(*charge.transfer);
    auto rest = transfer.amount - transfer.amount_reversed;
    auto amount = refund.amount == charges::refundable(charge)
                      ? rest
                      : std::min(rest, share(transfer.amount, refund.amount, charge.amount_captured));
    if (amount == 0) return {};
    TRY(auto reversal, transfers::reverse(tx, transfer, amount, refund.id));
    refund.transfer_reversal = reversal.id;
    return {};
}

Result<void> refund_fee(Tx& tx, Charge const& charge, std::int64_t amount) {
    if (!charge.application_fee) return {};
    auto platform = tx.at_platform();
    auto fee = platform.get<application_fees::ApplicationFee>(*charge.application_fee);
    auto rest = fee.amount - fee.amount_refunded;
    auto part = amount == charges::refundable(charge)
                    ? rest
                    : std::min(rest, share(fee.amount, amount, charge.amount_captured));
    if (part > 0) TRY_DO(application_fees::refund(tx, fee, part));
    return {};
}

Result<std::int64_t> amount_to_refund(Tx& tx, Charge const& charge, std::optional<std::int64_t> asked) {
    if (charge.status == charges::Status::failed)
        return refuse("charge_not_refundable", "", "Charge " + charge.id + " failed and cannot be refunded.");
    auto rest = charges::refundable(charge);
    if (charge.captured && rest <= 0)
        return refuse("charge_already_refunded", "", "Charge " + charge.id + " has already been refunded.");
    if (charge.disputed && charge.dispute) {
        auto dispute = tx.get<disputes::Dispute>(*charge.dispute);
        if (!dispute.is_charge_refundable && dispute.status != disputes::Status::won)
            return refuse("charge_disputed", "",
                          "Charge " + charge.id + " has been charged back; cannot issue a refund.");
    }
    auto amount = asked.value_or(rest);
    if (amount < 1)
        return refuse("parameter_invalid_integer", "amount", "This value must be greater than or equal to 1.");
    if (amount > rest)
        return refuse(
            "", "amount",
            "Refund amount (" + money_text(amount, charge.currency) + ") is greater than " +
                (charge.amount_refunded ? "unrefunded amount on charge (" + money_text(rest, charge.currency) + ")"
                                        : "charge amount (" + money_text(charge.amount, charge.currency) + ")"));
    return amount;
}

void close_inquiry(Tx& tx, Charge const& charge) {
    if (!charge.dispute) return;
    auto dispute = tx.get<disputes::Dispute>(*charge.dispute);
    if (!dispute.is_charge_refundable || !disputes::is_open(dispute)) return;
    auto const before = dispute;
    dispute.status.take(disputes::Step::close_inquiry);
    events::change(tx, "charge.dispute.closed", before, dispute);
}

}  // namespace

void settle(Tx& tx, json::object const& payload) {
    auto refund = tx.get<Refund>(text_at(payload, "id"));
    auto const before = refund;
    if (text_at(payload, "to") == "succeeded") {
        if (!refund.status.can(Step::settle)) return;
        refund.status.take(Step::settle);
        return events::change(tx, "refund.updated", before, refund);
    }
    if (!refund.status.can(Step::fail)) return;
    auto charge = tx.get<Charge>(refund.charge);
    refund.status.take(Step::fail);
    refund.failure_reason = std::string("expired_or_canceled_card");
    auto transaction = balance::record(tx, accounts::acting(tx),
                                       {.type = "refund_failure",
                                        .reporting_category = "refund_failure",
                                        .amount = refund.amount,
                                        .currency = refund.currency,
                                        .description = "REFUND FAILURE",
                                        .source = refund.id,
                                        .counter_account = "network",
                                        .available_on = balance::waits_with(tx, refund.balance_transaction)});
    refund.failure_balance_transaction = transaction.id;
    charge.amount_refunded -= refund.amount;
    charge.refunded = false;
    tx.update(charge);
    events::change(tx, "refund.updated", before, refund);
    events::emit(tx, "refund.failed", refund);
    events::emit_change(tx, "charge.refund.updated", document_of(before), document_of(refund));
}

Result<Refund> make(Tx& tx, Charge& charge, NewRefund const& order) {
    TRY(auto amount, amount_to_refund(tx, charge, order.amount));
    auto const before = charge;
    auto refund = blank(tx, charge, amount);
    refund.reason = order.reason;
    refund.metadata = order.metadata;
    refund.destination_details = Raw{destination_of(charge)};
    if (order.reverse_transfer) TRY_DO(reverse_transfer(tx, charge, refund));
    if (order.refund_application_fee) TRY_DO(refund_fee(tx, charge, amount));
    auto transaction = balance::record(tx, accounts::acting(tx),
                                       {.type = charge.id.starts_with("py_") ? "payment_refund" : "refund",
                                        .reporting_category = "refund",
                                        .amount = -amount,
                                        .currency = charge.currency,
                                        .description = description_of(charge),
                                        .source = refund.id,
                                        .counter_account = "network",
                                        .available_on = balance::waits_with(tx, charge.balance_transaction)});
    refund.balance_transaction = transaction.id;
    auto sequel = static_cast<Sequel>(charge.sequel.value);
    bool pending = sequel == Sequel::refund_pending || *charge.method_type == "us_bank_account";
    if (pending) refund.status.begin_as(Status::pending);
    tx.insert(refund);
    if (pending) tx.enqueue(tx.now() + kSettleSeconds, "refund.settle", {{"id", refund.id}, {"to", "succeeded"}});
    if (sequel == Sequel::refund_fails)
        tx.enqueue(tx.now() + kSettleSeconds, "refund.settle", {{"id", refund.id}, {"to", "failed"}});
    charge.amount_refunded += amount;
    charge.refunded = charge.amount_refunded == charge.amount;
    events::emit(tx, "refund.created", refund);
    events::change(tx, "charge.refunded", before, charge);
    close_inquiry(tx, charge);
    return refund;
}

void release(Tx& tx, Charge& charge, std::optional<std::string> const& reason) {
    auto const before = charge;
    charge.released = true;
    charge.amount_refunded = charge.amount;
    charge.refunded = true;
    if (tx.version().is_before("2025-03-31")) {
        auto refund = blank(tx, charge, charge.amount);
        if (reason && *reason != "abandoned") refund.reason = reason;
        tx.insert(refund);
    }
    events::change(tx, "charge.refunded", before, charge);
}

}  // namespace bursar::refunds
