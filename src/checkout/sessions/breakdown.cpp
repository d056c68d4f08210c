#include "checkout/sessions/breakdown.hpp"

#include "api/versions/walk.hpp"
#include "pricing/coupons/coupon.hpp"

namespace bursar::checkout {

using namespace api;

namespace {

json::value taken_off(Tx& tx, Session const& session, SessionDiscount const& given) {
    Discount out{.id = "di_" + session.id.substr(session.id.size() - 24)};
    out.checkout_session = session.id;
    out.customer = session.customer;
    out.promotion_code = given.promotion_code;
    out.source.coupon =
        given.coupon ? *given.coupon : tx.get<coupons::PromotionCode>(*given.promotion_code).promotion.coupon;
    out.start = session.created;
    return parse_document(document_of(out));
}

void coupon_in_full(Tx& tx, json::object& discount) {
    auto* source = discount.if_contains("source");
    auto* coupon = source && source->is_object() ? source->as_object().if_contains("coupon") : nullptr;
    if (!coupon) return;
    auto whole = *coupon;
    if (coupon->is_string())
        if (auto found = tx.own("coupon", std::string_view(coupon->as_string())))
            whole = parse_document(found->document);
    discount.erase("source");
    add(discount, "coupon", std::move(whole));
}

constexpr VersionChange kDiscountVersions[] = {
    {"2025-09-30", "a discount has a source, in place of a coupon", coupon_in_full},
};
constexpr auto kDiscountExpandable = expandable_of<Discount>({
    {.path = "coupon", .to = "coupon", .before = "2025-09-30"},
    {"customer", "customer"},
    {"promotion_code", "promotion_code"},
    {"source.coupon", "coupon"},
});

}  // namespace

std::optional<json::value> render_breakdown(Tx& tx, json::object const& object) {
    auto session = tx.get<Session>(text_at(object, "id"));
    json::array discounts;
    for (auto const& given : session.discounts.value_or(std::vector<SessionDiscount>()))
        discounts.push_back(
            json::object{{"amount", integer_at(session.total_details->value.as_object(), "amount_discount")},
                         {"discount", taken_off(tx, session, given)}});
    return json::object{{"discounts", std::move(discounts)}, {"taxes", json::array()}};
}

std::optional<json::value> render_item_discounts(Tx&, json::object const& item) {
    if (integer_at(item, "amount_discount") != 0) return std::nullopt;  // the session's breakdown tells it
    return json::array();
}

std::optional<json::value> render_no_taxes(Tx&, json::object const&) { return json::array(); }

ResourceType const kDiscounts{.object = "discount",
                              .routes = {},
                              .expandable = kDiscountExpandable,
                              .versions = kDiscountVersions,
                              .shape = fields_of<Discount>};

}  // namespace bursar::checkout
