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
    "terminal",
    "test_helpers",
    "topups",
    "treasury",
});

// Parts of resources that are there. '*' stands for one segment; what follows belongs to it.
static constexpr std::array kParts = std::to_array<std::string_view>({
    "accounts/*/login_links",
    "customers/*/balance_transactions",
    "customers/*/cash_balance",
    "customers/*/cash_balance_transactions",
    "customers/*/discount",
    "customers/*/funding_instructions",
    "customers/*/tax_ids",
    "payment_attempt_records",
    "payment_intents/*/amount_details_line_items",
    "payment_intents/*/apply_customer_balance",
    "payment_records",
    "product_catalog",
    "products/*/features",
    "radar/payment_evaluations",
    "radar/value_list_items",
    "radar/value_lists",
    "sources/*/source_transactions",
    "sources/*/verify",
    "three_d_secure",
});

static bool lies_under(std::string_view path, std::string_view pattern) {
    while (!pattern.empty()) {
        auto wanted = pattern.substr(0, pattern.find('/')), segment = path.substr(0, path.find('/'));
        if (wanted != "*" && wanted != segment) return false;
        pattern.remove_prefix(std::min(wanted.size() + 1, pattern.size()));
        path.remove_prefix(std::min(segment.size() + 1, path.size()));
    }
    return true;
}

std::string_view unsupported_resource(std::string_view path) {
    if (path == "/oauth/token" || path == "/oauth/authorize") return "connecting accounts by OAuth";
    if (!path.starts_with("/v1/")) return {};
    auto name = path.substr(4, path.find('/', 4) - 4);
    auto found = std::ranges::find(kResources, name);
    if (found != kResources.end()) return *found;
    auto part = std::ranges::find_if(kParts, [&](auto pattern) { return lies_under(path.substr(4), pattern); });
    return part == kParts.end() ? std::string_view() : part->substr(part->rfind('/') + 1);
}

std::unexpected<Refusal> refuse_unsupported(std::string_view method, std::string_view path, std::string_view resource) {
    return refuse_as(501, "", "",
                     "Bursar does not support " + std::string(resource) + " yet (" + std::string(method) + ": " +
                         std::string(path) + ").");
}

}  // namespace bursar::api
