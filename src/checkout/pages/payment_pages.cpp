// The page of a session as an API: for the browser library, which lets a shop make its own form (ui_mode `elements`),
// and for the fixtures of the official CLI. The reference documents neither (reference/checkout.md: Completing).
#include "api/errors.hpp"
#include "checkout/sessions/params.hpp"
#include "instruments/payment_methods/payment_method.hpp"

namespace bursar::checkout {

using namespace api;

namespace {

json::object page_of_session(Tx& tx, Session const& session) {
    auto page = parse_document(document_of(session)).as_object();
    page["line_items"] = items_of(session);
    page["session_id"] = session.id;
    page["discount"] = nullptr;
    if (auto applied = discount_on(tx, session))
        page["discount"] =
            json::object{{"amount", applied->amount},
                         {"display_name", applied->name},
                         {"percent_off", applied->percent_off
                                             ? json::value(static_cast<double>(applied->percent_off->parts) / 10'000)
                                             : json::value()},
                         {"promotion_code", applied->code ? json::value(*applied->code) : json::value()}};
    json::array rates, saved;
    for (std::size_t i = 0; i < session.shipping_options.size(); ++i)
        rates.push_back(json::object{
            {"id", session.shipping_options[i].shipping_rate},
            {"amount", session.shipping_options[i].shipping_amount},
            {"delivery_estimate",
             parse_document(document_of(shipping_rate_at(tx, session, i))).as_object().at("delivery_estimate")},
            {"display_name", session.shipping_names.value[i]}});
    for (auto const& method : saved_cards(tx, session)) saved.push_back(parse_document(document_of(method)));
    page["shipping_rates"] = std::move(rates);
    page["saved_payment_methods"] = std::move(saved);
    return page;
}

// A decline is a state, not a refusal: what it changed is kept.
Reply answer(Tx& tx, Session const& session, Next const& next) {
    if (!next.problem.empty()) {
        json::object error{{"code", "card_declined"}, {"message", next.problem}, {"type", "card_error"}};
        if (!next.decline_code.empty()) error["decline_code"] = next.decline_code;
        return {402, to_text(json::object{{"error", sorted(error)}})};
    }
    auto page = page_of_session(tx, session);
    page["next_url"] =
        next.complete || !next.location ? json::value() : json::value(next.location->text());  // the bank
    return {200, to_text(page)};
}

Result<Reply> retrieve(Tx& tx, std::string id) {
    TRY(auto session, find_in_path<Session>(tx, id));
    return Reply{200, to_text(page_of_session(tx, session))};
}

struct QuantityParams {
    std::string id;
    Between<0, kQuantityMax> quantity;
};
FIELDS(QuantityParams, id, quantity);

struct UpdateParams {
    std::vector<QuantityParams> line_items;
    Emptyable<std::string> promotion_code;  // as it was typed; empty: taken back
};
FIELDS(UpdateParams, line_items, promotion_code);

// What a payer may change of his order.
Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto session, find_in_path<Session>(tx, id));
    if (session.status != Status::open)
        return refuse("", "",
                      "This Checkout Session has a status of `" + session.status.word() + "` and cannot be updated.");
    for (std::size_t i = 0; i < p.line_items.size(); ++i)
        if (auto objection = change_quantity(tx, session, p.line_items[i].id, p.line_items[i].quantity))
            return refuse("", "line_items[" + std::to_string(i) + "][quantity]", objection->message);
    if (p.promotion_code) {
        if (auto objection = apply_code(tx, session, *p.promotion_code))
            return refuse(objection->code, "promotion_code", objection->message);
    } else if (p.promotion_code.given) {
        if (auto objection = remove_code(tx, session))
            return refuse(objection->code, "promotion_code", objection->message);
    }
    tx.update(session);
    return Reply{200, to_text(page_of_session(tx, session))};
}

struct ConfirmParams {
    std::optional<std::string> email;
    std::optional<AmountOrNothing> expected_amount;
    std::optional<std::string> payment_method;
    std::optional<Raw> payment_method_data;
    std::optional<std::string> phone;
    std::optional<std::string> setup_future_usage;  // the payer asked to keep his card
    std::optional<ShippingParams> shipping;
    std::optional<std::string> shipping_rate;
};
FIELDS(ConfirmParams, email, expected_amount, payment_method, payment_method_data, phone, setup_future_usage, shipping,
       shipping_rate);

Result<Submission> submission_of(Session const& session, ConfirmParams const& p) {
    if (!p.payment_method && !p.payment_method_data) return refuse_missing("payment_method");
    Submission given{.email = p.email.value_or(session.customer_email.value_or("")), .phone = p.phone.value_or("")};
    given.saved = p.payment_method.value_or("");
    given.save = p.setup_future_usage.has_value();
    given.terms = true;  // what a shop's own page asks is between it and the payer
    if (p.payment_method_data) {
        auto const* data = p.payment_method_data->value.if_object();
        if (!data) return refuse("", "payment_method_data", "Invalid object");
        given.method_data = *data;
        if (auto const* billing = data->if_contains("billing_details"); billing && billing->is_object()) {
            given.name = text_at(billing->as_object(), "name");
            AddressParams address;
            if (auto const* sent = billing->as_object().if_contains("address"))
                TRY_DO(read_fields(&address, fields_of<AddressParams>(), *sent,
                                   Path{nullptr, "payment_method_data[billing_details][address]"}, Source::parameters));
            address.apply_to(given.address);
        }
    }
    if (p.shipping) {
        given.shipping_name = p.shipping->name;
        p.shipping->address.apply_to(given.shipping_address);
    }
    for (std::size_t i = 0; p.shipping_rate && i < session.shipping_options.size(); ++i)
        if (session.shipping_options[i].shipping_rate == *p.shipping_rate) given.shipping_option = i;
    if (p.shipping_rate && !given.shipping_option) return no_such("shipping rate", *p.shipping_rate, "shipping_rate");
    return given;
}

Result<Reply> confirm(Tx& tx, std::string id, ConfirmParams p) {
    TRY(auto session, find_in_path<Session>(tx, id));
    if (session.status != Status::open)
        return refuse("", "",
                      "This Checkout Session has a status of `" + session.status.word() + "` and cannot be confirmed.");
    TRY(auto given, submission_of(session, p));
    auto due = p.expected_amount ? amount_due(tx, session, given) : std::nullopt;
    if (due && *p.expected_amount != *due)
        return refuse("checkout_amount_mismatch", "expected_amount",
                      "The amount of this Checkout Session has changed. Please reload it.");
    auto next = submit(tx, session, given);
    return answer(tx, session, next);
}

// After the bank's page: what became of it.
Result<Reply> settle(Tx& tx, std::string id) {
    TRY(auto session, find_in_path<Session>(tx, id));
    if (session.status == Status::complete) return Reply{200, to_text(page_of_session(tx, session))};
    if (session.status != Status::open)
        return refuse("", "", "This Checkout Session has a status of `" + session.status.word() + "`.");
    auto next = returned(tx, session);
    return answer(tx, session, next);
}

constexpr Route kRoutes[] = {
    get<retrieve>("/v1/payment_pages/:session", Access::browser),
    post<update>("/v1/payment_pages/:session", Access::browser),
    post<confirm>("/v1/payment_pages/:session/confirm", Access::browser),
    post<settle>("/v1/payment_pages/:session/settle", Access::browser),
};

}  // namespace

ResourceType const kPaymentPages{.object = "", .routes = kRoutes, .expandable = {}};

}  // namespace bursar::checkout
