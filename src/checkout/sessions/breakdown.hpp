// What a sum of a session is made of, where expand[] asks for it (reference/checkout.md: Sessions).
#pragma once

#include "checkout/sessions/session.hpp"

namespace bursar::checkout {

struct DiscountSource {
    std::string coupon, type = "coupon";
};
FIELDS(DiscountSource, coupon, type);

// A coupon as it was taken off something. Sessions have one at most, which is not kept beside them.
struct Discount {
    std::string id;
    std::string object = "discount";
    std::optional<std::string> checkout_session, customer, customer_account;
    std::optional<Timestamp> end;
    std::optional<std::string> invoice, invoice_item, promotion_code;
    DiscountSource source;
    Timestamp start = 0;
    std::optional<std::string> subscription, subscription_item;
};
FIELDS(Discount, id, object, checkout_session, customer, customer_account, end, invoice, invoice_item, promotion_code,
       source, start, subscription, subscription_item);

std::optional<json::value> render_breakdown(api::Tx& tx, json::object const& session);
// Of a line item: none where nothing was taken off it.
std::optional<json::value> render_item_discounts(api::Tx& tx, json::object const& item);
// Tax is not calculated.
std::optional<json::value> render_no_taxes(api::Tx& tx, json::object const& object);

extern api::ResourceType const kDiscounts;

}  // namespace bursar::checkout
