#include "api/page.hpp"
#include "base/overlay.hpp"
#include "base/rules.hpp"
#include "events/events/event.hpp"
#include "money/charges/charge.hpp"
#include "money/refunds/refund.hpp"

namespace bursar::refunds {

using namespace api;
using charges::Charge;

namespace {

struct CreateParams {
    std::optional<AtLeast<1>> amount;
    std::optional<std::string> charge, currency, customer;
    Ignored<std::string> instructions_email;
    MetadataParam metadata;
    Unsupported<std::string> origin;
    std::optional<std::string> payment_intent;
    Emptyable<Choice<"duplicate", "fraudulent", "requested_by_customer">> reason;
    std::optional<bool> refund_application_fee, reverse_transfer;
};
FIELDS(CreateParams, amount, charge, currency, customer, instructions_email, metadata, origin, payment_intent, reason,
       refund_application_fee, reverse_transfer);

Result<Charge> charge_of_intent(Tx& tx, std::string const& id) {
    auto intent = tx.own(id);
    if (!intent || !Tx::is_a(*intent, "payment_intent")) return no_such("payment_intent", id, "payment_intent", 404);
    for (auto& charge : tx.all<Charge>("payment_intent", id))
        if (charge.status == charges::Status::succeeded) return std::move(charge);
    return refuse("", "", "This PaymentIntent (" + id + ") does not have a successful charge to refund.");
}

Result<Charge> charge_to_refund(Tx& tx, CreateParams const& p) {
    if (!p.charge && !p.payment_intent)
        return refuse("", "",
                      "One of the following params should be provided for this request: payment_intent or charge.");
    if (!p.charge) return charge_of_intent(tx, *p.payment_intent);
    auto charge = tx.find<Charge>(*p.charge);
    if (!charge) return no_such("charge", *p.charge, "id", 404);
    return std::move(*charge);
}

Result<Refund> create_for(Tx& tx, Charge& charge, CreateParams const& p) {
    if (!charge.captured && charge.status == charges::Status::succeeded) {
        if (charge.payment_intent)
            return refuse(
                "", "",
                "This uncaptured Charge was created by a PaymentIntent (" + *charge.payment_intent +
                    "). You must cancel the PaymentIntent to reverse the authorization instead of refunding the Charge "
                    "directly. "
                    "For more information, see https://stripe.com/docs/payments/place-a-hold-on-a-payment-method");
        if (charge.released.value)
            return refuse("charge_already_refunded", "", "Charge " + charge.id + " has already been refunded.");
        if (p.amount && *p.amount < charge.amount)
            return refuse("", "amount",
                          "You cannot partially refund an uncaptured charge. Instead, capture the charge for an amount "
                          "less than the original amount");
        auto refund = tx.fresh<Refund>();  // of an authorization: no money had moved
        refund.amount = charge.amount;
        refund.charge = charge.id;
        refund.currency = charge.currency;
        refund.customer = charge.customer;
        refund.payment_method = charge.payment_method;
        tx.insert(refund);
        auto const before = charge;
        charge.released = true;
        charge.amount_refunded = charge.amount;
        charge.refunded = true;
        events::change(tx, "charge.refunded", before, charge);
        return refund;
    }
    NewRefund order{.amount = p.amount,
                    .reason = {},
                    .reverse_transfer = p.reverse_transfer.value_or(false),
                    .refund_application_fee = p.refund_application_fee.value_or(false),
                    .metadata = {}};
    if (p.reason) order.reason = p.reason->text;
    p.metadata.apply_to(order.metadata);
    return make(tx, charge, order);
}

Result<Reply> create(Tx& tx, CreateParams p) {
    TRY(auto charge, charge_to_refund(tx, p));
    TRY(auto refund, create_for(tx, charge, p));
    return reply_with(refund);
}

Result<Reply> create_under_charge(Tx& tx, std::string id, CreateParams p) {
    TRY(auto charge, find_in_path<Charge>(tx, id));
    TRY(auto refund, create_for(tx, charge, p));
    return reply_with(refund);
}

Result<Reply> refund_charge(Tx& tx, std::string id, CreateParams p) {  // the oldest form answers with the charge
    TRY(auto charge, find_in_path<Charge>(tx, id));
    TRY_DO(create_for(tx, charge, p));
    return reply_with(charge);
}

Result<Reply> retrieve(Tx& tx, std::string id) {
    TRY(auto refund, find_in_path<Refund>(tx, id));
    if (refund.destination_details && refund.status == Status::succeeded &&
        tx.now() > refund.created) {  // the network's reference comes later
        auto& details = refund.destination_details->value.as_object();
        if (auto* card = details.if_contains("card")) {
            card->as_object()["reference"] = "00000" + std::to_string(100000 + tx.seq_of(id) % 900000) + "00000";
            card->as_object()["reference_status"] = "available";
            *card = sorted(card->as_object());
        }
    }
    return reply_with(refund);
}

Result<Reply> retrieve_under_charge(Tx& tx, std::string charge, std::string id) {
    TRY(auto refund, find_in_path<Refund>(tx, id));
    if (refund.charge != charge) return no_such("refund", id, "refund", 404);
    return reply_with(refund);
}

struct UpdateParams {
    MetadataParam metadata;
};
FIELDS(UpdateParams, metadata);

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto refund, find_in_path<Refund>(tx, id));
    auto const before = refund;
    overlay(p, refund);
    events::change(tx, "refund.updated", before, refund);
    events::emit_change(tx, "charge.refund.updated", document_of(before), document_of(refund));
    return reply_with(refund);
}

