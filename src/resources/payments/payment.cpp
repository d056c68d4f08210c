#include "resources/payments/payment.hpp"

#include <algorithm>

#include "base/currency.hpp"
#include "resources/events/event.hpp"

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

// A destination charge: the platform keeps the charge and sends it on, less what transfer_data[amount] says.
void send_on(Tx& tx, Charge& charge, Timestamp available_on) {
    auto const& data = *charge.transfer_data;
    auto account = accounts::acting(tx);
    transfers::NewTransfer order{
        .amount = balance::settled(account, data.amount.value_or(charge.amount_captured), charge.currency),
        .currency = account.default_currency,
        .destination = data.destination,
        .description = {},
        .source_transaction = charge.id,
        .transfer_group = charge.transfer_group,
        .metadata = {},
        .application_fee = balance::settled(account, charge.application_fee_amount.value_or(0), charge.currency),
        .available_on = available_on,
        .originating_charge = charge.id};
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
    auto account = accounts::acting(tx);
    auto available_on = availability(tx, account, charge);
    auto fee = charge.transfer_data ? 0 : std::min(charge.application_fee_amount.value_or(0), charge.amount_captured);
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

}  // namespace

Attempt pay(Tx& tx, payment_methods::PaymentMethod& method, charges::Order const& order) {
    auto attempt = charges::attempt(tx, method, order);
    if (!attempt.charge || attempt.verdict != Verdict::approved || attempt.charge->status == "pending") return attempt;
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
    if (amount > charge.amount)
        return refuse(
            "amount_too_large", "amount_to_capture",
            "The payment could not be captured because the requested capture amount is greater than the amount you can "
            "capture for this charge. Contact us via https://support.stripe.com/contact/ for help.");
    if (*charge.capture_before && tx.now() >= *charge.capture_before)
        return refuse("charge_expired_for_capture", "",
                      "The charge cannot be captured as the authorization has expired. Auth and capture charges must "
                      "be captured within 7 days.");
    auto before = document_of(charge);
    charge.captured = true;
    charge.amount_captured = amount;
    if (p.application_fee_amount) charge.application_fee_amount = p.application_fee_amount;
    if (p.transfer_amount && charge.transfer_data) charge.transfer_data->amount = p.transfer_amount;
    if (p.statement_descriptor) charge.statement_descriptor = p.statement_descriptor;
    if (p.statement_descriptor_suffix) charge.statement_descriptor_suffix = p.statement_descriptor_suffix;
    book(tx, charge);
    charges::save(tx, "charge.captured", before, charge);
    disputes::follow(tx, charge);
    return {};
}

void debit_succeeded(Tx& tx, Charge& charge) {
    charge.status = "succeeded";
    charge.paid = true;
    charge.receipt_url = tx.environment().base_url + "/receipts/" + charge.id;
    book(tx, charge);
    tx.update(charge);
    events::emit(tx, "charge.succeeded", charge);
}

void debit_failed(Tx& tx, Charge& charge, std::string_view code, std::string_view message) {
    charge.status = "failed";
    charge.failure_code = std::string(code);
    charge.failure_message = std::string(message);
    tx.update(charge);
    events::emit(tx, "charge.failed", charge);
}

Result<void> check_amount(std::int64_t amount, std::string const& currency) {
    auto minimum = minimum_charge(currency);
    if (amount < 1)
        return refuse("parameter_invalid_integer", "amount",
                      "The amount must be greater than or equal to the minimum charge amount allowed for your account "
                      "and the currency set "
                      "(https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save a "
                      "Payment Method for future use without an immediate payment, "
                      "use a Setup Intent instead: https://docs.stripe.com/payments/setup-intents");
    if (amount < minimum)
        return refuse("amount_too_small", "amount",
                      "Amount must be at least " + money_text(minimum, currency) + " " + currency);
    if (amount > maximum_charge(currency))
        return refuse("amount_too_large", "amount",
                      "Amount must be no more than " + money_text(maximum_charge(currency), currency));
    return {};
}

Result<void> check_split(Tx& tx, Split const& p, std::string_view what) {
    bool direct = tx.caller().on_connected();
    if (p.application_fee_amount) {
        if (!direct && !p.transfer_data)
            return refuse("", "application_fee_amount",
                          "Can only apply an application_fee_amount when the " + std::string(what) +
                              " is attempting a direct payment (using an OAuth key or Stripe-Account header) or "
                              "destination payment (using `transfer_data[destination]`).");
        if (*p.application_fee_amount < 0)
            return refuse("parameter_invalid_integer", "application_fee_amount", "Invalid non-negative integer");
        if (*p.application_fee_amount > p.amount)
            return refuse("", "application_fee_amount", "Your application fee cannot exceed the total charge amount.");
        if (p.transfer_data && p.transfer_data->amount)
            return refuse(
                "", "application_fee_amount",
                "You may only specify one of these parameters: application_fee_amount, transfer_data[amount].");
    }
    if (p.transfer_data) {
        TRY_DO(transfers::destination_in_param(tx, p.transfer_data->destination, "transfer_data[destination]"));
        if (p.transfer_data->amount && *p.transfer_data->amount > p.amount)
            return refuse("", "transfer_data[amount]", "The transfer amount cannot exceed the total charge amount.");
    }
    if (p.on_behalf_of && *p.on_behalf_of != tx.caller().platform_id) {
        auto object = tx.at_platform().own(*p.on_behalf_of);
        if (direct || !object || !Tx::is_a(*object, "account"))
            return no_such("on_behalf_of", *p.on_behalf_of, "on_behalf_of");
        if (!accounts::can(tx, Tx::read<accounts::Account>(*object), "card_payments"))
            return refuse("", "on_behalf_of",
                          "You cannot create a charge with `on_behalf_of` set to an account that does not have the "
                          "`card_payments` capability enabled.");
    }
    return {};
}

}  // namespace bursar::payments
