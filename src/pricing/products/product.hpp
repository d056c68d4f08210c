// Products and prices (reference/pricing.md: Products and prices): what is sold, and for how much. Checkout's line
// items name prices.
#pragma once

#include "api/resource.hpp"
#include "base/dated.hpp"
#include "base/rules.hpp"
#include "base/url.hpp"

namespace bursar::products {

struct MarketingFeature {
    std::string name;
};
FIELDS(MarketingFeature, name);

struct Product {
    static constexpr std::string_view kObject = "product", kPrefix = "prod", kNoun = "product", kPathParam = "id";

    std::string id;
    std::string object = "product";
    bool active = true;
    Timestamp created = 0;
    std::optional<std::string> default_price, description;
    std::vector<std::string> images;  // at most 8
    bool livemode = false;
    std::vector<MarketingFeature> marketing_features;  // at most 15
    Metadata metadata;
    std::string name;
    std::optional<Raw> package_dimensions;
    std::optional<bool> shippable;
    std::optional<std::string> statement_descriptor, tax_code;
    std::optional<Raw> tax_details;
    std::string type = "service";
    std::optional<std::string> unit_label;
    Timestamp updated = 0;
    std::optional<std::string> url;
    Hidden<bool> deleted;
    Hidden<std::int64_t> place;  // where the id was chosen
};
FIELDS(Product, id, object, active, created, default_price, description, images, livemode, marketing_features, metadata,
       name, package_dimensions, shippable, statement_descriptor, tax_code, tax_details, type, unit_label, updated, url,
       deleted, place);

struct Recurring {
    std::string interval;  // day, week, month, year
    std::int64_t interval_count = 1;
    std::optional<std::string> meter;
    std::optional<std::int64_t> trial_period_days;
    std::string usage_type = "licensed";
};
FIELDS(Recurring, interval, interval_count, meter, trial_period_days, usage_type);

struct Price {
    static constexpr std::string_view kObject = "price", kPrefix = "price", kNoun = "price", kPathParam = "price";
    static constexpr api::List kLists[] = {{"lookup_key"}, {"product"}};

    std::string id;
    std::string object = "price";
    bool active = true;
    std::string billing_scheme = "per_unit";
    Timestamp created = 0;
    std::string currency;
    std::optional<Raw> custom_unit_amount;
    bool livemode = false;
    std::optional<std::string> lookup_key;
    Metadata metadata;
    std::optional<std::string> nickname;
    std::string product;
    std::optional<Recurring> recurring;
    std::optional<std::string> tax_behavior = "unspecified", tiers_mode;
    std::optional<Raw> transform_quantity;
    std::string type = "one_time";            // or recurring
    std::optional<std::int64_t> unit_amount;  // minor units; null when the decimal is not an integer
    std::string unit_amount_decimal;          // up to 12 decimals of a minor unit
};
FIELDS(Price, id, object, active, billing_scheme, created, currency, custom_unit_amount, livemode, lookup_key, metadata,
       nickname, product, recurring, tax_behavior, tiers_mode, transform_quantity, type, unit_amount,
       unit_amount_decimal);

struct ProductData {
    std::optional<bool> active;
    std::optional<std::string> description;
    std::optional<std::string> id;
    std::vector<WebUrl> images;
    MetadataParam metadata;
    std::string name;
    std::optional<std::string> statement_descriptor, tax_code, unit_label;
};
FIELDS(ProductData, active, description, id, images, metadata, name, statement_descriptor, tax_code, unit_label);

struct RecurringParams {
    Until<Unsupported<Choice<"last_during_period", "last_ever", "max", "sum">>, "2025-03-31"> aggregate_usage;
    Choice<"day", "month", "week", "year"> interval;
    std::optional<AtLeast<1>> interval_count;
    Unsupported<std::string> meter;
    std::optional<AtLeast<1>> trial_period_days;
    std::optional<Choice<"licensed", "metered">> usage_type;
};
FIELDS(RecurringParams, aggregate_usage, interval, interval_count, meter, trial_period_days, usage_type);

// The parts of a price that POST /v1/prices and the price_data of a line item have in common.
struct Amount {
    std::string currency;
    std::optional<RecurringParams> recurring;
    std::optional<std::string> tax_behavior;
    std::optional<AmountOrNothing> unit_amount;
    std::optional<std::string> unit_amount_decimal;
};
// A price that is not stored yet. Refused, with names under `prefix`: both amounts or none, negative, too many
// decimals or digits, an interval of more than three years.
Result<Price> price_of(api::Tx& tx, Amount const& amount, std::string const& prefix);

// A product that is made beside its price.
Result<Product> product_of(api::Tx& tx, ProductData const& data, std::string const& prefix);

// quantity times the unit's amount, rounded half away from zero. Nothing when it is more than any amount may be.
std::optional<std::int64_t> amount_of(Price const& price, std::int64_t quantity);

extern api::VersionChange const kProductVersions[2], kPriceVersions[1];
extern api::ResourceType const kProducts, kPrices;

}  // namespace bursar::products
