// Refunds: captured money goes back, all of it or part by part (reference/money.md: Refunds).
#pragma once

#include "api/life.hpp"
#include "money/charges/charge.hpp"
#include "money/disputes/dispute.hpp"
#include "money/transfers/transfer.hpp"

namespace bursar::refunds {

enum class Status { succeeded, pending, failed };
enum class Step { settle, fail };
inline constexpr api::Move<Status, Step> kMoves[] = {
    {Status::pending, Step::settle, Status::succeeded},
    {Status::succeeded, Step::fail, Status::failed},
};

struct Refund {
    static constexpr std::string_view kObject = "refund", kPrefix = "re", kNoun = "refund", kPathParam = "refund";
    static constexpr std::span kLists = charges::kListedRefunds.lists;

    std::string id;
    std::string object = "refund";
    std::int64_t amount = 0;  // minor units of `currency`
    std::optional<std::string> balance_transaction;
    std::string charge;
    Timestamp created = 0;
    std::string currency;
    std::optional<std::string> customer, customer_account;
    Omitted<Raw> destination_details;
    Omitted<std::string> failure_balance_transaction, failure_reason;
    Metadata metadata;
    std::optional<std::string> payment_intent, payment_method, reason, receipt_number, source_transfer_reversal;
    api::Life<Status, Step, kMoves, Status::succeeded, Status::pending> status;
    std::optional<std::string> transfer_reversal;
};
FIELDS(Refund, id, object, amount, balance_transaction, charge, created, currency, customer, customer_account,
       destination_details, failure_balance_transaction, failure_reason, metadata, payment_intent, payment_method,
       reason, receipt_number, source_transfer_reversal, status, transfer_reversal);

struct NewRefund {
    std::optional<std::int64_t> amount;  // all that is left
    std::optional<std::string> reason;
    bool reverse_transfer = false, refund_application_fee = false;
    Metadata metadata;
};
Result<Refund> make(api::Tx& tx, charges::Charge& charge, NewRefund const& order);

// Lets an authorization go. A Refund tells of it only to callers from before 2025-03-31.
void release(api::Tx& tx, charges::Charge& charge, std::optional<std::string> const& reason);

// The job that ends a refund of 7726 (pending, then succeeded) or 5126 (succeeded, then failed, and the money is back).
void settle(api::Tx& tx, json::object const& payload);

extern api::ResourceType const kResource;

}  // namespace bursar::refunds
