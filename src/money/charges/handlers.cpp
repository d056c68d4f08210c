#include "api/page.hpp"
#include "api/search.hpp"
#include "base/email.hpp"
#include "events/events/event.hpp"
#include "instruments/customers/customer.hpp"
#include "money/charges/charge.hpp"

namespace bursar::charges {

using namespace api;

namespace {

struct ListParams {
    std::optional<std::string> customer, payment_intent, transfer_group;
};
FIELDS(ListParams, customer, payment_intent, transfer_group);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    ListQuery query{.object = "charge", .noun = "charge", .url = "/v1/charges"};
    if (p.payment_intent) {
        auto intent = tx.own(*p.payment_intent);
        if (!intent || !Tx::is_a(*intent, "payment_intent"))
            return no_such("payment_intent", *p.payment_intent, "payment_intent");
        query.filter = "payment_intent";
        query.value = *p.payment_intent;
    } else if (p.customer) {
        if (!tx.find_even_gone<customers::Customer>(*p.customer)) return no_such("customer", *p.customer, "customer");
        query.filter = "customer";
        query.value = *p.customer;
    } else if (p.transfer_group) {
        query.filter = "transfer_group";
        query.value = *p.transfer_group;
    }
    if ((p.payment_intent && (p.customer || p.transfer_group)) || (p.customer && p.transfer_group))
        query.matches = [p](json::object const& c) {
            return (!p.customer || text_at(c, "customer") == *p.customer) &&
                   (!p.transfer_group || text_at(c, "transfer_group") == *p.transfer_group);
        };
    return list_reply(tx, page, query);
}

Result<Reply> retrieve(Tx& tx, std::string id) {
    auto object = tx.own(id);
    if (!object || !Tx::is_a(*object, "charge")) return no_such("charge", id, "id", 404);
    return Reply{200, std::move(object->document)};
}

struct FraudDetails {
    Emptyable<Choice<"safe", "fraudulent">> user_report;
};
FIELDS(FraudDetails, user_report);

struct UpdateParams {
    std::optional<std::string> customer;
    Emptyable<std::string> description;
    std::optional<FraudDetails> fraud_details;
    MetadataParam metadata;
    Emptyable<Email> receipt_email;
    std::optional<ShippingParams> shipping;
    std::optional<std::string> transfer_group;
};
FIELDS(UpdateParams, customer, description, fraud_details, metadata, receipt_email, shipping, transfer_group);

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto charge, find_in_path<Charge>(tx, id));
    auto const before = charge;
    if (p.customer) {
        TRY(auto customer, customers::usable_in_param(tx, *p.customer));
        if (charge.customer && charge.customer != customer.id)
            return refuse("", "customer", "This charge already has a customer.");
        charge.customer = customer.id;
    }
    if (p.transfer_group) {
        if (charge.payment_intent)
            return refuse("", "transfer_group",
                          "This Charge was created by a PaymentIntent (" + *charge.payment_intent +
                              "). You must update the `transfer_group` on the PaymentIntent instead of updating the "
                              "Charge directly.");
        if (charge.transfer_group)
            return refuse("", "transfer_group", "The transfer_group of a charge cannot be changed once it is set.");
        charge.transfer_group = p.transfer_group;
    }
    p.description.apply_to(charge.description);
    p.receipt_email.apply_to(charge.receipt_email);
    p.metadata.apply_to(charge.metadata);
    if (p.shipping) charge.shipping = p.shipping->shipping();
    if (p.fraud_details && p.fraud_details->user_report.given)
        charge.fraud_details.value = p.fraud_details->user_report
                                         ? json::object{{"user_report", p.fraud_details->user_report->text}}
                                         : json::object();
    events::change(tx, "charge.updated", before, charge);
    return reply_with(charge);
}

constexpr SearchField kSearchFields[] = {
    {"amount", SearchType::number},
    {"billing_details.address.postal_code", SearchType::token},
    {"created", SearchType::number},
    {"currency", SearchType::token},
    {"customer", SearchType::token},
    {"disputed", SearchType::token},
    {"metadata", SearchType::token},
    {"payment_method_details.card.last4", SearchType::token},
    {"payment_method_details.card.exp_month", SearchType::token},
    {"payment_method_details.card.exp_year", SearchType::token},
    {"payment_method_details.card.brand", SearchType::token},
    {"payment_method_details.card.fingerprint", SearchType::token},
    {"refunded", SearchType::token},
    {"status", SearchType::token},
};
Result<Reply> search(Tx& tx, SearchParams params) {
    return search_reply(tx, params, {"charge", "charges", kSearchFields});
}

constexpr Route kRoutes[] = {
    api::list<list>("/v1/charges"),
    api::get<search>("/v1/charges/search"),
    api::get<retrieve>("/v1/charges/:id"),
    post<update>("/v1/charges/:id"),
};

constexpr auto kExpandable = expandable_of<Charge>({
    {.path = "alternate_statement_descriptors", .render = render_nothing, .before = "2023-08-16"},
    {"application", "application"},
    {"application_fee", "application_fee"},
    {"balance_transaction", "balance_transaction"},
    {"customer", "customer"},
    {"destination", "account"},
    {"dispute", "dispute"},
    {"failure_balance_transaction", "balance_transaction"},
    {.path = "invoice", .to = "invoice", .before = "2025-03-31"},
    {"on_behalf_of", "account"},
    {"order"},
    {"outcome.rule"},
    {"payment_intent", "payment_intent"},
    {"payment_method_details.bancontact.generated_sepa_debit", "payment_method"},
    {"payment_method_details.bancontact.generated_sepa_debit_mandate", "mandate"},
    {"payment_method_details.card.mandate", "mandate"},
    {"payment_method_details.ideal.generated_sepa_debit", "payment_method"},
    {"payment_method_details.ideal.generated_sepa_debit_mandate", "mandate"},
    {"payment_method_details.sofort.generated_sepa_debit", "payment_method"},
    {"payment_method_details.sofort.generated_sepa_debit_mandate", "mandate"},
    {"payment_method_details.us_bank_account.mandate", "mandate"},
    {.path = "level3", .render = render_nothing},
    {.path = "presentment_details", .render = render_nothing},
    {.path = "refunds", .to = "refund", .listed = true, .render = render_refunds},
    {"review", "review"},
    {"source", "account bank_account card source"},
    {"source_transfer", "transfer"},
    {"transfer", "transfer"},
    {"transfer_data.destination", "account"},
});

}  // namespace

ResourceType const kResource{.object = "charge",
                             .routes = kRoutes,
                             .expandable = kExpandable,
                             .versions = kVersions,
                             .shape = fields_of<Charge>};

}  // namespace bursar::charges
