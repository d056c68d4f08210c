#include "pricing/tax_rates/tax_rate.hpp"

#include "api/endpoints.hpp"
#include "base/overlay.hpp"
#include "events/events/event.hpp"

namespace bursar::tax_rates {

using namespace api;

namespace {

using TaxType = Choice<"amusement_tax", "communications_tax", "gst", "hst", "igst", "jct", "lease_tax", "pst", "qst",
                       "retail_delivery_fee", "rst", "sales_tax", "service_tax", "vat">;

// [parameters]
struct CreateParams {
    std::optional<bool> active;
    std::optional<std::string> country, description;
    std::string display_name;
    bool inclusive = false;
    std::optional<std::string> jurisdiction;
    MetadataParam metadata;
    Percent percentage;
    std::optional<std::string> state;
    std::optional<TaxType> tax_type;
};
FIELDS(CreateParams, active, country, description, display_name, inclusive, jurisdiction, metadata, percentage, state,
       tax_type);

// What a rate takes off stays as it is: of that there is no update (reference/pricing.md: Tax rates).
struct UpdateParams {
    std::optional<bool> active;
    std::optional<std::string> country, description, display_name, jurisdiction;
    MetadataParam metadata;
    std::optional<std::string> state;
    Emptyable<TaxType> tax_type;
};
FIELDS(UpdateParams, active, country, description, display_name, jurisdiction, metadata, state, tax_type);

struct ListParams {
    std::optional<bool> active, inclusive;
};
FIELDS(ListParams, active, inclusive);
// [/parameters]

// [endpoints]
Result<Reply> create(Tx& tx, CreateParams p) {
    if (p.percentage.parts < 0 || p.percentage.parts > Percent::kWhole)  // Unknown: the wording
        return refuse("", "percentage", "The percentage of a tax rate must be between 0 and 100.");
    auto rate = tx.fresh<TaxRate>();
    overlay(p, rate);
    events::create(tx, "tax_rate.created", rate);
    return reply_with(rate);
}

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto rate, find_in_path<TaxRate>(tx, id));
    auto const before = rate;
    overlay(p, rate);
    events::change(tx, "tax_rate.updated", before, rate);
    return reply_with(rate);
}
// [/endpoints]

// [routes]
constexpr Route kRoutes[] = {
    post<create>("/v1/tax_rates"),
    list_of<TaxRate, ListParams, "/v1/tax_rates">(),
    retrieve<TaxRate>("/v1/tax_rates/:id"),
    post<update>("/v1/tax_rates/:id"),
};
// [/routes]

}  // namespace

ResourceType const kResource{.object = "tax_rate", .routes = kRoutes, .expandable = {}, .shape = fields_of<TaxRate>};

}  // namespace bursar::tax_rates
