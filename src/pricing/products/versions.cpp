// How products and prices looked to callers of older versions (reference/versions.md: Breaking changes).
#include "api/versions/walk.hpp"
#include "pricing/products/product.hpp"

namespace bursar::products {

using namespace api;

namespace {

void features_have_the_old_name(Tx&, json::object& product) {
    auto* features = product.if_contains("marketing_features");
    if (!features) return;
    auto value = std::move(*features);
    product.erase("marketing_features");
    add(product, "features", std::move(value));
}

// Names of the variants of goods, until 2023-08-16 (types of stripe-node 12); nothing here has any.
void attributes_are_shown(Tx&, json::object& product) {
    if (!product.contains("deleted")) add(product, "attributes", json::array());
}

// How metered usage is summed up, which a meter says now; no price here is metered.
void aggregate_usage_is_shown(Tx&, json::object& price) {
    auto* recurring = price.if_contains("recurring");
    if (recurring && recurring->is_object()) add(recurring->as_object(), "aggregate_usage", nullptr);
}

}  // namespace

VersionChange const kPriceVersions[] = {
    {"2025-03-31", "aggregate_usage is gone from prices", aggregate_usage_is_shown},
};

VersionChange const kProductVersions[] = {
    {"2024-04-10", "features of a product are marketing_features", features_have_the_old_name},
    {"2023-08-16", "attributes are gone from products", attributes_are_shown},
};

}  // namespace bursar::products
