#include <algorithm>
#include <utility>

#include "api/errors.hpp"
#include "checkout/sessions/params.hpp"
#include "intents/payment_intents/payment_intent.hpp"
#include "money/payments/payment.hpp"
#include "pricing/products/product.hpp"

namespace bursar::checkout {

using namespace api;
using products::Price;

namespace {

constexpr std::size_t kLineItemsMax = 100;
constexpr std::int64_t kAdjustableMax = 99;

std::unexpected<Refusal> refuse_recurring(std::string const& at) {
    return refuse("", at,
                  "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or "
                  "use only one-time prices.");
}

// The price of an item, and the name it goes by.
struct Sold {
    Price price;
    std::string name;
};

Result<Sold> existing(Tx& tx, std::string const& id, std::string const& at) {
    TRY(auto price, find_in_param<Price>(tx, id, at + "[price]"));
    // Unknown: whether Checkout words it as subscriptions do (reference/pricing.md: Products and prices).
    if (!price.active)
        return refuse("", at + "[price]", "The price specified is inactive. This field only accepts active prices.");
    if (price.recurring) return refuse_recurring(at + "[price]");
    return Sold{price, tx.get<products::Product>(price.product).name};
}

// Made for this session alone: an inactive price, and a product unless one is named.
Result<Sold> inline_price(Tx& tx, PriceData const& data, std::string const& at) {
    if (data.recurring) return refuse_recurring(at + "[recurring]");
    if (!data.product && !data.product_data) return refuse_missing(at + "[product_data]");
    TRY(auto price,
        products::price_of(tx, {data.currency, {}, data.tax_behavior, data.unit_amount, data.unit_amount_decimal}, at));
    price.active = false;
    std::string name;
    if (data.product) {
        if (!tx.is_usable("product", *data.product)) return no_such("product", *data.product, at + "[product]");
        name = tx.get<products::Product>(*data.product).name;
        price.product = *data.product;
    } else {
        TRY(auto product, products::product_of(tx, *data.product_data, at + "[product_data]"));
        product.active = false;
        name = product.name;
        price.product = product.id;
        tx.insert(product);
    }
    tx.insert(price);
    return Sold{price, name};
}

Result<std::int64_t> amount_of(Price const& price, std::int64_t quantity, std::string const& at) {
    auto amount = products::amount_of(price, quantity);
    if (!amount) return refuse("amount_too_large", at, "The amount of this line item is more than an amount may be.");
    return *amount;
}

Price price_of(LineItem const& item) {
    Price price;
    MUST(read_fields(&price, fields_of<Price>(), item.price.value, Path{}, Source::document));
    return price;
}

// Unknown: the wordings of these refusals.
Result<void> take_adjustable(LineItem& item, LineItemParams const& p, std::string const& at) {
    for (auto const& [given, name] :
         {std::pair(p.tax_rates.has_value(), "tax_rates"), {p.dynamic_tax_rates.has_value(), "dynamic_tax_rates"}})
        if (given)
            return refuse("", at + "[" + name + "]",
                          std::string("Bursar does not support `") + name + "` in Checkout yet.");
    if (!p.adjustable_quantity) return {};
    auto const& [enabled, maximum, minimum] = *p.adjustable_quantity;
    std::int64_t most = maximum ? *maximum : kAdjustableMax, least = minimum ? *minimum : 0;
    if (least > most)
        return refuse("", at + "[adjustable_quantity]",
                      "The quantity may be adjusted between 0 and 999999; its minimum may not be above its maximum.");
    if (enabled && (item.quantity < least || item.quantity > most))
        return refuse("", at + "[quantity]",
                      "The quantity must be between the minimum and the maximum of `adjustable_quantity`.");
    item.adjustable_quantity = AdjustableQuantity{enabled, most, least};
    return {};
}

// One that is there, in another quantity.
Result<LineItem> changed(std::vector<LineItem> const& before, LineItemParams const& p, std::string const& at) {
    auto found = std::ranges::find(before, *p.id, &LineItem::id);
    if (found == before.end()) return no_such("line item", *p.id, at + "[id]");
    auto item = *found;
    auto price = price_of(item);
    if (p.quantity) item.quantity = *p.quantity;
    TRY(item.amount_subtotal, amount_of(price, item.quantity, at));
    TRY_DO(take_adjustable(item, p, at));
    p.metadata.apply_to(item.metadata);
    return item;
}

bool is_of_old_kind(LineItemParams const& p) {
    return p.amount || p.currency || p.description || p.name || !p.images.empty();
}

// A line item that tells its own amount and name, as it was until 2022-08-01: with prices, one that tells the data of
// its price.
Result<LineItemParams> with_price_data(Tx& tx, LineItemParams p, std::string const& at) {
    if (!is_of_old_kind(p)) return p;
    if (!tx.version().is_before("2022-08-01"))
        return refuse("", "",
                      "You cannot use `line_items.amount`, `line_items.currency`, `line_items.name`, "
                      "`line_items.description`, or `line_items.images` in this API version. Please use "
                      "`line_items.price` or `line_items.price_data`. Please see "
                      "https://stripe.com/docs/payments/checkout/migrating-prices for more information.");
    if (!p.amount) return refuse_missing(at + "[amount]");
    if (!p.currency) return refuse_missing(at + "[currency]");
    if (!p.name) return refuse_missing(at + "[name]");
    auto& data = p.price_data.emplace();
    data.currency = *p.currency;
    data.unit_amount = p.amount;
    auto& product = data.product_data.emplace();
    product.name = *p.name;
    product.description = p.description;
    product.images = p.images;
    return p;
}

Result<LineItem> line_item(Tx& tx, LineItemParams const& given, std::string const& at) {
    TRY(auto p, with_price_data(tx, given, at));
    if (!p.price && !p.price_data) return refuse_missing(at + "[price]");
    auto quantity = p.quantity ? *p.quantity : 1;
    TRY(auto sold, p.price ? existing(tx, *p.price, at) : inline_price(tx, *p.price_data, at + "[price_data]"));
    LineItem item{.id = tx.fresh_id("li")};
    TRY(item.amount_subtotal, amount_of(sold.price, quantity, at));
    item.currency = sold.price.currency;
    item.description = sold.name;
    item.quantity = quantity;
    p.metadata.apply_to(item.metadata);
    item.price = Raw{parse_document(document_of(sold.price))};
    TRY_DO(take_adjustable(item, p, at));
    return item;
}

}  // namespace

std::pair<std::int64_t, std::int64_t> quantities_of(Session const& session, LineItem const& item) {
    if (!item.adjustable_quantity || !item.adjustable_quantity->enabled) return {item.quantity, item.quantity};
    auto least = item.adjustable_quantity->minimum.value_or(0);
    bool alone = session.line_items->size() == 1;  // an order of nothing is none
    return {std::max<std::int64_t>(least, alone ? 1 : 0), item.adjustable_quantity->maximum.value_or(kAdjustableMax)};
}

std::optional<Objection> change_quantity(Tx& tx, Session& session, std::string_view id, std::int64_t quantity) {
    auto item = std::ranges::find(*session.line_items, id, &LineItem::id);
    if (item == session.line_items->end()) return Objection{"This is not part of the order."};
    auto [least, most] = quantities_of(session, *item);
    if (quantity < least || quantity > most)
        return Objection{"Of this the order may have between " + std::to_string(least) + " and " +
                         std::to_string(most) + "."};
    if (auto objection = objection_to_change(tx, session)) return objection;
    auto before = session;
    item->quantity = quantity;
    item->amount_subtotal = products::amount_of(price_of(*item), quantity).value_or(kAmountMax);
    if (quantity == 0) session.line_items->erase(item);
    discount_again(tx, session);
    if (*session.amount_total == 0 || payments::check_amount(*session.amount_total, *session.currency)) {
        order_changed(tx, session);
        return {};
    }
    session = before;
    return Objection{"The order would come to less, or to more, than can be paid."};
}

Result<void> take_line_items(Tx& tx, Session& session, std::vector<LineItemParams> const& items) {
    if (items.empty()) return refuse_missing("line_items");
    if (items.size() > kLineItemsMax)
        return refuse("", "line_items", "You may only have up to 100 line items in a Checkout Session.");
    auto const before = std::exchange(*session.line_items, {});
    std::int64_t total = 0;
    for (std::size_t i = 0; i < items.size(); ++i) {
        auto at = "line_items[" + std::to_string(i) + "]";
        TRY(auto item, items[i].id ? changed(before, items[i], at) : line_item(tx, items[i], at));
        if (session.currency && *session.currency != item.currency)
            return refuse("", "line_items",
                          "The Checkout Session's line items must all have the same currency: " + *session.currency +
                              " and " + item.currency + " were given.");
        session.currency = item.currency;
        total += item.amount_subtotal;
        session.line_items->push_back(std::move(item));
    }
    if (total > 0) TRY_DO(payments::check_amount(total, *session.currency));  // an order may cost nothing
    discount_again(tx, session);
    return {};
}

}  // namespace bursar::checkout
