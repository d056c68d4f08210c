// Payouts: from a balance to a bank account (reference/money.md: Payouts).
#pragma once

#include "api/life.hpp"
#include "instruments/sources/source.hpp"
#include "money/balance/balance_transaction.hpp"

namespace bursar::payouts {

enum class Status { pending, paid, failed, canceled };
enum class Step { arrive, fail, cancel };
inline constexpr api::Move<Status, Step> kMoves[] = {
    {Status::pending, Step::arrive, Status::paid},
    {Status::pending, Step::fail, Status::failed},
    {Status::pending, Step::cancel, Status::canceled},
};

struct TraceId {
    std::string status = "pending";
    std::optional<std::string> value;
};
FIELDS(TraceId, status, value);

struct Payout {
    static constexpr std::string_view kObject = "payout", kPrefix = "po", kNoun = "payout", kPathParam = "payout";
    static constexpr api::List kLists[] = {{"destination"}};

    std::string id;
    std::string object = "payout";
    std::int64_t amount = 0;
    std::optional<std::string> application_fee;
    std::optional<std::int64_t> application_fee_amount;
    Timestamp arrival_date = 0;
    bool automatic = false;
    std::optional<std::string> balance_transaction;
    Timestamp created = 0;
    std::string currency;
    std::optional<std::string> description, destination, failure_balance_transaction, failure_code, failure_message;
    bool livemode = false;
    Metadata metadata;
    std::string method = "standard";
    std::optional<std::string> original_payout;
    std::optional<std::string> payout_method;
    std::string reconciliation_status = "not_applicable";
    std::optional<std::string> reversed_by;
    std::string source_type = "card";
    std::optional<std::string> statement_descriptor;
    api::Life<Status, Step, kMoves, Status::pending, Status::paid> status;
    std::optional<TraceId> trace_id;
    std::string type = "bank_account";
};
FIELDS(Payout, id, object, amount, application_fee, application_fee_amount, arrival_date, automatic,
       balance_transaction, created, currency, description, destination, failure_balance_transaction, failure_code,
       failure_message, livemode, metadata, method, original_payout, payout_method, reconciliation_status, reversed_by,
       source_type, statement_descriptor, status, trace_id, type);

extern api::ResourceType const kResource;

}  // namespace bursar::payouts
