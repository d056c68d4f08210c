// Transfers: money from the platform's balance to a connected account's, and back
// (reference/money.md: Flows of funds; Transfers). On the connected side a transfer arrives as a payment: a charge py_
// without a payment method.
#pragma once

#include "connect/accounts/account.hpp"
#include "money/application_fees/application_fee.hpp"
#include "money/charges/charge.hpp"

namespace bursar::transfers {

struct Transfer {
    static constexpr std::string_view kObject = "transfer", kPrefix = "tr", kNoun = "transfer", kPathParam = "transfer";
    static constexpr api::List kLists[] = {{"destination"}, {"source_transaction"}, {"transfer_group"}};

    std::string id;
    std::string object = "transfer";
    std::int64_t amount = 0, amount_reversed = 0;
    std::optional<std::string> balance_transaction;
    Timestamp created = 0;
    std::string currency;
    std::optional<std::string> description;
    std::string destination;
    std::optional<std::string> destination_payment;
    bool livemode = false;
    Metadata metadata;
    Raw reversals;
    bool reversed = false;
    std::optional<std::string> source_transaction;
    std::string source_type = "card";
    std::optional<std::string> transfer_group;
};
FIELDS(Transfer, id, object, amount, amount_reversed, balance_transaction, created, currency, description, destination,
       destination_payment, livemode, metadata, reversals, reversed, source_transaction, source_type, transfer_group);

struct TransferReversal {
    static constexpr std::string_view kObject = "transfer_reversal", kPrefix = "trr", kNoun = "transfer reversal",
                                      kPathParam = "id";
    static constexpr api::List kLists[] = {{"transfer"}};

    std::string id;
    std::string object = "transfer_reversal";
    std::int64_t amount = 0;
    std::optional<std::string> balance_transaction;
    Timestamp created = 0;
    std::string currency;
    std::optional<std::string> destination_payment_refund;
    Metadata metadata;
    std::optional<std::string> source_refund;
    std::string transfer;
};
FIELDS(TransferReversal, id, object, amount, balance_transaction, created, currency, destination_payment_refund,
       metadata, source_refund, transfer);

struct NewTransfer {
    std::int64_t amount = 0;
    std::string currency, destination;
    std::optional<std::string> description, source_transaction, transfer_group;
    Metadata metadata;
    std::int64_t application_fee = 0;  // of a destination charge: taken from the payment
    Timestamp available_on = 0;        // 0: at once
    std::string originating_charge;    // of a destination charge
};

// Moves the money and writes both sides down. `tx` acts for the platform.
Transfer make(api::Tx& tx, NewTransfer const& order);

// Whether what has settled on the platform can be sent to the account.
bool may_receive(api::Tx& tx, accounts::Account const& account);

// The account that a transfer may go to: connected, with `transfers`. `param` names it in refusals.
Result<accounts::Account> destination_in_param(api::Tx& tx, std::string const& id, std::string const& param);

Result<TransferReversal> reverse(api::Tx& tx, Transfer& transfer, std::int64_t amount,
                                 std::optional<std::string> source_refund, Metadata metadata = {});

extern api::ResourceType const kResource, kReversals;

}  // namespace bursar::transfers
