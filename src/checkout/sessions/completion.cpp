#include <algorithm>

#include "api/errors.hpp"
#include "checkout/sessions/session.hpp"
#include "events/events/event.hpp"
#include "instruments/customers/customer.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "intents/payment_intents/payment_intent.hpp"
#include "intents/setup_intents/setup_intent.hpp"

namespace bursar::checkout {

using namespace api;
using payment_methods::PaymentMethod;

std::optional<WebUrl> success_location(Session const& session) {
    auto url = session.is_hosted() ? session.success_url.value_or("") : session.return_url.value.value_or("");
    for (std::string const pattern : {"{CHECKOUT_SESSION_ID}", "%7BCHECKOUT_SESSION_ID%7D"})
        for (auto at = url.find(pattern); at != std::string::npos; at = url.find(pattern))
            url.replace(at, pattern.size(), session.id);
    return WebUrl::parse(url);
}

std::vector<PaymentMethod> saved_cards(Tx& tx, Session const& session) {
    static constexpr std::size_t kShown = 5;
    std::vector<PaymentMethod> out;
    auto const& options = session.saved_payment_method_options;
    if (!session.customer || !options || !options->allow_redisplay_filters) return out;
    for (auto& method : tx.all<PaymentMethod>("customer", *session.customer)) {
        bool shown =
            method.type == "card" && std::ranges::find(*options->allow_redisplay_filters, method.allow_redisplay) !=
                                         options->allow_redisplay_filters->end();
        if (shown && out.size() < kShown) out.push_back(std::move(method));
    }
    return out;
}

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

// How an intent is to be paid: a card that was typed, or one that is there. Where the shop's page made the form the
// challenge is shown there, too.
json::object method_of(Tx& tx, Session const& session, Submission const& given) {
    json::object params;
    if (session.ui_mode == "elements")
        params["use_stripe_sdk"] = true;
    else
        params["return_url"] = tx.environment().base_url + "/c/pay/" + session.id + "/return";
    if (!given.saved.empty()) {
        params["payment_method"] = given.saved;
        return params;
    }
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
    params["payment_method_data"] = data;
    return params;
}

bool keeps_card(Session const& session, Submission const& given) {
    return given.save || session.intent_data->value.as_object().contains("setup_future_usage");
}

// Made when there is to be one: asked for always, or needed to keep the card.
Result<void> see_to_customer(Tx& tx, Session& session, Submission const& given) {
    bool wanted = session.mode == "payment" && (session.customer_creation == "always" || keeps_card(session, given));
    if (session.customer || !wanted) return {};
    json::object params;
    if (!given.email.empty()) params["email"] = given.email;
    if (!given.name.empty()) params["name"] = given.name;
    if (!given.phone.empty()) params["phone"] = given.phone;
    TRY(auto customer, customers::make(tx, params));
    session.customer = customer;
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

Result<Reply> pay(Tx& tx, Session& session, json::object method, bool save) {
    if (session.payment_intent) {
        TRY(auto again, read_params<payment_intents::Params>(method));
        auto intent = tx.get<payment_intents::PaymentIntent>(*session.payment_intent);
        intent.amount = *session.amount_total;  // another way of sending may have been chosen
        if (auto shipping = shipping_of(session)) intent.shipping = shipping;
        return payment_intents::confirm(tx, intent, again);
    }
    json::object params = session.intent_data->value.as_object();
    for (auto const& [name, value] : method) params[name] = value;
    params["amount"] = *session.amount_total;
    params["currency"] = *session.currency;
    params["confirm"] = true;
    params["allowed_payment_method_types"] = json::array{"card"};
    if (session.customer) params["customer"] = *session.customer;
    if (save && !params.contains("setup_future_usage")) params["setup_future_usage"] = "on_session";
    TRY(auto p, read_params<payment_intents::Params>(params));
    auto reply = payment_intents::create(tx, std::move(p));
    if (!reply) return reply;
    auto made = tx.get<payment_intents::PaymentIntent>(intent_in(parse_document(reply->body).as_object()));
    made.of_open_checkout = true;
    made.checkout_session = session.id;
    if (auto shipping = shipping_of(session)) made.shipping = shipping;
    tx.update(made);
    return reply;
}

Result<Reply> set_up(Tx& tx, Session& session, json::object const& method) {
    TRY(auto p, read_params<setup_intents::Params>(method));
    auto intent = tx.get<setup_intents::SetupIntent>(*session.setup_intent);
    return setup_intents::confirm(tx, intent, p);
}

Result<Reply> carry_out(Tx& tx, Session& session, Submission const& given) {
    TRY_DO(see_to_customer(tx, session, given));
    auto method = method_of(tx, session, given);
    return session.mode == "payment" ? pay(tx, session, std::move(method), given.save) : set_up(tx, session, method);
}

// Messages of the API speak to developers where the payer's bank said no.
std::string for_the_payer(json::object const& error) {
    if (text_at(error, "code").ends_with("authentication_failure"))
        return "We are unable to authenticate your payment method. Please choose a different payment method and try "
               "again.";
    return std::string(text_at(error, "message"));
}

Next complete(Tx& tx, Session& session) {
    session.status = "complete";
    session.url.reset();
    if (session.mode == "payment") session.payment_status = session.payment_intent ? "paid" : "no_payment_required";
    tx.update(session);
    redeem_discounts(tx, session);
    if (session.payment_intent) {  // from now on it is the shop's: to capture, to cancel
        auto intent = tx.get<payment_intents::PaymentIntent>(*session.payment_intent);
        intent.of_open_checkout = false;
        tx.update(intent);
    }
    events::emit(tx, "checkout.session.completed", session);
    return {success_location(session), {}, {}, true};
}

void drop_intent(Tx& tx, Session& session) {
    if (!session.payment_intent) return;
    auto intent = tx.get<payment_intents::PaymentIntent>(*session.payment_intent);
    intent.of_open_checkout = false;
    payment_intents::cancel(tx, intent, "abandoned");
    session.payment_intent.reset();
}

bool is_done(std::string_view intent_status) {
    return intent_status == "succeeded" || intent_status == "requires_capture";
}

// The intent's status, or nothing where there is none yet.
std::string intent_status(Tx& tx, Session const& session) {
    auto const& id = session.mode == "payment" ? session.payment_intent : session.setup_intent;
    auto object = id ? tx.own(*id) : nullptr;
    return object ? std::string(text_at(parse_document(object->document).as_object(), "status")) : std::string();
}

// Of an intent that has just been confirmed, or of an error that carries it.
Next follow(Tx& tx, Session& session, json::object const& answer) {
    auto const* error = answer.if_contains("error");
    if (error) {
        tx.update(session);
        return {{}, for_the_payer(error->as_object()), std::string(text_at(error->as_object(), "decline_code"))};
    }
    if (is_done(text_at(answer, "status"))) return complete(tx, session);
    auto const* action = answer.if_contains("next_action");
    if (action && action->is_object())
        for (auto const& [kind, address] : {std::pair("redirect_to_url", "url"), {"use_stripe_sdk", "stripe_js"}})
            if (auto const* how = action->as_object().if_contains(kind)) {
                session.challenged = true;
                tx.update(session);
                return {WebUrl::parse(text_at(how->as_object(), address)), {}};
            }
    tx.update(session);
    return {{}, "Your card was not accepted. Please try another one."};
}

}  // namespace

std::optional<Objection> objection_to_change(Tx& tx, Session const& session) {
    if (session.mode != "payment" || !is_done(intent_status(tx, session))) return {};
    return Objection{"This order is paid already."};
}

void order_changed(Tx& tx, Session& session) {
    if (session.mode == "payment" && intent_status(tx, session) == "requires_action") drop_intent(tx, session);
}

Next submit(Tx& tx, Session& session, Submission const& given) {
    auto const before = session;
    if (auto missing = take_answers(session, given)) {
        session = before;
        return {{}, *missing};
    }
    if (auto ended = end_discount(tx, session)) {
        tx.update(session);
        return {{}, *ended};
    }
    if (session.mode == "payment" && *session.amount_total == 0) {
        drop_intent(tx, session);  // of a card that declined before a code left nothing to pay
        return complete(tx, session);
    }
    tx.session().savepoint();    // what is refused leaves nothing behind
    session.challenged = false;  // this attempt is seen through here
    tx.update(session);
    auto reply = carry_out(tx, session, given);
    if (!reply) tx.session().rollback();
    tx.session().release();
    if (!reply) {
        session = before;
        return {{}, reply.error().message};
    }
    auto answer = parse_document(reply->body);
    if (session.mode == "payment") session.payment_intent = intent_in(answer.as_object());
    return follow(tx, session, answer.as_object());
}

Next returned(Tx& tx, Session& session) {
    auto id = session.mode == "payment" ? session.payment_intent : session.setup_intent;
    auto object = id ? tx.own(*id) : nullptr;
    if (!object) return {{}, "The payment was not begun."};
    auto document = parse_document(object->document);
    auto const& intent = document.as_object();
    if (is_done(text_at(intent, "status"))) return complete(tx, session);
    for (auto name : {"last_payment_error", "last_setup_error"})
        if (auto const* error = intent.if_contains(name); error && error->is_object())
            return {{}, for_the_payer(error->as_object())};
    return {{}, "Your bank has not confirmed the payment. Please try again, or use another card."};
}

void follow(Tx& tx, json::object const& payload) {
    auto session = tx.find<Session>(text_at(payload, "session"));
    if (session && session->status == "open" && is_done(intent_status(tx, *session))) complete(tx, *session);
}

static void challenge_passed(Tx& tx, std::string const& id) {
    auto session = id.empty() ? std::nullopt : tx.find<Session>(id);
    if (session && session->status == "open" && session->challenged) complete(tx, *session);
}

void payment_done(Tx& tx, std::string const& payment_intent) {
    auto object = tx.stored(payment_intent);  // of nearly every payment there is no session: then it is not parsed
    if (object && member(object->state, "checkout_session") == R"("")") return;
    challenge_passed(tx, tx.get<payment_intents::PaymentIntent>(payment_intent).checkout_session);
}

void setup_done(Tx& tx, std::string const& setup_intent) {
    challenge_passed(tx, tx.get<setup_intents::SetupIntent>(setup_intent).checkout_session);
}

void expire(Tx& tx, Session& session) {
    if (is_done(intent_status(tx, session))) {
        complete(tx, session);
        return;
    }
    session.status = "expired";
    session.url.reset();
    tx.update(session);
    if (session.payment_intent) {
        auto intent = tx.get<payment_intents::PaymentIntent>(*session.payment_intent);
        intent.of_open_checkout = false;
        payment_intents::cancel(tx, intent, "expired");
    }
    events::emit(tx, "checkout.session.expired", session);
}

}  // namespace bursar::checkout
