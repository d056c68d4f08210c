// How PaymentIntents looked to callers of older versions (reference/versions.md: Breaking changes).
#include "api/versions/walk.hpp"
#include "intents/payment_intents/payment_intent.hpp"

namespace bursar::payment_intents {

using namespace api;

namespace {

void without_payment_record(Tx&, json::object& intent) { intent.erase("payment_record"); }

void invoice_is_shown(Tx&, json::object& intent) {
    if (!intent.contains("invoice")) add(intent, "invoice", nullptr);
}

void charges_are_listed(Tx& tx, json::object& intent) {
    auto id = std::string(text_at(intent, "id"));
    add(intent, "charges", listed_within(tx, {"charge", "payment_intent", id}, "/v1/charges?payment_intent=" + id));
}

}  // namespace

VersionChange const kVersions[] = {
    {"2026-10-28", "a payment intent names its payment record", without_payment_record},
    {"2025-03-31", "invoice is gone from payment intents", invoice_is_shown},
    {"2022-11-15", "payment intents name their latest charge instead of listing all", charges_are_listed},
};

}  // namespace bursar::payment_intents
