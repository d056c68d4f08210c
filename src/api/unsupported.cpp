#include "api/unsupported.hpp"

#include <algorithm>
#include <array>

namespace bursar::api {

static constexpr std::array kResources = std::to_array<std::string_view>({
    "apps",
    "balance_settings",
    "billing",
    "billing_portal",
    "climate",
    "country_specs",
    "coupons",
    "credit_notes",
    "crypto",
    "entitlements",
    "ephemeral_keys",
    "exchange_rates",
    "file_links",
    "files",
    "financial_connections",
    "forwarding",
    "identity",
    "invoice_payments",
    "invoice_rendering_templates",
    "invoiceitems",
    "invoices",
    "issuing",
    "link_account_sessions",
    "linked_accounts",
    "payment_links",
    "payment_method_configurations",
    "payment_method_domains",
    "plans",
    "promotion_codes",
    "quotes",
    "reporting",
    "reviews",
    "sigma",
    "subscription_items",
    "subscription_schedules",
    "subscriptions",
    "tax",
    "tax_codes",
    "tax_ids",
    "tax_rates",
    "terminal",
    "test_helpers",
    "topups",
    "treasury",
});

std::string_view unsupported_resource(std::string_view path) {
    if (!path.starts_with("/v1/")) return {};
    auto name = path.substr(4, path.find('/', 4) - 4);
    auto found = std::ranges::find(kResources, name);
    return found == kResources.end() ? std::string_view() : *found;
}

std::unexpected<Refusal> refuse_unsupported(std::string_view method, std::string_view path, std::string_view resource) {
    return refuse_as(501, "", "",
                     "Bursar does not support " + std::string(resource) + " yet (" + std::string(method) + ": " +
                         std::string(path) + ").");
}

}  // namespace bursar::api
