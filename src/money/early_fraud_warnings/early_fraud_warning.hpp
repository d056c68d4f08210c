// Early fraud warnings: a card's issuer says that a payment was not its holder's, before anybody disputes it
// (reference/money.md: Disputes).
#pragma once

#include "money/charges/charge.hpp"

namespace bursar::early_fraud_warnings {

struct EarlyFraudWarning {
    static constexpr std::string_view kObject = "radar.early_fraud_warning", kPrefix = "issfr",
                                      kNoun = "early fraud warning", kPathParam = "early_fraud_warning";
    static constexpr api::List kLists[] = {{"charge"}, {"payment_intent"}};

    std::string id;
    std::string object = "radar.early_fraud_warning";
    bool actionable = true;  // until it is disputed or given back
    std::string charge;
    Timestamp created = 0;
    std::string fraud_type = "made_with_stolen_card";
    bool livemode = false;
    Omitted<std::string> payment_intent;
};
FIELDS(EarlyFraudWarning, id, object, actionable, charge, created, fraud_type, livemode, payment_intent);

void warn(api::Tx& tx, charges::Charge const& charge);
// There is nothing left to be done about the charge: it was given back, or is disputed.
void settle(api::Tx& tx, std::string_view charge);

extern api::ResourceType const kResource;

}  // namespace bursar::early_fraud_warnings
