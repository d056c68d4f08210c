// Cards: from what a caller typed to what may be shown, with the number in the vault.
#pragma once

#include "acquirers/acquirer.hpp"
#include "api/tx.hpp"

namespace bursar::methods {

// `card[...]` of tokens, payment methods and legacy sources. The legacy spellings (name, address_*) are refused
// elsewhere.
struct CardParams {
    std::optional<std::string> number;
    std::optional<std::int64_t> exp_month, exp_year;
    std::optional<std::string> cvc;
};

// The credential behind a PaymentMethod, a card, a token or a source. Lives in an object's state.
struct Card {
    std::string brand;  // as PaymentMethods spell it: visa, mastercard, amex, ...
    std::string country;
    std::int64_t exp_month = 0, exp_year = 0;
    std::string fingerprint;
    std::string funding;
    std::string last4;
    std::int64_t record = 0;  // in the vault
    bool cvc_given = false;   // and not yet checked by the issuer; the code itself is not kept
    bool set_up = false;      // an authentication covers later off-session payments
};
FIELDS(Card, brand, country, exp_month, exp_year, fingerprint, funding, last4, record, cvc_given, set_up);

// Refused with 402: incorrect_number, invalid_number, invalid_expiry_month, invalid_expiry_year, invalid_cvc.
// A year that has passed is refused; callers pinned to an older API version are judged by that version's date, so that
// what was written then still runs. With 400: a live publishable key, from elsewhere than our own frames. `prefix` is
// where the hash stands: "card".
Result<Card> read_card(api::Tx& tx, CardParams const& params, std::string const& prefix = "card");

// pm_card_visa, tok_visa_chargeDeclined: a fresh card each time. Nothing for an unknown name.
std::optional<Card> test_card(api::Tx& tx, std::string_view suffix);

// The same credential under a new record, for another owner.
Card cloned(api::Tx& tx, Card const& card);

// One attempt with the acquirer. Fills in number and expiry; everything else is the caller's.
acquirers::PayoutAnswer pay_out(api::Tx& tx, Card const& card);
acquirers::CardAnswer authorize(api::Tx& tx, Card const& card, acquirers::CardAttempt attempt);

bool has_expired(api::Tx const& tx, Card const& card);

// visa -> Visa, mastercard -> MasterCard: the spelling of tokens, cards and sources.
std::string legacy_brand(std::string const& brand);

std::vector<std::string> networks_of(Card const& card);

// ---- what a decline looks like to the caller ----

// The error object's fields for a decline, without the objects around it.
json::object decline_error(acquirers::Decline const& decline);
// As the refusal of an attach or a customer's creation: param "" unless the decline names one.
Refusal refusal_of(acquirers::Decline const& decline);

}  // namespace bursar::methods
