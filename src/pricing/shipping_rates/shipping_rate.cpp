#include "pricing/shipping_rates/shipping_rate.hpp"

#include "api/endpoints.hpp"
#include "base/currency.hpp"

namespace bursar::shipping_rates {

using namespace api;

namespace {

std::optional<Span> span_of(std::optional<SpanParams> const& given) {
    if (!given) return std::nullopt;
    return Span{given->unit.text, given->value};
}

Result<Reply> create(Tx& tx, Data p) {
    TRY(auto rate, make(tx, p));
    return reply_with(rate);
}

struct UpdateParams {
    std::optional<bool> active;
    std::optional<Raw> fixed_amount;
    MetadataParam metadata;
    std::optional<Choice<"exclusive", "inclusive", "unspecified">> tax_behavior;
};
FIELDS(UpdateParams, active, fixed_amount, metadata, tax_behavior);

Result<void> refuse_currencies(std::string const& name) {
    return refuse("", name, "Bursar does not support `currency_options` of shipping rates yet.");
}

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto rate, find_in_path<ShippingRate>(tx, id));
    if (p.fixed_amount) TRY_DO(refuse_currencies("fixed_amount"));
    if (p.active) rate.active = *p.active;
    if (p.tax_behavior) {
        // As for prices: what was said of tax once stays.
        if (rate.tax_behavior != "unspecified")
            return refuse("", "tax_behavior", "You cannot change `tax_behavior` once it is set.");
        rate.tax_behavior = p.tax_behavior->text;
    }
    p.metadata.apply_to(rate.metadata);
    tx.update(rate);
    return reply_with(rate);
}

struct ListParams {
    std::optional<bool> active;
    std::optional<std::string> currency;
};
FIELDS(ListParams, active, currency);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    ListQuery query{.object = "shipping_rate", .noun = "shipping rate", .url = "/v1/shipping_rates"};
    query.matches = [p](json::object const& rate) {
        return (!p.active || rate.at("active") == json::value(*p.active)) &&
               (!p.currency || text_at(rate.at("fixed_amount").as_object(), "currency") == *p.currency);
    };
    return list_reply(tx, page, query);
}

constexpr Route kRoutes[] = {
    post<create>("/v1/shipping_rates"),
    api::list<list>("/v1/shipping_rates"),
    retrieve<ShippingRate>("/v1/shipping_rates/:id"),
    post<update>("/v1/shipping_rates/:id"),
};

constexpr auto kExpandable = expandable_of<ShippingRate>({
    {"tax_code", "tax_code"},
});

}  // namespace

Result<ShippingRate> make(Tx& tx, Data const& data, std::string const& prefix) {
    auto named = [&](std::string const& name) { return prefix.empty() ? name : prefix + "[" + name + "]"; };
    auto amount = named("fixed_amount");
    if (!data.fixed_amount) return refuse_missing(amount);
    if (data.fixed_amount->currency_options) TRY_DO(refuse_currencies(amount + "[currency_options]"));
    TRY(auto currency, read_currency(data.fixed_amount->currency, amount + "[currency]"));
    if (data.fixed_amount->amount > maximum_charge(currency)) return refuse_too_large(currency, amount + "[amount]");
    auto rate = tx.fresh<ShippingRate>();
    rate.display_name = data.display_name;
    rate.fixed_amount = {data.fixed_amount->amount, currency};
    if (data.delivery_estimate) {
        auto estimate = named("delivery_estimate");
        rate.delivery_estimate.emplace();
        rate.delivery_estimate->maximum = span_of(data.delivery_estimate->maximum);
        rate.delivery_estimate->minimum = span_of(data.delivery_estimate->minimum);
    }
    if (data.tax_behavior) rate.tax_behavior = data.tax_behavior->text;
    rate.tax_code = data.tax_code;
    data.metadata.apply_to(rate.metadata);
    tx.insert(rate);
    return rate;
}

std::string estimate_text(ShippingRate const& rate) {
    if (!rate.delivery_estimate) return {};
    auto const& [most, least] = *rate.delivery_estimate;
    auto words = [](Span const& span) {
        auto unit = span.unit == "business_day" ? std::string("business day") : span.unit;
        return std::to_string(span.value) + " " + unit + (span.value == 1 ? "" : "s");
    };
    if (most && least && most->unit == least->unit)
        return (most->value == least->value ? "" : std::to_string(least->value) + "-") + words(*most);
    if (most && least) return words(*least) + " to " + words(*most);
    if (most) return "up to " + words(*most);
    return least ? "at least " + words(*least) : std::string();
}

ResourceType const kResource{
    .object = "shipping_rate", .routes = kRoutes, .expandable = kExpandable, .shape = fields_of<ShippingRate>};

}  // namespace bursar::shipping_rates
