// What a shop changes of a session that is open: while a payer fills in a form of the shop's own, his cart may change.
#include "api/errors.hpp"
#include "checkout/sessions/params.hpp"

namespace bursar::checkout {

using namespace api;

namespace {

struct ShippingDetailsParams {
    AddressParams address;
    std::string name;
};
FIELDS(ShippingDetailsParams, address, name);

struct CollectedParams {
    std::optional<ShippingDetailsParams> shipping_details;
};
FIELDS(CollectedParams, shipping_details);

struct UpdateParams {
    std::optional<CollectedParams> collected_information;
    std::vector<LineItemParams> line_items;
    MetadataParam metadata;
    Emptyable<std::vector<ShippingOptionParams>> shipping_options;
};
FIELDS(UpdateParams, collected_information, line_items, metadata, shipping_options);

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto session, find_in_path<Session>(tx, id));
    bool order = p.collected_information || !p.line_items.empty() || p.shipping_options.given;
    // Unknown: the wordings of these two.
    if (order && session.status != Status::open)
        return refuse(
            "", "",
            "Only Checkout Sessions with a status of `open` can be updated. This Checkout Session has a status "
            "of `" +
                session.status.word() + "`.");
    if (order)
        if (auto objection = objection_to_change(tx, session)) return refuse("", "", objection->message);
    if (!p.line_items.empty() && (session.ui_mode != "elements" || session.mode != "payment"))
        return refuse("", "line_items",
                      "`line_items` can only be updated in `payment` mode, when `ui_mode` is `elements`.");
    if (p.collected_information && p.collected_information->shipping_details) {
        Address address;
        p.collected_information->shipping_details->address.apply_to(address);
        session.collected_information.shipping_details =
            Raw{json::object{{"address", parse_document(document_of(address))},
                             {"name", p.collected_information->shipping_details->name}}};
    }
    if (!p.line_items.empty()) TRY_DO(take_line_items(tx, session, p.line_items));
    if (p.shipping_options.given)
        TRY_DO(
            take_shipping_options(tx, session, p.shipping_options.value.value_or(std::vector<ShippingOptionParams>())));
    if (order) order_changed(tx, session);
    p.metadata.apply_to(session.metadata);
    tx.update(session);
    return reply_with(session);
}

constexpr Route kRoutes[] = {post<update>("/v1/checkout/sessions/:id")};

}  // namespace

ResourceType const kUpdates{.object = "", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::checkout
