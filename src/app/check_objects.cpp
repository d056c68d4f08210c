#include "app/check_objects.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/currency.hpp"
#include "intents/payment_intents/payment_intent.hpp"
#include "money/application_fees/application_fee.hpp"
#include "money/charges/charge.hpp"
#include "money/disputes/dispute.hpp"
#include "money/payouts/payout.hpp"
#include "money/refunds/refund.hpp"
#include "money/transfers/transfer.hpp"

namespace bursar::app {

using api::Tx;
using application_fees::ApplicationFee, application_fees::FeeRefund;
using balance::BalanceTransaction;
using charges::Charge;
using disputes::Dispute;
using payment_intents::PaymentIntent;
using payouts::Payout;
using refunds::Refund;
using transfers::Transfer, transfers::TransferReversal;

namespace {

constexpr std::size_t kAll = 1'000'000'000;

// In the currency that the account settles in, at the rate of then.
std::int64_t settled(BalanceTransaction const& t, std::int64_t amount, std::string const& currency) {
    if (currency == t.currency) return amount;
    auto const* rate = t.exchange_rate ? &t.exchange_rate->value : nullptr;
    MUST(rate && rate->is_number());
    return converted_at(std::llround(rate->to_number<double>() * 1e6), amount, currency, t.currency);
}

template <class T>
std::int64_t sum_of(std::vector<T> const& parts) {
    std::int64_t sum = 0;
    for (auto const& part : parts) sum += part.amount;
    return sum;
}

// The balance transactions of one object, each of which something must account for.
class Transactions {
public:
    Transactions(Tx& tx, std::string const& source, Findings& found)
        : left_(tx.all<BalanceTransaction>("source", source, kAll)), found_(found) {}

