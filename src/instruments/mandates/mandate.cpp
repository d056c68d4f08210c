#include "instruments/mandates/mandate.hpp"

#include "base/rules.hpp"
#include "events/events/event.hpp"

namespace bursar::mandates {

using namespace api;

namespace {

Mandate blank(Tx& tx, payment_methods::PaymentMethod const& method, Terms const& terms) {
    Mandate mandate{.id = tx.fresh_id<Mandate>()};
    mandate.livemode = tx.livemode();
    mandate.on_behalf_of = terms.on_behalf_of;
    mandate.payment_method = method.id;
    mandate.payment_method_details.value = json::object{{"type", method.type}, {method.type, json::object()}};
    if (method.type == "us_bank_account")
        mandate.payment_method_details.value = json::object{{"type", method.type}, {"us_bank_account", json::object()}};
    if (!terms.verified) mandate.status.begin_as(Status::pending);
    if (terms.single_use_amount) {
        mandate.type = "single_use";
        mandate.single_use = Raw{json::object{{"amount", *terms.single_use_amount}, {"currency", terms.currency}}};
    } else {
        mandate.multi_use = Raw{json::object()};
    }
    return mandate;
}

struct OnlineParams {
    std::optional<bool> infer_from_client;
    std::optional<std::string> ip_address, user_agent;
};
FIELDS(OnlineParams, infer_from_client, ip_address, user_agent);

struct AcceptanceParams {
    std::optional<std::int64_t> accepted_at;
    Ignored<Emptyable<Raw>> offline;  // an empty hash, which a form can only send as an empty string
    std::optional<OnlineParams> online;
    Choice<"online", "offline"> type;
};
FIELDS(AcceptanceParams, accepted_at, offline, online, type);

struct DataParams {
    AcceptanceParams customer_acceptance;
};
FIELDS(DataParams, customer_acceptance);

Result<Reply> retrieve(Tx& tx, std::string id) {
    TRY(auto mandate, find_in_path<Mandate>(tx, id));
    return reply_with(mandate);
}

constexpr Route kRoutes[] = {api::get<retrieve>("/v1/mandates/:id")};
// [expandable]
constexpr auto kExpandable = expandable_of<Mandate>({
    {"payment_method", "payment_method"},
});
// [/expandable]

}  // namespace

Result<Mandate> accept(Tx& tx, json::value const& mandate_data, payment_methods::PaymentMethod const& method,
                       Terms const& terms) {
    DataParams params;
    TRY_DO(
        read_fields(&params, fields_of<DataParams>(), mandate_data, Path{nullptr, "mandate_data"}, Source::parameters));
    auto const& acceptance = params.customer_acceptance;
    auto mandate = blank(tx, method, terms);
    json::object shown{{"accepted_at", acceptance.accepted_at.value_or(tx.now())}};
    if (acceptance.type == "online") {
        bool infer =
            acceptance.online && acceptance.online->infer_from_client.value_or(false) && tx.caller().publishable;
        auto ip = infer ? tx.caller().client_ip : acceptance.online ? acceptance.online->ip_address.value_or("") : "";
        auto agent = infer               ? tx.caller().user_agent
                     : acceptance.online ? acceptance.online->user_agent.value_or("")
                                         : "";
        if (!infer && ip.empty()) return refuse_missing("mandate_data[customer_acceptance][online][ip_address]");
        if (!infer && agent.empty()) return refuse_missing("mandate_data[customer_acceptance][online][user_agent]");
        shown["online"] = json::object{{"ip_address", ip}, {"user_agent", agent}};
    } else {
        shown["offline"] = json::object();
    }
    shown["type"] = acceptance.type.text;
    mandate.customer_acceptance.value = std::move(shown);
    tx.insert(mandate);
    return mandate;
}

Mandate inherit(Tx& tx, payment_methods::PaymentMethod const& method) {
    auto mandate = blank(tx, method, {});
    mandate.customer_acceptance.value =
        json::object{{"accepted_at", tx.now()}, {"offline", json::object()}, {"type", "offline"}};
    tx.insert(mandate);
    return mandate;
}

std::optional<Mandate> active_for(Tx& tx, std::string const& payment_method) {
    for (auto& mandate : tx.all<Mandate>("payment_method", payment_method, 100))
        if (mandate.status == Status::active) return std::move(mandate);
    return std::nullopt;
}

void take(Tx& tx, std::string const& id, Step step) {
    auto mandate = tx.get<Mandate>(id);
    if (!mandate.status.can(step)) return;
    auto const before = mandate;
    mandate.status.take(step);
    events::change(tx, "mandate.updated", before, mandate);
}

void end_all(Tx& tx, std::string const& payment_method) {
    for (auto const& mandate : tx.all<Mandate>("payment_method", payment_method)) take(tx, mandate.id, Step::end);
}

ResourceType const kResource{
    .object = "mandate", .routes = kRoutes, .expandable = kExpandable, .shape = fields_of<Mandate>};

}  // namespace bursar::mandates
