#include "api/endpoints.hpp"
#include "checkout/sessions/breakdown.hpp"
#include "checkout/sessions/params.hpp"

namespace bursar::checkout {

using namespace api;

namespace {

struct DetailsFilter {
    std::string email;
};
FIELDS(DetailsFilter, email);

struct ListParams {
    std::optional<std::string> customer;
    std::optional<DetailsFilter> customer_details;
    std::optional<std::string> payment_intent, payment_link;
    std::optional<Choice<"complete", "expired", "open">> status;
    std::optional<std::string> subscription;
};
FIELDS(ListParams, customer, customer_details, payment_intent, payment_link, status, subscription);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    ListQuery query{.object = Session::kObject, .noun = Session::kNoun, .url = "/v1/checkout/sessions"};
    if (p.customer) {
        query.filter = "customer";
        query.value = *p.customer;
    }
    query.matches = [&](json::object const& session) {
        auto is = [&](std::string_view name, std::optional<std::string> const& wanted) {
            return !wanted || text_at(session, name) == *wanted;
        };
        auto const& details = session.at("customer_details");
        return is("payment_intent", p.payment_intent) && is("payment_link", p.payment_link) &&
               is("subscription", p.subscription) && (!p.status || text_at(session, "status") == p.status->text) &&
               (!p.customer_details ||
                (details.is_object() && text_at(details.as_object(), "email") == p.customer_details->email));
    };
    return list_reply(tx, page, query);
}

Result<Reply> expire_call(Tx& tx, std::string id) {
    TRY(auto session, find_in_path<Session>(tx, id));
    if (session.status != Status::open)
        return refuse("", "",
                      "Only Checkout Sessions with a status in [\"open\"] can be expired. This Checkout Session has a "
                      "status of `" +
                          session.status.word() + "`.");
    expire(tx, session);
    return reply_with(session);
}

}  // namespace

json::value items_of(Session const& session) {
    json::array data;
    for (auto const& item : session.line_items.value) data.push_back(parse_document(document_of(item)));
    return json::object{{"object", "list"},
                        {"data", std::move(data)},
                        {"has_more", false},
                        {"url", "/v1/checkout/sessions/" + session.id + "/line_items"}};
}

namespace {

Result<Reply> line_items(Tx& tx, std::string id) {
    TRY(auto session, find_in_path<Session>(tx, id));
    return Reply{200, to_text(items_of(session))};
}

std::optional<json::value> render_items(Tx& tx, json::object const& object) {
    return items_of(tx.get<Session>(text_at(object, "id")));
}

void end_of_time(Tx& tx, json::object const& payload) {
    auto session = tx.find<Session>(text_at(payload, "session"));
    if (session && session->status == Status::open) expire(tx, *session);
}

constexpr Route kRoutes[] = {
    post<create, CreateParams, NotYet>("/v1/checkout/sessions"),
    api::list<list>("/v1/checkout/sessions"),
    retrieve<Session>("/v1/checkout/sessions/:id"),
    post<expire_call>("/v1/checkout/sessions/:id/expire"),
    api::get<line_items>("/v1/checkout/sessions/:id/line_items"),
};
constexpr auto kExpandable = expandable_of<Session>({
    {"automatic_tax.liability.account", "account"},
    {"customer", "customer"},
    {"discounts.coupon", "coupon"},
    {"discounts.promotion_code", "promotion_code"},
    {"invoice", "invoice"},
    {"invoice_creation.invoice_data.account_tax_ids", "tax_id"},
    {"invoice_creation.invoice_data.issuer.account", "account"},
    {.path = "line_items", .to = "item", .listed = true, .render = render_items},
    {.path = "name_collection", .render = render_nothing},
    {.path = "optional_items", .render = render_nothing},
    {.path = "tax_id_collection", .render = render_nothing},
    {"payment_intent", "payment_intent"},
    {"payment_link", "payment_link"},
    {"setup_intent", "setup_intent"},
    {"shipping_cost.shipping_rate", "shipping_rate"},
    {.path = "shipping_details", .render = render_nothing, .before = "2025-03-31"},
    {.path = "shipping_cost.taxes", .render = render_no_taxes},
    {"shipping_cost.taxes.rate", "tax_rate"},
    {"shipping_options.shipping_rate", "shipping_rate"},
    {"subscription", "subscription"},
    {.path = "total_details.breakdown", .render = render_breakdown},
    {"total_details.breakdown.discounts.discount", "discount"},
    {"total_details.breakdown.taxes.rate", "tax_rate"},
});
// Of a payment page, which is a session and what the payer needs beside it. The rest is the shop's own.
using Public = Without<Session, "client_reference_id", "customer", "customer_account", "metadata">;
constexpr std::string_view kOfPages[] = {"discount", "next_url", "saved_payment_methods", "session_id",
                                         "shipping_rates"};
constexpr auto kItemExpandable = expandable_of<LineItem>({
    {.path = "discounts", .render = render_item_discounts},
    {"discounts.discount", "discount"},
    {"price", "price"},
    {.path = "taxes", .render = render_no_taxes},
    {"taxes.rate", "tax_rate"},
});

constexpr JobKind kJobs[] = {{"checkout.expire", end_of_time}, {"checkout.follow", follow}};
constexpr Reaction kReactions[] = {
    {"payment_intent.succeeded", payment_done},
    {"payment_intent.amount_capturable_updated", payment_done},
    {"setup_intent.succeeded", setup_done},
};

}  // namespace

ResourceType const kResource{.object = Session::kObject,
                             .routes = kRoutes,
                             .expandable = kExpandable,
                             .jobs = kJobs,
                             .reactions = kReactions,
                             .versions = kVersions,
                             .shown_publicly = {.part = fields_of<Public>, .besides = kOfPages},
                             .shape = fields_of<Session>};
ResourceType const kItems{.object = "item",
                          .routes = {},
                          .expandable = kItemExpandable,
                          .shown_publicly = {.part = fields_of<Without<LineItem, "metadata">>},
                          .shape = fields_of<LineItem>};

}  // namespace bursar::checkout
