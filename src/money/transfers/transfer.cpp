#include "money/transfers/transfer.hpp"

#include "base/currency.hpp"
#include "connect/accounts/account.hpp"
#include "connect/accounts/regions.hpp"
#include "events/events/event.hpp"
#include "money/balance/balance_transaction.hpp"

namespace bursar::transfers {

using namespace api;
using charges::Charge;

namespace {

json::value list_of_reversals(Tx& tx, std::string const& transfer) {
    json::array data;
    for (auto const& reversal : tx.all<TransferReversal>("transfer", transfer, 10))
        data.push_back(parse_document(document_of(reversal)));
    auto count = static_cast<std::int64_t>(data.size());
    return json::object{{"object", "list"},
                        {"data", std::move(data)},
                        {"has_more", false},
                        {"total_count", count},
                        {"url", "/v1/transfers/" + transfer + "/reversals"}};
}

// What arrives on the connected account.
Charge payment_of(Tx& tx, Tx& connected, Transfer const& transfer, NewTransfer const& order) {
    Charge payment{.id = connected.fresh_id("py")};
    payment.amount = payment.amount_captured = order.amount;
    payment.application = tx.application_id();
    payment.captured = payment.paid = true;
    payment.created = tx.now();
    payment.currency = order.currency;
    payment.livemode = tx.livemode();
    payment.payment_method_details.value = json::object{{"stripe_account", json::object()}, {"type", "stripe_account"}};
    payment.receipt_url = tx.environment().base_url + "/receipts/" + payment.id;
    payment.source = Raw{json::object{{"id", tx.caller().platform_id},
                                      {"object", "account"},
                                      {"application_icon", nullptr},
                                      {"application_logo", nullptr},
                                      {"application_name", "Bursar"},
                                      {"application_url", nullptr}}};
    payment.source_transfer = transfer.id;
    payment.method_type = std::string("stripe_account");
    if (order.application_fee) {
        payment.application_fee_amount = order.application_fee;
        payment.application_fee = application_fees::collect(connected, order.application_fee, order.currency,
                                                            payment.id, order.originating_charge)
                                      .id;
    }
    auto transaction = balance::record(connected, connected.get<accounts::Account>(transfer.destination),
                                       {.type = "payment",
                                        .reporting_category = "charge",
                                        .amount = order.amount,
                                        .currency = order.currency,
                                        .source = payment.id,
                                        .counter_account = "transfers",
                                        .application_fee = order.application_fee,
                                        .available_on = order.available_on});
    payment.balance_transaction = transaction.id;
    events::create(connected, "payment.created", payment);
    return payment;
}

// py_ is refunded as pyr_.
std::string refund_payment(Tx& connected, Transfer const& transfer, std::int64_t amount, std::string const& reversal) {
    auto payment = connected.get<Charge>(*transfer.destination_payment);
    auto const before = payment;
    auto id = connected.fresh_id("pyr");
    auto transaction = balance::record(connected, connected.get<accounts::Account>(transfer.destination),
                                       {.type = "payment_refund",
                                        .reporting_category = "refund",
                                        .amount = -amount,
                                        .currency = transfer.currency,
                                        .description = "REFUND FOR PAYMENT",
                                        .source = id,
                                        .counter_account = "transfers",
                                        .available_on = balance::waits_with(connected, payment.balance_transaction)});
    auto refund = to_text(json::object{{"id", id},
                                       {"object", "refund"},
                                       {"amount", amount},
                                       {"balance_transaction", transaction.id},
                                       {"charge", payment.id},
                                       {"created", connected.now()},
                                       {"currency", transfer.currency},
                                       {"customer", nullptr},
                                       {"customer_account", nullptr},
                                       {"metadata", json::object()},
                                       {"payment_intent", nullptr},
                                       {"payment_method", nullptr},
                                       {"reason", nullptr},
                                       {"receipt_number", nullptr},
                                       {"source_transfer_reversal", reversal},
                                       {"status", "succeeded"},
                                       {"transfer_reversal", nullptr}});
    connected.insert(id, charges::kListedRefunds, std::move(refund));
    payment.amount_refunded += amount;
    payment.refunded = payment.amount_refunded == payment.amount;
    events::change(connected, "charge.refunded", before, payment);
    return id;
}

}  // namespace

Transfer make(Tx& tx, NewTransfer const& order) {
    Tx connected = tx.at_account(order.destination);
    auto transfer = tx.fresh<Transfer>();
    transfer.amount = order.amount;
    transfer.currency = order.currency;
    transfer.description = order.description;
    transfer.destination = order.destination;
    transfer.metadata = order.metadata;
    transfer.source_transaction = order.source_transaction;
    transfer.transfer_group = order.transfer_group;
    auto transaction = balance::record(tx, accounts::acting(tx),
                                       {.type = "transfer",
                                        .reporting_category = "transfer",
                                        .amount = -order.amount,
                                        .currency = order.currency,
                                        .description = order.description,
                                        .source = transfer.id,
                                        .counter_account = "transfers",
                                        .available_on = order.available_on});
    transfer.balance_transaction = transaction.id;
    transfer.destination_payment = payment_of(tx, connected, transfer, order).id;
    transfer.reversals.value = list_of_reversals(tx, transfer.id);
    events::create(tx, "transfer.created", transfer);
    return transfer;
}

bool may_receive(Tx& tx, accounts::Account const& account) {
    auto const& agreement = account.tos_acceptance.service_agreement;
    if (agreement && *agreement == "recipient") return true;
    return accounts::are_in_one_region(accounts::look_at_acting(tx)->country, account.country);
}

Result<accounts::Account> destination_in_param(Tx& tx, std::string const& id, std::string const& param) {
    auto object = tx.at_platform().own(id);
    auto account =
        object && Tx::is_a(*object, "account") ? std::optional(Tx::read<accounts::Account>(*object)) : std::nullopt;
    if (id == tx.caller().account_id) return refuse("", param, "You cannot set `" + param + "` to your own account.");
    if (!account || account->revoked.value || tx.caller().on_connected()) return no_such("destination", id, param);
    if (!accounts::can(tx, *account, "transfers") && !accounts::can(tx, *account, "legacy_payments"))
        return refuse("insufficient_capabilities_for_transfer", "",
                      "Your destination account needs to have at least one of the following capabilities enabled: "
                      "transfers, crypto_transfers, legacy_payments");
    return std::move(*account);
}

Result<TransferReversal> reverse(Tx& tx, Transfer& transfer, std::int64_t amount,
                                 std::optional<std::string> source_refund, Metadata metadata) {
    auto rest = transfer.amount - transfer.amount_reversed;
    if (rest == 0) return refuse("", "", "The transfer " + transfer.id + " is already fully reversed.");
    if (amount < 1)
        return refuse("parameter_invalid_integer", "amount", "This value must be greater than or equal to 1.");
    if (amount > rest)
        return refuse("", "amount",
                      "Reversal amount (" + money_text(amount, transfer.currency) +
                          ") is greater than unreversed amount on transfer (" + money_text(rest, transfer.currency) +
                          ")");
    auto const before = transfer;
    Tx connected = tx.at_account(transfer.destination);
    auto out = tx.fresh<TransferReversal>();
    out.amount = amount;
    out.currency = transfer.currency;
    out.metadata = std::move(metadata);
    out.source_refund = std::move(source_refund);
    out.transfer = transfer.id;
    auto transaction = balance::record(tx, accounts::acting(tx),
                                       {.type = "transfer_refund",
                                        .reporting_category = "transfer_reversal",
                                        .amount = amount,
                                        .currency = transfer.currency,
                                        .description = "REFUND FOR TRANSFER",
                                        .source = transfer.id,
                                        .counter_account = "transfers",
                                        .available_on = balance::waits_with(tx, transfer.balance_transaction)});
    out.balance_transaction = transaction.id;
    out.destination_payment_refund = refund_payment(connected, transfer, amount, out.id);
    tx.insert(out);
    transfer.amount_reversed += amount;
    transfer.reversed = transfer.amount_reversed == transfer.amount;
    transfer.reversals.value = list_of_reversals(tx, transfer.id);
    events::change(tx, "transfer.reversed", before, transfer);
    return out;
}

}  // namespace bursar::transfers
