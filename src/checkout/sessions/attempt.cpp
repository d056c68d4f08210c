#include "checkout/sessions/attempt.hpp"

#include "instruments/customers/customer.hpp"
#include "instruments/customers/params.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "intents/common/intent_parts.hpp"
#include "intents/payment_intents/payment_intent.hpp"
#include "intents/setup_intents/setup_intent.hpp"

namespace bursar::checkout {

using namespace api;

namespace {

// billing_details of what was filled in.
json::object billing_of(Submission const& given) {
    BillingDetails details{.address = given.address};
    if (!given.email.empty()) details.email = given.email;
    if (!given.name.empty()) details.name = given.name;
    if (!given.phone.empty()) details.phone = given.phone;
    json::object billing;
    auto const document = parse_document(document_of(details));
    for (auto const& [name, value] : document.as_object()) {
        if (value.is_string()) billing[name] = value;
        if (!value.is_object()) continue;
        json::object address;
        for (auto const& [part, text] : value.as_object())
            if (text.is_string()) address[part] = text;
        if (!address.empty()) billing[name] = address;
    }
    return billing;
}

// The card that was typed, by the rules of PaymentMethods.
Result<payment_methods::NewPaymentMethod> method_data(Submission const& given) {
    json::object data = given.method_data.value_or(json::object{{"type", "card"},
                                                                {"card", json::object{{"number", given.number},
                                                                                      {"exp_month", given.exp_month},
                                                                                      {"exp_year", given.exp_year},
                                                                                      {"cvc", given.cvc}}}});
    auto billing = billing_of(given);
    if (auto const* own = data.if_contains("billing_details"); own && own->is_object())
        for (auto const& [name, value] : own->as_object()) billing[name] = value;
    if (!billing.empty()) data["billing_details"] = billing;
    if (given.save) data["allow_redisplay"] = "always";
    payment_methods::NewPaymentMethod out;
    TRY_DO(read_fields(&out, fields_of<payment_methods::NewPaymentMethod>(), data, Path{nullptr, "payment_method_data"},
                       Source::parameters));
    return out;
}

// How an intent is to be confirmed: with a card that was typed, or one that is there. Where the shop's page made the
// form the challenge is shown there, too.
template <class Params>
Result<void> put_method(Tx& tx, Session const& session, Submission const& given, Params& p) {
    if (session.ui_mode == "elements")
        p.use_stripe_sdk = true;
    else
        p.return_url = ReturnUrl::parse(tx.environment().base_url + "/c/pay/" + session.id + "/return");
    if (!given.saved.empty()) {
        p.payment_method = {true, given.saved};
        return {};
    }
    TRY(p.payment_method_data, method_data(given));
    return {};
}

bool keeps_card(Session const& session, Submission const& given) {
    return given.save || session.intent_data->value.as_object().contains("setup_future_usage");
}

// Made when there is to be one: asked for always, or needed to keep the card.
Result<void> see_to_customer(Tx& tx, Session& session, Submission const& given) {
    bool wanted = session.mode == "payment" && (session.customer_creation == "always" || keeps_card(session, given));
    if (session.customer || !wanted) return {};
    customers::Params p;
    if (!given.email.empty()) p.email = {true, Email{given.email}};
    if (!given.name.empty()) p.name = {true, given.name};
    if (!given.phone.empty()) p.phone = {true, given.phone};
    TRY(auto customer, customers::create(tx, std::move(p)));
    session.customer = customer.id;
    return {};
}

std::optional<Shipping> shipping_of(Session const& session) {
    auto const& details = session.collected_information.shipping_details;
    if (!details) return std::nullopt;
    Shipping out;
    auto const& hash = details->value.as_object();
    MUST(read_fields(&out.address, fields_of<Address>(), hash.at("address"), Path{}, Source::document));
    out.name = std::string(text_at(hash, "name"));
    return out;
}

// What the shop said, which was checked when it was kept.
template <class Data>
Result<Data> data_of(Session const& session) {
    Data data{};
    TRY_DO(read_fields(&data, fields_of<Data>(), session.intent_data->value, Path{}, Source::parameters));
    return data;
}

template <class T, class U>
void put(std::optional<T> const& from, Emptyable<U>& to) {
    if (from) to = {true, *from};
}

Result<payment_intents::Params> order_of(Session const& session) {
    TRY(auto data, data_of<PaymentIntentData>(session));
    payment_intents::Params p;
    put(data.application_fee_amount, p.application_fee_amount);
    p.capture_method = data.capture_method;
    put(data.description, p.description);
    p.metadata = data.metadata;
    p.on_behalf_of = data.on_behalf_of;
    put(data.receipt_email, p.receipt_email);
    put(data.setup_future_usage, p.setup_future_usage);
    if (data.shipping)
        TRY_DO(kind_of<Emptyable<ShippingParams>>.read(&p.shipping, data.shipping->value, Path{nullptr, "shipping"},
                                                       Source::parameters));
    put(data.statement_descriptor_suffix, p.statement_descriptor_suffix);
    if (data.transfer_data)
        p.transfer_data = payment_intents::TransferParams{data.transfer_data->amount, data.transfer_data->destination};
    put(data.transfer_group, p.transfer_group);
    return p;
}

// The session's own, which nobody else confirms or cancels while it is open.
Result<payment_intents::Outcome> make_intent(Tx& tx, Session const& session, payment_intents::Params p) {
    TRY(p.amount, PaymentAmount::of(*session.amount_total, Path{nullptr, "amount"}));
    p.currency = session.currency;
    p.allowed_payment_method_types = {"card"};
    if (session.customer) p.customer = {true, session.customer};
    TRY(auto outcome, payment_intents::create(tx, std::move(p)));
    auto& made = outcome.intent;
    made.of_open_checkout = true;
    made.checkout_session = session.id;
    if (auto shipping = shipping_of(session)) made.shipping = shipping;
    tx.update(made);
    return outcome;
}

Result<payment_intents::Outcome> pay(Tx& tx, Session& session, Submission const& given) {
    if (session.payment_intent) {
        payment_intents::Params again;
        TRY_DO(put_method(tx, session, given, again));
        auto intent = tx.get<payment_intents::PaymentIntent>(*session.payment_intent);
        intent.amount = *session.amount_total;  // another way of sending may have been chosen
        if (session.customer) intent.customer = session.customer;
        if (given.save && !intent.setup_future_usage) intent.setup_future_usage = "on_session";
        if (auto shipping = shipping_of(session)) intent.shipping = shipping;
        return payment_intents::confirm(tx, std::move(intent), again);
    }
    TRY(auto p, order_of(session));
    TRY_DO(put_method(tx, session, given, p));
    p.confirm = true;
    if (given.save && !p.setup_future_usage) p.setup_future_usage = {true, {{"on_session"}}};
    return make_intent(tx, session, std::move(p));
}

Result<setup_intents::Outcome> set_up(Tx& tx, Session& session, Submission const& given) {
    setup_intents::Params p;
    TRY_DO(put_method(tx, session, given, p));
    return setup_intents::confirm(tx, tx.get<setup_intents::SetupIntent>(*session.setup_intent), p);
}

template <class Intent>
Attempt attempt_with(intents::Outcome<Intent> const& outcome) {
    Attempt out{.done = is_done(outcome.intent.status.word()), .next_action = outcome.intent.next_action, .error = {}};
    if (outcome.declined) out.error = outcome.declined->error;
    return out;
}

}  // namespace

bool is_done(std::string_view intent_status) {
    return intent_status == "succeeded" || intent_status == "requires_capture";
}

Result<void> begin_setup(Tx& tx, Session& session) {
    TRY(auto data, data_of<SetupIntentData>(session));
    setup_intents::Params p;
    put(data.description, p.description);
    p.metadata = data.metadata;
    p.on_behalf_of = data.on_behalf_of;
    p.allowed_payment_method_types = {"card"};
    if (session.customer) p.customer = {true, session.customer};
    TRY(auto outcome, setup_intents::create(tx, std::move(p)));
    session.setup_intent = outcome.intent.id;
    outcome.intent.checkout_session = session.id;
    tx.update(outcome.intent);
    return {};
}

Result<void> begin_payment(Tx& tx, Session& session) {
    TRY(auto p, order_of(session));
    TRY(auto outcome, make_intent(tx, session, std::move(p)));
    session.payment_intent = outcome.intent.id;
    return {};
}

Result<Attempt> attempt(Tx& tx, Session& session, Submission const& given) {
    TRY_DO(see_to_customer(tx, session, given));
    if (session.mode == "payment") {
        TRY(auto outcome, pay(tx, session, given));
        session.payment_intent = outcome.intent.id;
        return attempt_with(outcome);
    }
    TRY(auto outcome, set_up(tx, session, given));
    return attempt_with(outcome);
}

}  // namespace bursar::checkout
