// How charges looked to callers of older versions (reference/versions.md: Breaking changes).
#include "api/versions/walk.hpp"
#include "money/charges/charge.hpp"

namespace bursar::charges {

using namespace api;

namespace {

// What came with the calendar, and not with a version, recorded answers of the version before do not have.
void without_newer_fields(Tx&, json::object& charge) {
    auto* card = inside(charge, "payment_method_details", "card");
    if (!card) return;
    card->erase("electronic_commerce_indicator");
    for (auto name : {"authorization_code", "network_transaction_id", "transaction_link_id"})
        if (auto const* value = card->if_contains(name); value && value->is_null()) card->erase(name);
}

void invoice_is_shown(Tx&, json::object& charge) {
    if (!charge.contains("invoice")) add(charge, "invoice", nullptr);
}

void refunds_are_listed(Tx& tx, json::object& charge) {
    if (charge.contains("refunds")) return;
    auto id = std::string(text_at(charge, "id"));
    add(charge, "refunds", listed_within(tx, {"refund", "charge", id}, "/v1/charges/" + id + "/refunds"));
}

void three_d_secure_has_flags(Tx&, json::object& charge) {
    auto* card = inside(charge, "payment_method_details", "card");
    auto* secure = card ? card->if_contains("three_d_secure") : nullptr;
    if (!secure || !secure->is_object()) return;
    bool authenticated = text_at(secure->as_object(), "result") == "authenticated";
    secure->as_object()["authenticated"] = authenticated;
    secure->as_object()["succeeded"] = authenticated;
}

}  // namespace

VersionChange const kVersions[] = {
    {"2026-09-30", "a card payment tells the network's indicator, and null where a code is not known",
     without_newer_fields},
    {"2025-03-31", "invoice is gone from charges", invoice_is_shown},
    {"2022-11-15", "a charge lists its refunds only when asked", refunds_are_listed},
    {"2020-08-27", "three_d_secure tells its result in one word", three_d_secure_has_flags},
};

}  // namespace bursar::charges
