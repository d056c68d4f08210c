#include <algorithm>
#include <cmath>

#include "api/errors.hpp"
#include "api/page.hpp"
#include "api/search.hpp"
#include "base/currency.hpp"
#include "base/decimal.hpp"
#include "base/rules.hpp"
#include "events/events/event.hpp"
#include "pricing/products/product.hpp"

namespace bursar::products {

using namespace api;

namespace {

constexpr std::size_t kPlaces = 12;
constexpr Wide kScale = 1'000'000'000'000;  // 12 decimals

Result<Recurring> recurring_of(RecurringParams const& p, std::string const& prefix) {
    Recurring out{.interval = p.interval.text, .interval_count = p.interval_count ? *p.interval_count : 1};
    static constexpr std::pair<std::string_view, std::int64_t> kThreeYears[] = {
        {"day", 1096}, {"month", 36}, {"week", 156}, {"year", 3}};
    auto longest = std::ranges::find(kThreeYears, p.interval.text, &std::pair<std::string_view, std::int64_t>::first);
    if (out.interval_count > longest->second)
        return refuse("", prefix + "[interval_count]",
                      "The product of `interval` and `interval_count` cannot be more than three years.");
    out.trial_period_days = p.trial_period_days;
    if (p.usage_type && p.usage_type->text == "metered")
        return refuse("", prefix + "[usage_type]", "Bursar does not support metered prices yet.");
    return out;
}

struct CreateParams {
    static constexpr std::string_view kExclusive[] = {"product, product_data", "unit_amount, unit_amount_decimal"};
    std::optional<bool> active;
    std::optional<Choice<"per_unit", "tiered">> billing_scheme;
    std::string currency;
    std::optional<Raw> currency_options, custom_unit_amount;
    std::optional<std::string> lookup_key;
    MetadataParam metadata;
    std::optional<std::string> nickname, product;
    std::optional<ProductData> product_data;
    std::optional<RecurringParams> recurring;
    std::optional<Choice<"exclusive", "inclusive", "unspecified">> tax_behavior;
    std::optional<Raw> tiers;
    Unsupported<std::string> tiers_mode;
    std::optional<bool> transfer_lookup_key;
    std::optional<Raw> transform_quantity;
    std::optional<AmountOrNothing> unit_amount;
    std::optional<std::string> unit_amount_decimal;
};
FIELDS(CreateParams, active, billing_scheme, currency, currency_options, custom_unit_amount, lookup_key, metadata,
       nickname, product, product_data, recurring, tax_behavior, tiers, tiers_mode, transfer_lookup_key,
       transform_quantity, unit_amount, unit_amount_decimal);

// One price of an account has a lookup key; another takes it over only when that is asked for.
Result<void> take_lookup_key(Tx& tx, Price& price, std::string const& key, bool transfer) {
    for (auto& other : tx.all<Price>("lookup_key", key)) {
        if (other.id == price.id || other.lookup_key != key) continue;
        // Unknown: the wording.
        if (!transfer)
            return refuse("", "lookup_key",
                          "A price (`" + other.id +
                              "`) already uses that lookup key. Pass `transfer_lookup_key: true` "
                              "to move it.");
        auto before = document_of(other);
        other.lookup_key.reset();
        tx.update(other);
        events::emit_change(tx, "price.updated", before, document_of(other));
    }
    price.lookup_key = key;
    return {};
}

Result<Reply> create(Tx& tx, CreateParams p) {
    for (auto const& [given, name] :
         {std::pair(p.currency_options.has_value(), "currency_options"),
          {p.custom_unit_amount.has_value(), "custom_unit_amount"},
          {p.tiers.has_value() || (p.billing_scheme && *p.billing_scheme == "tiered"), "tiers"},
          {p.transform_quantity.has_value(), "transform_quantity"}})
        if (given) return refuse("", name, std::string("Bursar does not support `") + name + "` of prices yet.");
    if (!p.product && !p.product_data) return refuse_missing("product");
    TRY(auto price,
        price_of(tx,
                 {p.currency, p.recurring, p.tax_behavior ? std::optional(p.tax_behavior->text) : std::nullopt,
                  p.unit_amount, p.unit_amount_decimal},
                 ""));
    if (p.product) {
        if (!tx.is_usable("product", *p.product)) return no_such("product", *p.product, "product");
        price.product = *p.product;
    } else {
        TRY(auto product, product_of(tx, *p.product_data, "product_data"));
        tx.insert(product);
        events::emit(tx, "product.created", product);
        price.product = product.id;
    }
    price.active = p.active.value_or(true);
    price.nickname = p.nickname;
    p.metadata.apply_to(price.metadata);
    if (p.lookup_key) TRY_DO(take_lookup_key(tx, price, *p.lookup_key, p.transfer_lookup_key.value_or(false)));
    tx.insert(price);
    events::emit(tx, "price.created", price);
    return reply_with(price);
}

struct UpdateParams {
    std::optional<bool> active;
    std::optional<std::string> lookup_key;
    MetadataParam metadata;
    std::optional<std::string> nickname;
    std::optional<Choice<"exclusive", "inclusive", "unspecified">> tax_behavior;
    std::optional<bool> transfer_lookup_key;
};
FIELDS(UpdateParams, active, lookup_key, metadata, nickname, tax_behavior, transfer_lookup_key);

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto price, find_in_path<Price>(tx, id));
    auto before = document_of(price);
    if (p.tax_behavior) {
        if (price.tax_behavior != "unspecified" && price.tax_behavior != p.tax_behavior->text)
            return refuse("", "tax_behavior", "The tax behavior of a price cannot be changed once it is set.");
        price.tax_behavior = p.tax_behavior->text;
    }
    if (p.lookup_key && price.lookup_key != *p.lookup_key)
        TRY_DO(take_lookup_key(tx, price, *p.lookup_key, p.transfer_lookup_key.value_or(false)));
    if (p.active) price.active = *p.active;
    if (p.nickname) price.nickname = p.nickname;
    p.metadata.apply_to(price.metadata);
    tx.update(price);
    events::emit_change(tx, "price.updated", before, document_of(price));
    return reply_with(price);
}

