#include "api/errors.hpp"
#include "resources/checkout/session.hpp"
#include "resources/customers/customer.hpp"
#include "resources/events/event.hpp"
#include "resources/payment_intents/payment_intent.hpp"
#include "resources/payment_methods/payment_method.hpp"
#include "resources/setup_intents/setup_intent.hpp"

namespace bursar::checkout {

using namespace api;

std::string success_location(Session const& session) {
    auto url = session.success_url.value_or("");
    for (std::string const pattern : {"{CHECKOUT_SESSION_ID}", "%7BCHECKOUT_SESSION_ID%7D"})
        for (auto at = url.find(pattern); at != std::string::npos; at = url.find(pattern))
            url.replace(at, pattern.size(), session.id);
    return url;
}

namespace {

json::object method_data(Submission const& given) {
    json::object address, details;
    if (!given.country.empty()) address["country"] = given.country;
    if (!given.postal_code.empty()) address["postal_code"] = given.postal_code;
    if (!address.empty()) details["address"] = address;
    if (!given.email.empty()) details["email"] = given.email;
    if (!given.name.empty()) details["name"] = given.name;
    json::object data{{"type", "card"},
                      {"card", json::object{{"number", given.number},
                                            {"exp_month", given.exp_month},
                                            {"exp_year", given.exp_year},
                                            {"cvc", given.cvc}}}};
    if (!details.empty()) data["billing_details"] = details;
    return data;
}

std::string return_url(Tx& tx, Session const& session) {
    return tx.environment().base_url + "/c/pay/" + session.id + "/return";
}

// Made when there is to be one: asked for always, or needed to keep the card.
Result<void> see_to_customer(Tx& tx, Session& session, Submission const& given) {
    bool keeps = session.intent_data->value.get_object().contains("setup_future_usage");
    bool wanted = session.mode == "payment" && (session.customer_creation == "always" || keeps);
    if (session.customer || !wanted) return {};
    json::object params;
    if (!given.email.empty()) params["email"] = given.email;
    if (!given.name.empty()) params["name"] = given.name;
    TRY(auto customer, customers::make(tx, params));
    session.customer = customer;
    return {};
}

Result<Reply> pay(Tx& tx, Session& session, Submission const& given) {
    if (session.payment_intent) {
        json::object params{{"payment_method_data", method_data(given)}, {"return_url", return_url(tx, session)}};
        TRY(auto again, read_params<payment_intents::Params>(params));
        auto intent = tx.get<payment_intents::PaymentIntent>(*session.payment_intent);
        return payment_intents::confirm(tx, intent, again);
    }
    json::object params = session.intent_data->value.get_object();
    params["amount"] = *session.amount_total;
    params["currency"] = *session.currency;
    params["confirm"] = true;
    params["allowed_payment_method_types"] = json::array{"card"};
    params["payment_method_data"] = method_data(given);
    params["return_url"] = return_url(tx, session);
    if (session.customer) params["customer"] = *session.customer;
    TRY(auto p, read_params<payment_intents::Params>(params));
    auto reply = payment_intents::create(tx, std::move(p));
    return reply;
}

Result<Reply> set_up(Tx& tx, Session& session, Submission const& given) {
    json::object params{{"payment_method_data", method_data(given)}, {"return_url", return_url(tx, session)}};
    TRY(auto p, read_params<setup_intents::Params>(params));
    auto intent = tx.get<setup_intents::SetupIntent>(*session.setup_intent);
    return setup_intents::confirm(tx, intent, p);
}

Result<Reply> carry_out(Tx& tx, Session& session, Submission const& given) {
    TRY_DO(see_to_customer(tx, session, given));
    return session.mode == "payment" ? pay(tx, session, given) : set_up(tx, session, given);
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
    if (session.mode == "payment") session.payment_status = "paid";
    tx.update(session);
    events::emit(tx, "checkout.session.completed", session);
    return {success_location(session), {}};
}

// Of an intent that has just been confirmed, or of an error that carries it.
Next follow(Tx& tx, Session& session, json::object const& answer) {
    auto const* error = answer.if_contains("error");
    if (error) {
        tx.update(session);
        return {{}, for_the_payer(error->get_object())};
    }
    auto status = text_at(answer, "status");
    if (status == "succeeded" || status == "requires_capture") return complete(tx, session);
    tx.update(session);
    auto const* action = answer.if_contains("next_action");
    if (action && action->is_object())
        if (auto const* redirect = action->get_object().if_contains("redirect_to_url"))
            return {std::string(text_at(redirect->get_object(), "url")), {}};
    return {{}, "Your card was not accepted. Please try another one."};
}

}  // namespace

Next submit(Tx& tx, Session& session, Submission const& given) {
    session.customer_details.emplace();
    if (!given.email.empty()) session.customer_details->email = given.email;
    if (!given.name.empty()) session.customer_details->name = given.name;
    session.customer_details->tax_exempt = "none";
    Address address;
    if (!given.country.empty()) address.country = given.country;
    if (!given.postal_code.empty()) address.postal_code = given.postal_code;
    session.customer_details->address = address;
    tx.session().savepoint();  // what is refused leaves nothing behind
    auto reply = carry_out(tx, session, given);
    if (!reply) tx.session().rollback();
    tx.session().release();
    if (!reply) return {{}, reply.error().message};
    auto answer = parse_document(reply->body);
    if (session.mode == "payment") session.payment_intent = intent_in(answer.get_object());
    return follow(tx, session, answer.get_object());
}

Next returned(Tx& tx, Session& session) {
    auto id = session.mode == "payment" ? session.payment_intent : session.setup_intent;
    auto object = id ? tx.own(*id) : nullptr;
    if (!object) return {{}, "The payment was not begun."};
    auto document = parse_document(object->document);
    auto const& intent = document.get_object();
    if (text_at(intent, "status") == "succeeded" || text_at(intent, "status") == "requires_capture")
        return complete(tx, session);
    for (auto name : {"last_payment_error", "last_setup_error"})
        if (auto const* error = intent.if_contains(name); error && error->is_object())
            return {{}, for_the_payer(error->get_object())};
    return {{}, "Your bank has not confirmed the payment. Please try again, or use another card."};
}

void expire(Tx& tx, Session& session) {
    session.status = "expired";
    session.url.reset();
    tx.update(session);
    events::emit(tx, "checkout.session.expired", session);
}

}  // namespace bursar::checkout
