#include <algorithm>
#include <utility>

#include "api/errors.hpp"
#include "resources/checkout/params.hpp"
#include "resources/payment_intents/payment_intent.hpp"

namespace bursar::checkout {

using namespace api;
using products::Price;

namespace {

constexpr std::size_t kLineItemsMax = 100;
constexpr std::int64_t kQuantityMax = 999'999;

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
    // Unknown: the wording of D.4, which our reference names but does not quote.
    if (!price.active)
        return refuse("", at + "[price]", "The price specified is inactive. This field only accepts active prices.");
    if (price.recurring) return refuse_recurring(at + "[price]");
    return Sold{price, tx.get<products::Product>(price.product).name};
}

// Made for this session alone: an inactive price, and a product unless one is named.
Result<Sold> inline_price(Tx& tx, PriceData const& data, std::string const& at) {
    if (data.recurring) return refuse_recurring(at + "[recurring]");
    if (data.product && data.product_data)
        return refuse("", at + "[product]", "You may only specify one of these parameters: product, product_data.");
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
    tx.insert(price, {{"product", price.product}});
    return Sold{price, name};
}

Result<std::int64_t> amount_of(Price const& price, std::int64_t quantity, std::string const& at) {
    if (quantity < 1 || quantity > kQuantityMax)
        return refuse("parameter_invalid_integer", at + "[quantity]", "This value must be greater than or equal to 1.");
    auto amount = products::amount_of(price, quantity);
    if (!amount) return refuse("amount_too_large", at, "The amount of this line item is more than an amount may be.");
    return *amount;
}

// One that is there, in another quantity.
Result<LineItem> changed(std::vector<LineItem> const& before, LineItemParams const& p, std::string const& at) {
    if (p.price || p.price_data)
        return refuse("", at + "[id]", "You may only specify one of these parameters: id, price.");
    auto found = std::ranges::find(before, *p.id, &LineItem::id);
    if (found == before.end()) return no_such("line item", *p.id, at + "[id]");
    auto item = *found;
    Price price;
    CHECK(read_fields(&price, fields_of<Price>(), item.price.value, Path{}, Source::document));
    item.quantity = p.quantity.value_or(item.quantity);
    TRY(item.amount_total, amount_of(price, item.quantity, at));
    item.amount_subtotal = item.amount_total;
    p.metadata.apply_to(item.metadata);
    return item;
}

Result<LineItem> line_item(Tx& tx, LineItemParams const& p, std::string const& at) {
    if (p.price && p.price_data)
        return refuse("", at + "[price]", "You may only specify one of these parameters: price, price_data.");
    if (!p.price && !p.price_data) return refuse_missing(at + "[price]");
    auto quantity = p.quantity.value_or(1);
    TRY(auto sold, p.price ? existing(tx, *p.price, at) : inline_price(tx, *p.price_data, at + "[price_data]"));
    LineItem item{.id = tx.fresh_id("li")};
    TRY(item.amount_total, amount_of(sold.price, quantity, at));
    item.amount_subtotal = item.amount_total;
    item.currency = sold.price.currency;
    item.description = sold.name;
    item.quantity = quantity;
    p.metadata.apply_to(item.metadata);
    item.price = Raw{parse_document(document_of(sold.price))};
    return item;
}

}  // namespace

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
        total += item.amount_total;
        session.line_items->push_back(std::move(item));
    }
    if (total > 0) TRY_DO(payments::check_amount(total, *session.currency));  // an order may cost nothing
    session.amount_subtotal = session.amount_total = total;
    session.total_details = Raw{json::object{{"amount_discount", 0}, {"amount_shipping", 0}, {"amount_tax", 0}}};
    return {};
}

}  // namespace bursar::checkout
