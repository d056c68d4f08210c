#include <algorithm>

#include "api/errors.hpp"
#include "checkout/sessions/attempt.hpp"
#include "events/events/event.hpp"
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

// Messages of the API speak to developers where the payer's bank said no.
std::string for_the_payer(json::object const& error) {
    if (text_at(error, "code").ends_with("authentication_failure"))
        return "We are unable to authenticate your payment method. Please choose a different payment method and try "
               "again.";
    return std::string(text_at(error, "message"));
}

Next complete(Tx& tx, Session& session) {
    session.status.take(Step::complete);
    session.url.reset();
    if (session.mode == "payment")
        session.payment_status.take(session.payment_intent ? PaymentStep::pay : PaymentStep::waive);
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

// The intent's status, or nothing where there is none yet.
std::string intent_status(Tx& tx, Session const& session) {
    auto const& id = session.mode == "payment" ? session.payment_intent : session.setup_intent;
    auto object = id ? tx.own(*id) : nullptr;
    return object ? std::string(text_at(parse_document(object->document).as_object(), "status")) : std::string();
}

// Where the payer goes from there.
Next follow(Tx& tx, Session& session, Attempt const& made) {
    if (made.error) {
        tx.update(session);
        return {{}, for_the_payer(*made.error), std::string(text_at(*made.error, "decline_code"))};
    }
    if (made.done) return complete(tx, session);
    if (made.next_action)
        for (auto const& [kind, address] : {std::pair("redirect_to_url", "url"), {"use_stripe_sdk", "stripe_js"}})
            if (auto const* how = made.next_action->value.as_object().if_contains(kind)) {
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

// After it the sums are those that are paid; or why they are not, in words for the payer.
static std::optional<std::string> take_in(Tx& tx, Session& session, Submission const& given) {
    auto const before = session;
    if (auto missing = take_answers(session, given)) {
        session = before;
        return missing;
    }
    auto ended = end_discount(tx, session);
    if (ended) tx.update(session);
    return ended;
}

std::optional<std::int64_t> amount_due(Tx& tx, Session const& session, Submission const& given) {
    return tx.preview([&](Tx& within) {
        auto would_be = session;
        return take_in(within, would_be, given) ? std::nullopt : would_be.amount_total;
    });
}

Next submit(Tx& tx, Session& session, Submission const& given) {
    auto const before = session;
    if (auto problem = take_in(tx, session, given)) return {{}, *problem};
    if (session.mode == "payment" && *session.amount_total == 0) {
        drop_intent(tx, session);  // of a card that declined before a code left nothing to pay
        return complete(tx, session);
    }
    tx.session().savepoint();    // what is refused leaves nothing behind
    session.challenged = false;  // this attempt is seen through here
    tx.update(session);
    auto made = attempt(tx, session, given);
    if (!made) tx.session().rollback();
    tx.session().release();
    if (!made) {
        session = before;
        return {{}, made.error().message};
    }
    return follow(tx, session, *made);
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
    if (session && session->status == Status::open && is_done(intent_status(tx, *session))) complete(tx, *session);
}

static void challenge_passed(Tx& tx, std::string const& id) {
    auto session = id.empty() ? std::nullopt : tx.find<Session>(id);
    if (session && session->status == Status::open && session->challenged) complete(tx, *session);
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
    session.status.take(Step::expire);
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
