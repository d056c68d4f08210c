// Shipping rates: a way of sending and its price, which Checkout offers (types of stripe-node: ShippingRates; a
// shipping rate cannot be deleted, only put out of use).
#pragma once

#include "api/resource.hpp"
#include "base/rules.hpp"

namespace bursar::shipping_rates {

struct Span {
    std::string unit;  // business_day, day, hour, month, week
    std::int64_t value = 1;
};
FIELDS(Span, unit, value);

struct DeliveryEstimate {
    std::optional<Span> maximum, minimum;
};
FIELDS(DeliveryEstimate, maximum, minimum);

struct FixedAmount {
    std::int64_t amount = 0;  // minor units
    std::string currency;
};
FIELDS(FixedAmount, amount, currency);

struct ShippingRate {
    static constexpr std::string_view kObject = "shipping_rate", kPrefix = "shr", kNoun = "shipping rate",
                                      kPathParam = "shipping_rate_token";

    std::string id;
    std::string object = "shipping_rate";
    bool active = true;
    Timestamp created = 0;
    std::optional<DeliveryEstimate> delivery_estimate;
    std::string display_name;
    FixedAmount fixed_amount;
    bool livemode = false;
    Metadata metadata;
    std::optional<std::string> tax_behavior = "unspecified", tax_code;
    std::string type = "fixed_amount";
};
FIELDS(ShippingRate, id, object, active, created, delivery_estimate, display_name, fixed_amount, livemode, metadata,
       tax_behavior, tax_code, type);

struct SpanParams {
    Choice<"business_day", "day", "hour", "month", "week"> unit;
    AtLeast<1> value;
};
FIELDS(SpanParams, unit, value);

struct DeliveryEstimateParams {
    std::optional<SpanParams> maximum, minimum;
};
FIELDS(DeliveryEstimateParams, maximum, minimum);

struct FixedAmountParams {
    AmountOrNothing amount;
    std::string currency;
    std::optional<Raw> currency_options;
};
FIELDS(FixedAmountParams, amount, currency, currency_options);

// POST /v1/shipping_rates, and the shipping_rate_data of a Checkout Session.
struct Data {
    std::optional<DeliveryEstimateParams> delivery_estimate;
    std::string display_name;
    std::optional<FixedAmountParams> fixed_amount;
    MetadataParam metadata;
    std::optional<Choice<"exclusive", "inclusive", "unspecified">> tax_behavior;
    std::optional<std::string> tax_code;
    std::optional<Choice<"fixed_amount">> type;
};
FIELDS(Data, delivery_estimate, display_name, fixed_amount, metadata, tax_behavior, tax_code, type);

// Makes and keeps one. Refused, with names under `prefix`: no amount, a negative one, an unknown currency, an estimate
// of less than one, several currencies (not supported).
Result<ShippingRate> make(api::Tx& tx, Data const& data, std::string const& prefix = "");

// "3-5 business days"; empty where nothing is estimated.
std::string estimate_text(ShippingRate const& rate);

extern api::ResourceType const kResource;

}  // namespace bursar::shipping_rates
