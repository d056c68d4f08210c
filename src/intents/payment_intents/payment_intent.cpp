#include "intents/payment_intents/payment_intent.hpp"

#include "events/events/event.hpp"

namespace bursar::payment_intents {

using namespace api;

std::unexpected<Refusal> refuse_state(PaymentIntent const& intent, std::string message) {
    auto no = refuse("payment_intent_unexpected_state", "", std::move(message));
    no.error().embedded_name = "payment_intent";
    no.error().embedded_object = document_of(intent);
    return no;
}

void save(Tx& tx, PaymentIntent const& intent) { tx.update(intent); }

void tell(Tx& tx, std::string_view event, PaymentIntent const& intent) { events::emit(tx, event, intent); }

std::string shown(Tx& tx, PaymentIntent const& intent) {
    using Visible =
        Only<PaymentIntent, "id", "object", "amount", "amount_details", "automatic_payment_methods", "canceled_at",
             "cancellation_reason", "capture_method", "client_secret", "confirmation_method", "created", "currency",
             "description", "last_payment_error", "livemode", "next_action", "payment_method",
             "payment_method_configuration_details", "payment_method_options", "payment_method_types", "processing",
             "receipt_email", "setup_future_usage", "shipping", "source", "status">;
    if (!tx.caller().publishable) return document_of(intent);
    auto seen = intent;
    seen.payment_method_options.value = intents::options_for_clients(intent.payment_method_options.value);
    return write_part(Visible{}, seen);
}

Reply reply_with(Tx& tx, PaymentIntent const& intent) { return {200, shown(tx, intent)}; }

Reply reply_with(Tx& tx, Outcome const& outcome) {
    if (!outcome.declined) return reply_with(tx, outcome.intent);
    auto error = outcome.declined->error;
    error["payment_intent"] = parse_document(shown(tx, outcome.intent));
    if (tx.caller().publishable)
        error["payment_method"] = parse_document(payment_methods::redacted(outcome.declined->method));
    return {402, to_text(json::object{{"error", sorted(error)}})};
}

}  // namespace bursar::payment_intents
