// How customers looked to callers of older versions (reference/versions.md: Breaking changes).
#include "api/versions/walk.hpp"
#include "instruments/customers/customer.hpp"
#include "instruments/sources/source.hpp"

namespace bursar::customers {

using namespace api;

namespace {

void default_currency_is_shown(Tx&, json::object& customer) {
    if (!customer.contains("deleted")) add(customer, "default_currency", customer["currency"]);
}

void sources_are_listed(Tx& tx, json::object& customer) {
    if (customer.contains("deleted") || customer.contains("sources")) return;
    auto url = "/v1/customers/" + std::string(text_at(customer, "id")) + "/";
    customer["sources"] =
        listed_within(tx, sources::of_customer(std::string(text_at(customer, "id"))), url + "sources");
    for (auto name : {"subscriptions", "tax_ids"})
        customer[name] = json::object{
            {"object", "list"}, {"data", json::array()}, {"has_more", false}, {"total_count", 0}, {"url", url + name}};
    customer = sorted(customer);
}

}  // namespace

VersionChange const kVersions[] = {
    {"2022-08-01", "default_currency of a customer was a second name of currency", default_currency_is_shown},
    {"2020-08-27", "a customer lists sources, subscriptions and tax ids only when asked", sources_are_listed},
};

}  // namespace bursar::customers
