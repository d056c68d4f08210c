// The addresses of the hosted page. It is opened without a key: the session's id is the credential.
#include <charconv>

#include "api/errors.hpp"
#include "base/html.hpp"
#include "checkout/pages/form.hpp"
#include "checkout/pages/look.hpp"

namespace bursar::checkout {

using namespace api;

namespace {

std::optional<Session> session_in(Tx& tx, Call const& call) {
    auto object = tx.stored(call.path.at(0));
    if (!object || !Tx::is_a(*object, Session::kObject)) return std::nullopt;
    auto session = Tx::read<Session>(*object);
    if (session.ui_mode == "elements") return std::nullopt;  // its page is the shop's
    return session;
}

// In a frame the shop's page takes the payer on: it is told where to.
Reply complete_in_frame(Tx& tx, Session const& session) {
    bool stays = session.redirect_on_completion.value != "always";  // if_required: cards need none
    auto to = stays ? std::nullopt : success_location(session);
    auto location = to ? to->text() : std::string();
    auto const* after = session.custom_text.value.as_object().if_contains("after_submit");
    auto text = after && after->is_object() ? std::string(text_at(after->as_object(), "message"))
                                            : std::string("This checkout has been completed.");
    return page_of(200, session, tx.environment().shops,
                   "<main class=\"plain\" data-complete data-location=\"" + escaped(location) +
                       "\"><h1>You are all done here</h1><p>" + escaped(text) + "</p></main>");
}

std::optional<Reply> over(Tx& tx, Session const& session) {
    if (session.status == Status::complete) {
        if (session.is_embedded()) return complete_in_frame(tx, session);
        return plain(200, "You are all done here", "This checkout has been completed.", success_location(session));
    }
    if (session.status == Status::expired || session.expires_at <= tx.now())
        return plain(410, "This checkout has expired", "Please go back to the shop and begin again.",
                     address_in(session.cancel_url));
    return std::nullopt;
}

Reply not_found() { return plain(404, "This page is not there", "The link is incomplete or was never made."); }

std::int64_t whole_number(std::string_view text) {
    std::int64_t number = -1;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : -1;
}

Reply answer(Tx& tx, Session const& session, Submission const& given, Next const& next) {
    if (!next.problem.empty()) return show_form(tx, session, given, next.problem);
    // A frame goes on to its own page again, which says that it is complete.
    if (next.complete && session.is_embedded()) return go_to(BrowserUrl::own("/c/pay/" + session.id));
    if (!next.location) return plain(200, "You are all done here", "This checkout has been completed.");
    return go_to(*next.location);
}

Result<Reply> show(Tx& tx, Call const& call) {
    auto session = session_in(tx, call);
    if (!session) return not_found();
    if (auto done = over(tx, *session)) return *done;
    auto own = tx.for_owner_of(*tx.stored(session->id));
    return show_form(own, *session, {}, {});
}

// A form of the order was sent, in place of the payer's: of a promotion code, or of a quantity.
std::optional<Reply> change_order(Tx& tx, Session& session, Submission given, json::object const& params) {
    auto code = text_at(params, "promotion"), item = text_at(params, "item");
    if (code.empty() && item.empty()) return std::nullopt;
    auto objection = !item.empty()     ? change_quantity(tx, session, item, whole_number(text_at(params, "quantity")))
                     : code == "apply" ? apply_code(tx, session, given.code)
                                       : remove_code(tx, session);
    if (objection) {
        (item.empty() ? given.code_problem : given.quantity_problem) = objection->message;
    } else {
        given.code.clear();
        tx.update(session);
    }
    return show_form(tx, session, given, {});
}

Result<Reply> pay(Tx& tx, Call const& call) {
    auto session = session_in(tx, call);
    if (!session) return not_found();
    if (auto done = over(tx, *session)) return *done;
    auto own = tx.for_owner_of(*tx.stored(session->id));
    auto given = submission_in(own, *session, call.params);
    if (auto changed = change_order(own, *session, given, call.params)) return *changed;
    bool known = session->customer_details && session->customer_details->email;
    if (given.email.empty() && !known) return show_form(own, *session, given, "Please give your email address.");
    auto next = submit(own, *session, given);
    return answer(own, *session, given, next);
}

Result<Reply> come_back(Tx& tx, Call const& call) {
    auto session = session_in(tx, call);
    if (!session) return not_found();
    // The job that looks after those who do not come back may have been faster.
    auto shop = success_location(*session);
    if (session->status == Status::complete && !session->is_embedded() && shop) return go_to(*shop);
    if (auto done = over(tx, *session)) return *done;
    auto own = tx.for_owner_of(*tx.stored(session->id));
    return answer(own, *session, {}, returned(own, *session));
}

// What the page's forms send; beside these a customField-KEY for each of the session's own fields.
// [passed on] by names that are put together (submission_in).
struct FormParams {
    std::optional<Raw> email, billingName, phoneNumber, billingLocality, billingCountry, billingAddressLine1,
        billingAddressLine2, billingPostalCode, billingAdministrativeArea, shippingName, shippingLocality,
        shippingCountry, shippingAddressLine1, shippingAddressLine2, shippingPostalCode, shippingAdministrativeArea,
        shippingOption, saved, cardNumber, cardExpiry, cardCvc, enableStripePass, termsOfServiceConsent,
        promotionsConsent, promotionCode, promotion, item, quantity;
};
FIELDS(FormParams, email, billingName, phoneNumber, billingLocality, billingCountry, billingAddressLine1,
       billingAddressLine2, billingPostalCode, billingAdministrativeArea, shippingName, shippingLocality,
       shippingCountry, shippingAddressLine1, shippingAddressLine2, shippingPostalCode, shippingAdministrativeArea,
       shippingOption, saved, cardNumber, cardExpiry, cardCvc, enableStripePass, termsOfServiceConsent,
       promotionsConsent, promotionCode, promotion, item, quantity);

constexpr Route kRoutes[] = {
    api::get<show, Nothing>("/c/pay/:session", Access::anyone),
    post<pay, FormParams>("/c/pay/:session", Access::anyone),
    api::get<come_back, Nothing>("/c/pay/:session/return", Access::anyone).writing(),
};

}  // namespace

ResourceType const kPages{.object = "", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::checkout