Result<Reply> retrieve(Tx& tx, std::string id) {
    TRY(auto price, find_in_path<Price>(tx, id));
    return reply_with(price);
}

struct ListParams {
    std::optional<bool> active;
    std::optional<std::string> currency;
    std::vector<std::string> lookup_keys;
    std::optional<std::string> product;
    std::optional<Raw> recurring;
    std::optional<Choice<"one_time", "recurring">> type;
};
FIELDS(ListParams, active, currency, lookup_keys, product, recurring, type);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    ListQuery query{.object = "price", .noun = "price", .url = "/v1/prices"};
    if (p.product) {
        query.filter = "product";
        query.value = *p.product;
    } else if (p.lookup_keys.size() == 1) {
        query.filter = "lookup_key";
        query.value = p.lookup_keys[0];
    }
    std::string interval;
    if (p.recurring && p.recurring->value.is_object()) interval = text_at(p.recurring->value.as_object(), "interval");
    query.matches = [p, interval](json::object const& price) {
        if (p.active && price.at("active") != json::value(*p.active)) return false;
        if (p.currency && text_at(price, "currency") != *p.currency) return false;
        if (p.type && text_at(price, "type") != p.type->text) return false;
        if (!interval.empty() &&
            (!price.at("recurring").is_object() || text_at(price.at("recurring").as_object(), "interval") != interval))
            return false;
        return p.lookup_keys.empty() ||
               std::ranges::find(p.lookup_keys, text_at(price, "lookup_key")) != p.lookup_keys.end();
    };
    return list_reply(tx, page, query);
}

constexpr SearchField kSearchFields[] = {{"active", SearchType::token},      {"currency", SearchType::token},
                                         {"lookup_key", SearchType::string}, {"metadata", SearchType::token},
                                         {"product", SearchType::string},    {"type", SearchType::token}};

Result<Reply> search(Tx& tx, SearchParams params) {
    return search_reply(tx, params, {"price", "prices", kSearchFields});
}

constexpr Route kRoutes[] = {
    post<create>("/v1/prices"),           api::list<list>("/v1/prices"),  api::get<search>("/v1/prices/search"),
    api::get<retrieve>("/v1/prices/:id"), post<update>("/v1/prices/:id"),
};
// What it costs in other currencies is not served here: there is its own.
std::optional<json::value> render_currencies(Tx&, json::object const& price) {
    json::object own;
    for (auto name : {"custom_unit_amount", "tax_behavior", "unit_amount", "unit_amount_decimal"})
        own[name] = price.at(name);
    return json::object{{text_at(price, "currency"), std::move(own)}};
}

constexpr auto kExpandable = expandable_of<Price>({
    {.path = "currency_options", .render = render_currencies},
    {"product", "product"},
    {.path = "tiers", .render = render_nothing},
});

}  // namespace

Result<Price> price_of(Tx& tx, Amount const& amount, std::string const& prefix) {
    auto named = [&](std::string const& leaf) { return prefix.empty() ? leaf : prefix + "[" + leaf + "]"; };
    Price price{.id = tx.fresh_id<Price>()};
    price.created = tx.now();
    price.livemode = tx.livemode();
    TRY(price.currency, read_currency(amount.currency, named("currency")));
    if (!amount.unit_amount && !amount.unit_amount_decimal) return refuse_missing(named("unit_amount"));
    if (amount.unit_amount && *amount.unit_amount > maximum_charge(price.currency))
        return refuse_too_large(price.currency, named("unit_amount"));
    price.unit_amount = amount.unit_amount;
    price.unit_amount_decimal = amount.unit_amount ? std::to_string(*amount.unit_amount) : *amount.unit_amount_decimal;
    auto exact = scaled(price.unit_amount_decimal, kPlaces);
    if (!exact)
        return refuse("parameter_invalid_decimal", named("unit_amount_decimal"),
                      "Invalid decimal: " + price.unit_amount_decimal + "; must contain at maximum 12 decimal places.");
    if (*exact > maximum_charge(price.currency) * kScale)
        return refuse_too_large(price.currency, named("unit_amount_decimal"));
    if (!price.unit_amount && *exact % kScale == 0) price.unit_amount = static_cast<std::int64_t>(*exact / kScale);
    if (amount.tax_behavior) price.tax_behavior = amount.tax_behavior;
    if (amount.recurring) {
        TRY(price.recurring, recurring_of(*amount.recurring, named("recurring")));
        price.type = "recurring";
    }
    return price;
}

std::optional<std::int64_t> amount_of(Price const& price, std::int64_t quantity) {
    auto exact = scaled(price.unit_amount_decimal, kPlaces);
    MUST(exact && quantity >= 0 && quantity < 1'000'000'000);
    auto total = (*exact * quantity + kScale / 2) / kScale;  // at most 1e24 * 1e6: fits
    if (total > maximum_charge(price.currency)) return std::nullopt;
    return static_cast<std::int64_t>(total);
}

ResourceType const kPrices{.object = "price",
                           .routes = kRoutes,
                           .expandable = kExpandable,
                           .versions = kPriceVersions,
                           .shown_publicly = {.part = fields_of<Without<Price, "lookup_key", "metadata", "nickname">>},
                           .shape = fields_of<Price>};

}  // namespace bursar::products
