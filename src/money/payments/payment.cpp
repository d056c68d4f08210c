#include "money/payments/payment.hpp"

#include <algorithm>

#include "base/currency.hpp"
#include "connect/accounts/account.hpp"
#include "connect/accounts/regions.hpp"
#include "events/events/event.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "money/application_fees/application_fee.hpp"
#include "money/balance/balance_transaction.hpp"
#include "money/charges/charge.hpp"
#include "money/disputes/dispute.hpp"
#include "money/transfers/transfer.hpp"

namespace bursar::payments {

using namespace api;
using acquirers::Sequel;
using acquirers::Verdict;
using charges::Attempt;
using charges::Charge;

namespace {

std::int64_t processing_fee(accounts::Account const& account, Charge const& charge) {
    auto amount = balance::settled(account, charge.amount_captured, charge.currency);
    if (*charge.method_type == "us_bank_account") return balance::bank_debit_fee(amount);
    return balance::card_fee(account, amount, *charge.country);
}

Timestamp availability(Tx& tx, accounts::Account const& account, Charge const& charge) {
    if (static_cast<Sequel>(charge.sequel.value) == Sequel::funds_available || *charge.method_type == "us_bank_account")
        return 0;
    return balance::availability(account, tx.now());
}

// Of what was captured; an authorization may have been for more.
std::int64_t part_of(Charge const& charge, std::optional<std::int64_t> part, std::int64_t otherwise) {
    return std::min(part.value_or(otherwise), charge.amount_captured);
}

// A destination charge: the platform keeps the charge and sends it on, all of it or what transfer_data[amount] says.
void send_on(Tx& tx, Charge& charge, Timestamp available_on) {
    auto const& data = *charge.transfer_data;
    auto const looked_at = accounts::look_at_acting(tx);
    auto const& account = *looked_at;
    auto fee = part_of(charge, charge.application_fee_amount, 0);
    transfers::NewTransfer order{
        .amount = balance::settled(account, part_of(charge, data.amount, charge.amount_captured), charge.currency),
        .currency = account.default_currency,
        .destination = data.destination,
        .description = {},
        .source_transaction = charge.id,
        .transfer_group = charge.transfer_group,
        .metadata = {},
        .application_fee = balance::settled(account, fee, charge.currency),
        .available_on = available_on,
        .originating_charge = charge.id};
    if (order.amount == 0) return;  // less than the smallest unit of the currency that the platform settles in
    if (!order.transfer_group) order.transfer_group = "group_" + charge.payment_intent.value_or(charge.id);
    auto transfer = transfers::make(tx, order);
    charge.transfer = transfer.id;
    charge.transfer_group = order.transfer_group;
    if (order.application_fee) {
        Tx connected = tx.at_account(data.destination);
        charge.application_fee = connected.get<Charge>(*transfer.destination_payment).application_fee;
    }
}

// Books what was captured. The charge is stored by the caller.
void book(Tx& tx, Charge& charge) {
    auto const looked_at = accounts::look_at_acting(tx);
    auto const& account = *looked_at;
    auto available_on = availability(tx, account, charge);
    auto fee = charge.transfer_data ? 0 : part_of(charge, charge.application_fee_amount, 0);
    if (fee > 0 && tx.caller().on_connected())
        charge.application_fee = application_fees::collect(tx, fee, charge.currency, charge.id, std::nullopt).id;
    auto transaction = balance::record(tx, account,
                                       {.type = charge.id.starts_with("py_") ? "payment" : "charge",
                                        .reporting_category = "charge",
                                        .amount = charge.amount_captured,
                                        .currency = charge.currency,
                                        .description = charge.description,
                                        .source = charge.id,
                                        .counter_account = "network",
                                        .processing_fee = processing_fee(account, charge),
                                        .application_fee = tx.caller().on_connected() ? fee : 0,
                                        .available_on = available_on});
    charge.balance_transaction = transaction.id;
    if (charge.transfer_data) send_on(tx, charge, available_on);
}

// Funds that settle on the platform stay in its region, unless the account only receives.
Result<void> check_region(Tx& tx, accounts::Account const& to) {
    if (transfers::may_receive(tx, to)) return {};
    return refuse("", "",
                  "Cannot create a destination charge for connected accounts in " + to.country +
                      " because funds would be settled on the platform and the connected account is outside the "
                      "platform's region. You may use the `on_behalf_of` parameter to have the charge settle in the "
                      "connected account's country. For more information on `on_behalf_of`, see "
                      "https://stripe.com/docs/connect/charges-transfers#on-behalf-of. If using capabilities (e.g. "
                      "`card_payments`, `transfers`), note that they affect settlement as well. For more information "
                      "on capabilities, see https://stripe.com/docs/connect/account-capabilities. If you still need "
                      "assistance, please contact us via https://support.stripe.com/contact.");
}

Result<void> check_fee(Tx& tx, Split const& p, std::string_view what) {
    if (!p.application_fee_amount) return {};
    if (tx.caller().on_connected()) {
        auto const& here = accounts::look_at_acting(tx)->country;
        Tx platform = tx.at_platform();
        auto const& there = accounts::look_at_acting(platform)->country;
        if (!accounts::may_take_fee(there, here))
            return refuse("charge_invalid_parameter", "application_fee_amount",
                          "Stripe doesn't currently support application fees for platforms in " + there +
                              " with connected accounts in " + here + ".");
    }
    if (!tx.caller().on_connected() && !p.transfer_data)
        return refuse("", "application_fee_amount",
                      "Can only apply an application_fee_amount when the " + std::string(what) +
                          " is attempting a direct payment (using an OAuth key or Stripe-Account header) or "
                          "destination payment (using `transfer_data[destination]`).");
    if (*p.application_fee_amount > p.amount)
        return refuse("", "application_fee_amount", "Your application fee cannot exceed the total charge amount.");
    if (p.transfer_data && p.transfer_data->amount)
        return refuse_together("application_fee_amount", "application_fee_amount, transfer_data[amount]");
    return {};
}

Result<void> check_transfer(Split const& p) {
    if (p.transfer_data && p.transfer_data->amount && *p.transfer_data->amount > p.amount)
        return refuse("", "transfer_data[amount]", "The transfer amount cannot exceed the total charge amount.");
    return {};
}

// Of what this capture says anew: what was said before was checked against the amount then.
Result<void> check_capture(Tx& tx, Charge const& charge, Capture const& p, std::int64_t amount) {
    if (amount > charge.amount)
        return refuse(
            "amount_too_large", "amount_to_capture",
            "The payment could not be captured because the requested capture amount is greater than the amount you can "
            "capture for this charge. Contact us via https://support.stripe.com/contact/ for help.");
    Split split{amount, p.application_fee_amount, charge.transfer_data, {}};
    if (p.transfer_amount && !split.transfer_data)  // Unknown: the wording
        return refuse("", "transfer_data[amount]",
                      "Can only apply transfer_data[amount] when the payment was created with "
                      "`transfer_data[destination]`.");
    if (p.transfer_amount) split.transfer_data->amount = p.transfer_amount;
    if (p.transfer_amount && charge.application_fee_amount)
        split.application_fee_amount = charge.application_fee_amount;
    TRY_DO(check_fee(tx, split, charge.payment_intent ? "PaymentIntent" : "charge"));
    if (p.transfer_amount) TRY_DO(check_transfer(split));
    return {};
}

}  // namespace

Attempt pay(Tx& tx, payment_methods::PaymentMethod& method, charges::Order const& order) {
    auto attempt = charges::attempt(tx, method, order);
    if (!attempt.charge || attempt.verdict != Verdict::approved || attempt.charge->status == charges::Status::pending)
        return attempt;
    auto& charge = *attempt.charge;
    if (order.capture) {
        charge.captured = true;
        charge.amount_captured = charge.amount;
        book(tx, charge);
        tx.update(charge);
    }
    events::emit(tx, "charge.succeeded", charge);
    if (order.capture) disputes::follow(tx, charge);
    return attempt;
}

Result<void> capture(Tx& tx, Charge& charge, Capture const& p) {
    auto amount = p.amount.value_or(charge.amount);
    TRY_DO(check_capture(tx, charge, p, amount));
    if (*charge.capture_before && tx.now() >= *charge.capture_before)
        return refuse("charge_expired_for_capture", "",
                      "The charge cannot be captured as the authorization has expired. Auth and capture charges must "
                      "be captured within 7 days.");
    auto const before = charge;
    charge.captured = true;
    charge.amount_captured = amount;
    if (p.application_fee_amount) charge.application_fee_amount = p.application_fee_amount;
    if (p.transfer_amount) charge.transfer_data->amount = p.transfer_amount;
    if (p.statement_descriptor) charge.statement_descriptor = p.statement_descriptor;
    if (p.statement_descriptor_suffix) charge.statement_descriptor_suffix = p.statement_descriptor_suffix;
    book(tx, charge);
    events::change(tx, "charge.captured", before, charge);
    disputes::follow(tx, charge);
    return {};
}

void debit_succeeded(Tx& tx, Charge& charge) {
    charge.status.take(charges::Step::settle);
    charge.paid = true;
    charge.receipt_url = tx.environment().base_url + "/receipts/" + charge.id;
    book(tx, charge);
    tx.update(charge);
    events::emit(tx, "charge.succeeded", charge);
}

void debit_failed(Tx& tx, Charge& charge, std::string_view code, std::string_view message) {
    charge.status.take(charges::Step::fail);
    charge.failure_code = std::string(code);
    charge.failure_message = std::string(message);
    tx.update(charge);
    events::emit(tx, "charge.failed", charge);
}

Result<void> check_amount(std::int64_t amount, std::string const& currency) {
    auto minimum = std::max<std::int64_t>(minimum_charge(currency), 1);
    if (amount < minimum)
        return refuse("amount_too_small", "amount",
                      "Amount must be at least " + money_text(minimum, currency) + " " + currency);
    if (amount > maximum_charge(currency)) return refuse_too_large(currency);
    return {};
}

Result<void> check_split(Tx& tx, Split const& p, std::string_view what) {
    TRY_DO(check_fee(tx, p, what));
    if (p.transfer_data) {
        TRY(auto to, transfers::destination_in_param(tx, p.transfer_data->destination, "transfer_data[destination]"));
        if (!p.on_behalf_of) TRY_DO(check_region(tx, to));
    }
    TRY_DO(check_transfer(p));
    if (p.on_behalf_of && *p.on_behalf_of != tx.caller().platform_id) {
        auto object = tx.at_platform().own(*p.on_behalf_of);
        if (tx.caller().on_connected() || !object || !Tx::is_a(*object, "account"))
            return no_such("on_behalf_of", *p.on_behalf_of, "on_behalf_of");
        if (!accounts::can(tx, Tx::read<accounts::Account>(*object), "card_payments"))
            return refuse("", "on_behalf_of",
                          "You cannot create a charge with `on_behalf_of` set to an account that does not have the "
                          "`card_payments` capability enabled.");
    }
    return {};
}

}  // namespace bursar::payments
