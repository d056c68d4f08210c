// Disputes: a customer's bank takes a payment back, and may be convinced to return it (reference/money.md: Disputes).
#pragma once

#include "money/charges/charge.hpp"
#include "money/disputes/moves.hpp"

namespace bursar::disputes {

struct Dispute {
    static constexpr std::string_view kObject = "dispute", kPrefix = "du", kNoun = "dispute", kPathParam = "dispute";
    static constexpr api::List kLists[] = {{"charge"}, {"payment_intent"}};

    std::string id;
    std::string object = "dispute";
    std::int64_t amount = 0;
    std::optional<std::string> balance_transaction;
    Raw balance_transactions{json::array()};  // in full, oldest first
    std::string charge;
    Timestamp created = 0;
    std::string currency;
    std::vector<std::string> enhanced_eligibility_types;
    Raw evidence;
    Raw evidence_details;
    std::optional<std::string> intended_submission_method;
    bool is_charge_refundable = false;
    bool livemode = false;
    Metadata metadata;
    std::optional<std::string> payment_intent;
    Raw payment_method_details;
    std::string reason;
    Life status;
};
FIELDS(Dispute, id, object, amount, balance_transaction, balance_transactions, charge, created, currency,
       enhanced_eligibility_types, evidence, evidence_details, intended_submission_method, is_charge_refundable,
       livemode, metadata, payment_intent, payment_method_details, reason, status);

// What the simulated world does after a payment with some test cards: a dispute, an inquiry, a fraud warning. Changes
// and stores the charge.
void follow(api::Tx& tx, charges::Charge& charge);

// A bank debit that comes back after it succeeded: final at once.
void return_debit(api::Tx& tx, charges::Charge& charge, std::string const& reason);

bool is_open(Dispute const& dispute);

extern api::VersionChange const kVersions[1];
extern api::ResourceType const kResource;

}  // namespace bursar::disputes
