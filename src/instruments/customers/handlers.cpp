#include "api/endpoints.hpp"
#include "api/search.hpp"
#include "instruments/customers/instruments.hpp"
#include "instruments/customers/params.hpp"

namespace bursar::customers {

using namespace api;

namespace {

Result<Reply> create_call(Tx& tx, Params p) {
    TRY(auto customer, create(tx, std::move(p)));
    return reply_with(customer);
}

Result<Reply> update_call(Tx& tx, std::string id, Params p) {
    TRY(auto customer, find_in_path<Customer>(tx, id));
    TRY(customer, update(tx, std::move(customer), p));
    return reply_with(customer);
}

// Of a deleted one it still reads that it was there.
Result<Reply> retrieve_call(Tx& tx, std::string id) {
    auto object = tx.own(id);
    if (!object || !Tx::is_a(*object, Customer::kObject)) return no_such("customer", id, "id", 404);
    if (!tx.is_usable(Customer::kObject, id)) return deleted_reply(Customer::kObject, id);
    return Reply{200, object->document};
}

Result<Reply> remove_call(Tx& tx, std::string id) {
    TRY(auto customer, find_in_path<Customer>(tx, id));
    TRY_DO(remove(tx, std::move(customer)));
    return deleted_reply(Customer::kObject, id);
}

struct ListParams {
    std::optional<std::string> email, test_clock;
};
FIELDS(ListParams, email, test_clock);

constexpr SearchField kSearchFields[] = {
    {"created", SearchType::number}, {"email", SearchType::string}, {"metadata", SearchType::token},
    {"name", SearchType::string},    {"phone", SearchType::string},
};

Result<Reply> search(Tx& tx, SearchParams params) {
    return search_reply(tx, params, {"customer", "customers", kSearchFields});
}

constexpr Route kRoutes[] = {
    post<create_call>("/v1/customers"),       list_of<Customer, ListParams, "/v1/customers">(),
    api::get<search>("/v1/customers/search"), api::get<retrieve_call>("/v1/customers/:id"),
    post<update_call>("/v1/customers/:id"),   del<remove_call>("/v1/customers/:id"),
};

// Of what is not served here there is none.
json::object none_of(json::object const& customer, std::string_view name) {
    return {{"object", "list"},
            {"data", json::array()},
            {"has_more", false},
            {"total_count", 0},
            {"url", "/v1/customers/" + std::string(text_at(customer, "id")) + "/" + std::string(name)}};
}

std::optional<json::value> render_subscriptions(Tx&, json::object const& customer) {
    return none_of(customer, "subscriptions");
}
std::optional<json::value> render_tax_ids(Tx&, json::object const& customer) { return none_of(customer, "tax_ids"); }
std::optional<json::value> render_null(Tx&, json::object const&) { return nullptr; }
std::optional<json::value> render_credit(Tx&, json::object const&) { return json::object(); }
// Unknown: where tax is not calculated. The words are those of a customer whose place nobody can tell.
std::optional<json::value> render_tax(Tx&, json::object const&) {
    return json::object{{"automatic_tax", "unrecognized_location"},
                        {"ip_address", nullptr},
                        {"location", nullptr},
                        {"provider", "stripe"}};
}

constexpr auto kExpandable = expandable_of<Customer>({
    {.path = "cash_balance", .to = "cash_balance", .render = render_null},
    {"default_source", "account bank_account card source"},
    {"discount", "discount"},
    {.path = "invoice_credit_balance", .render = render_credit},
    {"invoice_settings.default_payment_method", "payment_method"},
    {.path = "sources", .to = "account bank_account card source", .listed = true, .render = render_sources},
    {.path = "subscriptions", .to = "subscription", .listed = true, .render = render_subscriptions},
    {.path = "tax", .render = render_tax},
    {.path = "tax_ids", .to = "tax_id", .listed = true, .render = render_tax_ids},
    {"test_clock", "test_helpers.test_clock"},
});

}  // namespace

ResourceType const kResource{.object = "customer",
                             .routes = kRoutes,
                             .expandable = kExpandable,
                             .versions = kVersions,
                             .shape = fields_of<Customer>};

}  // namespace bursar::customers
