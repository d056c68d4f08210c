// Balance transactions: each movement of an account's balance, with what it cost
// (reference/money.md: Flows of funds; Balance transactions). Recording one posts it to the ledger; there is no other
// way that a balance changes.
#pragma once

#include "api/resource.hpp"
#include "connect/accounts/account.hpp"
#include "ledger/ledger.hpp"

namespace bursar::balance {

struct FeeDetail {
    std::int64_t amount = 0;
    std::optional<std::string> application;
    std::string currency;
    std::optional<std::string> description;
    std::string type = "stripe_fee";
};
FIELDS(FeeDetail, amount, application, currency, description, type);

struct BalanceTransaction {
    static constexpr std::string_view kObject = "balance_transaction", kPrefix = "txn", kNoun = "balance transaction",
                                      kPathParam = "id";
    static constexpr api::List kLists[] = {{"source"}};

    std::string id;
    std::string object = "balance_transaction";
    std::int64_t amount = 0;  // minor units of `currency`, signed
    Timestamp available_on = 0;
    std::string balance_type = "payments";
    Timestamp created = 0;
    std::string currency;  // what the account settles in
    std::optional<std::string> description;
    std::optional<Raw> exchange_rate;
    std::int64_t fee = 0;
    std::vector<FeeDetail> fee_details;
    std::int64_t net = 0;
    std::string reporting_category;
    std::optional<std::string> source;
    std::string status = "pending";
    std::string type;
    Hidden<std::string> seal;  // of its posting: docs/decisions/008-sealed-postings.md
};
FIELDS(BalanceTransaction, id, object, amount, available_on, balance_type, created, currency, description,
       exchange_rate, fee, fee_details, net, reporting_category, source, status, type, seal);

// What moves, in the currency it was presented in; it is converted to the one the account settles in.
struct Movement {
    std::string_view type, reporting_category;
    ledger::Amount amount;  // signed
    std::string currency;
    std::optional<std::string> description;
    std::string source;                // id of the object that it is about
    std::string_view counter_account;  // of the ledger: network, transfers, payouts
    ledger::Amount processing_fee;     // in the settlement currency
    ledger::Amount application_fee;    // in the presentment currency; leaves for the platform
    Timestamp available_on = 0;        // 0: at once
};
// Throws ledger::Refused where it is more than a balance can hold. Nothing moves by nothing, and no fee is negative.
BalanceTransaction record(api::Tx& tx, accounts::Account const& account, Movement const& movement);

// When what a movement brought becomes available, or 0 when it is by now: what takes it back waits with it (recorded).
Timestamp waits_with(api::Tx& tx, std::optional<std::string> const& transaction);

// The job that emits balance.available when what was charged becomes available: once for all that does so together.
inline constexpr std::string_view kTellAvailable = "balance.available";

// What processing costs, in the settlement currency. Round half up of the rate, plus the fixed part
// (reference/money.md: Balance transactions).
std::int64_t card_fee(accounts::Account const& account, std::int64_t settled_minor, std::string_view card_country);
std::int64_t bank_debit_fee(std::int64_t settled_minor);

// When a charge of now becomes available: business days where the country counts them, else calendar days; 00:00 UTC.
Timestamp availability(accounts::Account const& account, Timestamp now);

std::int64_t settled(accounts::Account const& account, std::int64_t amount_minor, std::string_view currency);

// What the acting account could pay out now.
std::int64_t available_funds(api::Tx& tx, std::string_view currency);

extern api::ResourceType const kTransactions, kBalance;

}  // namespace bursar::balance