Result<Reply> cancel(Tx& tx, std::string id) {
    TRY_DO(find_in_path<Refund>(tx, id));
    return refuse("", "", "Canceling this refund is unsupported.");
}

struct ListParams {
    std::optional<std::string> charge, payment_intent;
};
FIELDS(ListParams, charge, payment_intent);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    ListQuery query{.object = "refund", .noun = "refund", .url = "/v1/refunds"};
    if (p.charge) {
        if (!tx.find<Charge>(*p.charge)) return no_such("charge", *p.charge, "charge");
        query.filter = "charge";
        query.value = *p.charge;
    } else if (p.payment_intent) {
        query.filter = "payment_intent";
        query.value = *p.payment_intent;
    }
    if (p.charge && p.payment_intent)
        query.matches = [id = *p.payment_intent](json::object const& refund) {
            return text_at(refund, "payment_intent") == id;
        };
    return list_reply(tx, page, query);
}

Result<Reply> list_under_charge(Tx& tx, std::string charge, Page page) {
    TRY_DO(find_in_path<Charge>(tx, charge));
    return list_reply(tx, page,
                      {.object = "refund",
                       .noun = "refund",
                       .url = "/v1/charges/" + charge + "/refunds",
                       .filter = "charge",
                       .value = charge});
}

constexpr Route kRoutes[] = {
    post<create>("/v1/refunds"),
    api::list<list>("/v1/refunds"),
    api::get<retrieve>("/v1/refunds/:id"),
    post<update>("/v1/refunds/:id"),
    post<cancel>("/v1/refunds/:id/cancel"),
    post<create_under_charge>("/v1/charges/:charge/refunds"),
    api::list<list_under_charge>("/v1/charges/:charge/refunds"),
    api::get<retrieve_under_charge>("/v1/charges/:charge/refunds/:id"),
    post<refund_charge>("/v1/charges/:charge/refund"),
};
constexpr JobKind kJobs[] = {{"refund.settle", settle}};
constexpr auto kExpandable = expandable_of<Refund>({
    {"balance_transaction", "balance_transaction"},
    {"charge", "charge"},
    {"customer", "customer"},
    {"failure_balance_transaction", "balance_transaction"},
    {.path = "next_action", .render = render_nothing},
    {.path = "presentment_details", .render = render_nothing},
    {"payment_intent", "payment_intent"},
    {"payment_method", "payment_method"},
    {"source_transfer_reversal", "transfer_reversal"},
    {"transfer_reversal", "transfer_reversal"},
});

}  // namespace

ResourceType const kResource{
    .object = "refund", .routes = kRoutes, .expandable = kExpandable, .jobs = kJobs, .shape = fields_of<Refund>};

}  // namespace bursar::refunds