    // The one that the object names, of this amount; none where it names none.
    std::optional<BalanceTransaction> take(std::optional<std::string> const& id, std::int64_t amount,
                                           std::string const& currency) {
        if (!id) return std::nullopt;
        auto at = std::ranges::find(left_, *id, &BalanceTransaction::id);
        if (at == left_.end()) {
            found_.tell("its balance transaction " + *id + " is not about it");
            return std::nullopt;
        }
        auto out = *at;
        left_.erase(at);
        found_.same("amount", settled(out, amount, currency), out.id, out.amount);
        return out;
    }
    // One of that type and amount, which nobody names.
    void take_one(std::string_view type, std::int64_t amount, std::string const& currency) {
        auto at = std::ranges::find_if(
            left_, [&](auto const& t) { return t.type == type && t.amount == settled(t, amount, currency); });
        if (at == left_.end())
            found_.tell("there is no " + std::string(type) + " of " + std::to_string(amount) + " about it");
        else
            left_.erase(at);
    }
    void none_left() {
        for (auto const& t : left_) found_.tell(t.id + " moved " + std::to_string(t.amount) + " for no reason");
    }

private:
    std::vector<BalanceTransaction> left_;
    Findings& found_;
};

// The refunds and reversals that a fee and a transfer show of themselves.
template <class T>
void check_shown(Raw const& list, std::vector<T> const& kept, Findings& found) {
    for (auto const& shown : list.value.as_object().at("data").as_array()) {
        auto id = text_at(shown.as_object(), "id");
        auto at = std::ranges::find(kept, id, &T::id);
        if (at == kept.end())
            found.tell("shows " + std::string(id) + ", which is not there");
        else
            found.same("the amount shown", integer_at(shown.as_object(), "amount"), id, at->amount);
    }
}

// ---- charges ----

void check_refunds(Tx& tx, Charge const& charge, Findings& found) {
    if (charge.released.value) return found.same("amount_refunded", charge.amount_refunded, "amount", charge.amount);
    std::int64_t back = 0;
    for (auto const& refund : tx.all<Refund>("charge", charge.id, kAll))
        if (refund.status != refunds::Status::failed) back += refund.amount;
    if (charge.captured && !charge.payment_intent) back += charge.amount - charge.amount_captured;
    found.same("amount_refunded", charge.amount_refunded, "its refunds", back);
}

// What the platform kept of it, and gave back.
void check_fee(Tx& tx, Charge const& charge, std::int64_t part, Transactions& transactions, Findings& found) {
    if (!charge.application_fee) return;
    auto fee = tx.get<ApplicationFee>(*charge.application_fee);
    found.same("application_fee_amount", part, fee.id, fee.amount);
    if (fee.charge != charge.id) return;  // its transfer's payment paid it
    auto platform = tx.at(tx.stored(fee.id)->owner, {});
    for (auto const& refund : platform.all<FeeRefund>("fee", fee.id, kAll))
        transactions.take_one("adjustment", refund.amount, refund.currency);
}

void check_transfer(Tx& tx, Charge const& charge, std::optional<BalanceTransaction> const& taken, Findings& found) {
    if (charge.source_transfer)
        found.same("amount", charge.amount, "its transfer", tx.get<Transfer>(*charge.source_transfer).amount);
    if (!charge.transfer || !charge.transfer_data || !taken) return;
    auto sent = std::min(charge.transfer_data->amount.value_or(charge.amount_captured), charge.amount_captured);
    found.same("transfer_data", settled(*taken, sent, charge.currency), *charge.transfer,
               tx.get<Transfer>(*charge.transfer).amount);
}

// What the network was asked for.
void check_authorized(Charge const& charge, Findings& found) {
    auto const* details = charge.payment_method_details.value.if_object();
    auto const* card = details ? details->if_contains("card") : nullptr;
    if (!card) return;
    auto same = [&](json::object const& in, std::string_view name) {
        if (auto const* amount = in.if_contains(name); amount && !amount->is_null())
            found.same(name, amount->to_number<std::int64_t>(), "amount", charge.amount);
    };
    same(card->as_object(), "amount_authorized");
    if (auto const* more = card->as_object().if_contains("overcapture"))
        same(more->as_object(), "maximum_amount_capturable");
}

void check(Tx& tx, Charge const& charge, Findings& found) {
    Transactions transactions(tx, charge.id, found);
    bool moved = charge.captured && charge.status == charges::Status::succeeded;
    if (moved != charge.balance_transaction.has_value()) found.tell("its balance transaction does not fit its status");
    if (charge.amount_captured > charge.amount) found.tell("more was captured than there was");
    if (!moved) found.same("amount_captured", charge.amount_captured, "status", charge.captured ? charge.amount : 0);
    auto taken = transactions.take(charge.balance_transaction, charge.amount_captured, charge.currency);
    check_authorized(charge, found);
    check_refunds(tx, charge, found);
    check_transfer(tx, charge, taken, found);
    if (moved && taken) {
        auto part = std::min(charge.application_fee_amount.value_or(0), charge.amount_captured);
        check_fee(tx, charge, charge.transfer ? settled(*taken, part, charge.currency) : part, transactions, found);
    }
    transactions.none_left();
}

void check(Tx& tx, PaymentIntent const& intent, Findings& found) {
    bool holds = intent.status == payment_intents::Status::requires_capture,
         paid = intent.status == payment_intents::Status::succeeded;
    found.same("amount_capturable", intent.amount_capturable, "status", holds ? intent.amount : 0);
    if (!paid) found.same("amount_received", intent.amount_received, "status", 0);
    if (!intent.latest_charge) return;
    auto charge = tx.get<Charge>(*intent.latest_charge);
    if (charge.status == charges::Status::failed) return;  // the next attempt may be for another amount
    found.same("amount", intent.amount, charge.id, charge.amount);
    if (paid) found.same("amount_received", intent.amount_received, charge.id, charge.amount_captured);
    found.same("application_fee_amount", intent.application_fee_amount.value_or(0), charge.id,
               charge.application_fee_amount.value_or(0));
    if (intent.transfer_data && charge.transfer_data)
        found.same("transfer_data[amount]", intent.transfer_data->amount.value.value_or(0), charge.id,
                   charge.transfer_data->amount.value_or(0));
}

// ---- what goes back ----

void check(Tx& tx, Refund const& refund, Findings& found) {
    Transactions transactions(tx, refund.id, found);
    transactions.take(refund.balance_transaction, -refund.amount, refund.currency);
    transactions.take(refund.failure_balance_transaction.value, refund.amount, refund.currency);
    transactions.none_left();
    if (!refund.balance_transaction)  // an authorization was let go
        found.same("amount", refund.amount, refund.charge, tx.get<Charge>(refund.charge).amount);
}

void check(Tx& tx, Dispute const& dispute, Findings& found) {
    Transactions transactions(tx, dispute.id, found);
    found.same("amount", dispute.amount, dispute.charge, tx.get<Charge>(dispute.charge).amount_captured);
    bool withdrawn = false;
    for (auto const& told : dispute.balance_transactions.value.as_array()) {
        BalanceTransaction shown;
        MUST(read_fields(&shown, fields_of<BalanceTransaction>(), told, Path{}, Source::document));
        auto amount = std::exchange(withdrawn, true) ? dispute.amount : -dispute.amount;
        auto kept = transactions.take(shown.id, amount, dispute.currency);
        if (!kept) continue;
        found.same("balance_transactions' amount", shown.amount, shown.id, kept->amount);
        found.same("balance_transactions' fee", shown.fee, shown.id, kept->fee);
        found.same("balance_transactions' net", shown.net, shown.id, kept->net);
        found.same("balance_transactions' fee_details", sum_of(shown.fee_details), shown.id, kept->fee);
    }
    transactions.none_left();
}

// ---- transfers, fees, payouts ----

void check(Tx& tx, Transfer const& transfer, Findings& found) {
    Transactions transactions(tx, transfer.id, found);
    transactions.take(transfer.balance_transaction, -transfer.amount, transfer.currency);
    auto reversals = tx.all<TransferReversal>("transfer", transfer.id, kAll);
    check_shown(transfer.reversals, reversals, found);
    found.same("amount_reversed", transfer.amount_reversed, "its reversals", sum_of(reversals));
    for (auto const& reversal : reversals)
        transactions.take(reversal.balance_transaction, reversal.amount, reversal.currency);
    transactions.none_left();
}

void check(Tx& tx, TransferReversal const& reversal, Findings& found) {
    if (!reversal.destination_payment_refund) return;
    auto refund = tx.get<Refund>(*reversal.destination_payment_refund);
    found.same("amount", reversal.amount, refund.id, refund.amount);
}

void check(Tx& tx, ApplicationFee const& fee, Findings& found) {
    Transactions transactions(tx, fee.id, found);
    transactions.take(fee.balance_transaction, fee.amount, fee.currency);
    auto refunds = tx.all<FeeRefund>("fee", fee.id, kAll);
    check_shown(fee.refunds, refunds, found);
    found.same("amount_refunded", fee.amount_refunded, "its refunds", sum_of(refunds));
    for (auto const& refund : refunds) transactions.take(refund.balance_transaction, -refund.amount, refund.currency);
    transactions.none_left();
}

void check(Tx& tx, Payout const& payout, Findings& found) {
    Transactions transactions(tx, payout.id, found);
    transactions.take(payout.balance_transaction, -payout.amount, payout.currency);
    transactions.take(payout.failure_balance_transaction, payout.amount, payout.currency);
    transactions.none_left();
}

// What it is about must be there; that it is the right amount is looked at from there.
void check(Tx& tx, BalanceTransaction const& transaction, Findings& found) {
    if (!transaction.source || !tx.stored(*transaction.source)) found.tell("what it is about is not there");
}

template <class T>
bool check_if(std::string_view kind, Tx& tx, store::Object const& object, Findings& found) {
    if (kind != T::kObject) return false;
    check(tx, Tx::read<T>(object), found);
    return true;
}

template <class... T>
void check_any(std::string_view kind, Tx& tx, store::Object const& object, Findings& found) {
    (check_if<T>(kind, tx, object, found) || ...);
}

}  // namespace

void compare_with_transactions(api::Environment& environment, store::Session& session, store::Object const& object,
                               std::string_view kind, Findings& found) {
    Tx tx(environment, session, {.owner = object.owner});
    check_any<BalanceTransaction, Charge, PaymentIntent, Refund, Dispute, Transfer, TransferReversal, ApplicationFee,
              Payout>(kind, tx, object, found);
}

}  // namespace bursar::app
