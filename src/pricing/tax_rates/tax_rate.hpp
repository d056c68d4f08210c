// Tax rates (reference/pricing.md: Tax rates): a share that lines, invoices and subscriptions name; never deleted.
#pragma once

#include "api/resource.hpp"
#include "base/percent.hpp"

namespace bursar::tax_rates {

struct TaxRate {
    static constexpr std::string_view kObject = "tax_rate", kPrefix = "txr", kNoun = "tax rate",
                                      kPathParam = "tax_rate";

    std::string id;
    std::string object = "tax_rate";
    bool active = true;
    std::optional<std::string> country;  // two letters
    Timestamp created = 0;
    std::optional<std::string> description;
    std::string display_name;
    std::optional<Percent> effective_percentage;  // like flat_amount and rate_type of rates that are calculated
    std::optional<Raw> flat_amount;
    bool inclusive = false;
    std::optional<std::string> jurisdiction, jurisdiction_level;
    bool livemode = false;
    Metadata metadata;
    Percent percentage;
    std::optional<std::string> rate_type, state, tax_type;
};
FIELDS(TaxRate, id, object, active, country, created, description, display_name, effective_percentage, flat_amount,
       inclusive, jurisdiction, jurisdiction_level, livemode, metadata, percentage, rate_type, state, tax_type);

extern api::ResourceType const kResource;

}  // namespace bursar::tax_rates
