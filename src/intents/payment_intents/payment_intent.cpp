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

Reply reply_with(Outcome const& outcome) {
    if (!outcome.declined) return api::reply_with(outcome.intent);
    auto error = outcome.declined->error;
    error["payment_intent"] = parse_document(document_of(outcome.intent));
    return {402, to_text(json::object{{"error", sorted(error)}})};
}

}  // namespace bursar::payment_intents
