// What is taken off an order: by the shop, with a coupon or a promotion code, or by a payer who types a code.
#include <algorithm>

#include "api/errors.hpp"
#include "checkout/sessions/params.hpp"
#include "intents/payment_intents/payment_intent.hpp"
#include "money/payments/payment.hpp"
#include "pricing/coupons/coupon.hpp"

namespace bursar::checkout {

using namespace api;
using coupons::Coupon, coupons::PromotionCode;

namespace {

Objection const kInvalid{"This code is invalid.", "promotion_code_invalid"};

Coupon coupon_of(Tx& tx, SessionDiscount const& discount) {
    if (discount.coupon) return tx.get<Coupon>(*discount.coupon);
    return tx.get<Coupon>(tx.get<PromotionCode>(*discount.promotion_code).promotion.coupon);
}

std::string_view product_of(LineItem const& item) { return text_at(item.price.value.as_object(), "product"); }

// Of each line what the coupon takes off it; of the whole, the sums.
void take_off(Session& session, Coupon const* coupon) {
    auto& items = session.line_items.value;
    std::vector<coupons::Line> lines;
    for (auto const& item : items) lines.push_back({std::string(product_of(item)), item.amount_subtotal});
    auto off = coupon ? coupons::off(*coupon, lines) : std::vector<std::int64_t>(lines.size(), 0);
    for (std::size_t i = 0; i < items.size(); ++i) {
        items[i].amount_discount = off[i];
        items[i].amount_total = items[i].amount_subtotal - off[i];
    }
    total_up(session);
}

bool has_paid(Tx& tx, std::optional<std::string> const& customer) {
    return customer &&
           std::ranges::any_of(tx.all<payment_intents::PaymentIntent>("customer", *customer),
                               [](auto const& intent) { return intent.status == payment_intents::Status::succeeded; });
}

// Why it takes nothing off this order, in words for the payer; or nothing.
std::optional<Objection> unmet(Tx& tx, Session const& session, SessionDiscount const& discount) {
    auto coupon = coupon_of(tx, discount);
    if (!coupons::is_valid(coupon, tx.now())) return kInvalid;
    if (coupon.currency && coupon.currency != session.currency)
        return Objection{"This code is for orders in another currency."};
    if (!discount.promotion_code) return std::nullopt;
    auto code = tx.get<PromotionCode>(*discount.promotion_code);
    auto const& restrictions = code.restrictions;
    if (!coupons::is_active(tx, code) || (code.customer && code.customer != session.customer)) return kInvalid;
    if (restrictions.minimum_amount && (restrictions.minimum_amount_currency != session.currency ||
                                        *restrictions.minimum_amount > session.amount_subtotal))
        return Objection{"This code is for orders of at least " +
                             money_text(*restrictions.minimum_amount, *restrictions.minimum_amount_currency) + ".",
                         "promotion_code_amount_insufficient"};
    if (restrictions.first_time_transaction && has_paid(tx, session.customer))
        return Objection{"This code is for a first order."};
    return std::nullopt;
}

// In place of what there was. What is left to pay must be payable.
std::optional<Objection> put_on(Tx& tx, Session& session, SessionDiscount const& discount) {
    if (auto problem = unmet(tx, session, discount)) return problem;
    auto coupon = coupon_of(tx, discount);
    auto before = session;
    session.discounts = std::vector{discount};
    take_off(session, &coupon);
    bool payable = *session.amount_total == 0 || payments::check_amount(*session.amount_total, *session.currency);
    if (payable) return std::nullopt;
    session = before;
    return Objection{"With this code the order would come to less than can be paid."};
}

}  // namespace

void total_up(Session& session) {
    std::int64_t subtotal = 0, total = 0, off = 0, sending = 0;
    for (auto const& item : session.line_items.value) {
        subtotal += item.amount_subtotal;
        total += item.amount_total;
        off += item.amount_discount;
    }
    if (session.shipping_cost) sending = integer_at(session.shipping_cost->value.as_object(), "amount_total");
    session.amount_subtotal = subtotal;
    session.amount_total = total + sending;
    session.total_details =
        Raw{json::object{{"amount_discount", off}, {"amount_shipping", sending}, {"amount_tax", 0}}};
}

void discount_again(Tx& tx, Session& session) {
    auto given = session.discounts.value_or(std::vector<SessionDiscount>());
    take_off(session, nullptr);
    if (!given.empty() && put_on(tx, session, given.front())) session.discounts.emplace();
}

// Unknown: the wordings of these refusals, where no comment says otherwise.
Result<void> take_discounts(Tx& tx, Session& session, CreateParams const& p) {
    bool codes = p.allow_promotion_codes.value_or(false);
    if (session.mode == "setup" && (codes || !p.discounts.empty()))
        return refuse("", codes ? "allow_promotion_codes" : "discounts",
                      "There is nothing to take off in `setup` mode.");
    session.allow_promotion_codes = p.allow_promotion_codes;
    if (session.mode != "payment") return {};
    session.discounts.emplace();
    if (p.discounts.empty()) return {};
    if (p.discounts.size() > 1) return refuse("", "discounts", "You may only have one discount in a Checkout Session.");
    auto const& [id, code_id] = p.discounts.front();
    if (!id && !code_id) return refuse_missing("discounts[0][coupon]");
    if (id && !tx.is_usable("coupon", *id)) return no_such("coupon", *id, "discounts[0][coupon]");
    if (code_id) TRY_DO(find_in_param<PromotionCode>(tx, *code_id, "discounts[0][promotion_code]"));
    if (auto problem = put_on(tx, session, {id, code_id}))
        return refuse("", id ? "discounts[0][coupon]" : "discounts[0][promotion_code]",
                      problem->code == kInvalid.code
                          ? "The discount has expired, or was redeemed as often as it may be."
                          : problem->message);
    return {};
}

std::optional<Objection> apply_code(Tx& tx, Session& session, std::string const& text) {
    if (session.mode != "payment" || !session.allow_promotion_codes.value_or(false)) return kInvalid;
    auto code = coupons::code_of(tx, text, session.customer);
    if (!code) return kInvalid;
    if (auto objection = objection_to_change(tx, session)) return objection;
    if (auto objection = put_on(tx, session, {std::nullopt, code->id})) return objection;
    order_changed(tx, session);
    return {};
}

std::optional<Objection> remove_code(Tx& tx, Session& session) {
    if (!session.allow_promotion_codes.value_or(false)) return {};  // the shop's own stays
    if (auto objection = objection_to_change(tx, session)) return objection;
    session.discounts.emplace();
    take_off(session, nullptr);
    order_changed(tx, session);
    return {};
}

std::optional<std::string> end_discount(Tx& tx, Session& session) {
    if (!session.discounts || session.discounts->empty() || !unmet(tx, session, session.discounts->front())) return {};
    session.discounts.emplace();
    take_off(session, nullptr);
    order_changed(tx, session);
    return "The discount is not available any more: the total has changed.";
}

std::optional<AppliedDiscount> discount_on(Tx& tx, Session const& session) {
    if (!session.discounts || session.discounts->empty()) return std::nullopt;
    auto const& discount = session.discounts->front();
    auto coupon = coupon_of(tx, discount);
    AppliedDiscount out{.name = coupon.name.value_or(coupon.id), .percent_off = coupon.percent_off};
    if (discount.promotion_code) out.code = tx.get<PromotionCode>(*discount.promotion_code).code;
    out.amount = integer_at(session.total_details->value.as_object(), "amount_discount");
    return out;
}

void redeem_discounts(Tx& tx, Session const& session) {
    for (auto const& discount : session.discounts.value_or(std::vector<SessionDiscount>())) {
        if (discount.promotion_code)
            coupons::redeem(tx, tx.get<PromotionCode>(*discount.promotion_code));
        else
            coupons::redeem(tx, tx.get<Coupon>(*discount.coupon));
    }
}

}  // namespace bursar::checkout
