#include "money/early_fraud_warnings/early_fraud_warning.hpp"

#include "api/endpoints.hpp"
#include "events/events/event.hpp"

namespace bursar::early_fraud_warnings {

using namespace api;
using charges::Charge;

void warn(Tx& tx, Charge const& charge) {
    auto warning = tx.fresh<EarlyFraudWarning>();
    warning.charge = charge.id;
    warning.payment_intent = charge.payment_intent;
    events::create(tx, "radar.early_fraud_warning.created", warning);
}

void settle(Tx& tx, std::string_view charge) {
    for (auto& warning : tx.all<EarlyFraudWarning>("charge", charge)) {
        if (!warning.actionable) continue;
        auto const before = warning;
        warning.actionable = false;
        events::change(tx, "radar.early_fraud_warning.updated", before, warning);
    }
}

namespace {

void refunded(Tx& tx, std::string const& charge) {
    if (tx.get<Charge>(charge).refunded) settle(tx, charge);
}

struct ListParams {
    std::optional<std::string> charge, payment_intent;
};
FIELDS(ListParams, charge, payment_intent);

constexpr Route kRoutes[] = {
    list_of<EarlyFraudWarning, ListParams, "/v1/radar/early_fraud_warnings">(),
    retrieve<EarlyFraudWarning>("/v1/radar/early_fraud_warnings/:id"),
};
constexpr auto kExpandable = expandable_of<EarlyFraudWarning>({
    {"charge", "charge"},
    {"payment_intent", "payment_intent"},
});
constexpr Reaction kReactions[] = {{"charge.refunded", refunded}};

}  // namespace

ResourceType const kResource{.object = "radar.early_fraud_warning",
                             .routes = kRoutes,
                             .expandable = kExpandable,
                             .reactions = kReactions,
                             .shape = fields_of<EarlyFraudWarning>};

}  // namespace bursar::early_fraud_warnings
