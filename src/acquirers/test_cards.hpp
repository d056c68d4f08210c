// The public test numbers and what each is for (reference/test-values.md: Cards). pm_card_<suffix> and tok_<suffix>
// stand for them.
#pragma once

#include "acquirers/acquirer.hpp"

namespace bursar::acquirers {

// Authentication behaviour, a row of the matrix for each (reference/intents.md: Authentication).
enum class Authentication {
    none,
    on_setup,
    always,
    set_up_for_off_session,
    then_insufficient_funds,
    required,
    required_v2,
    then_declined,
    lookup_fails,
    optional,
    optional_fails,
    notifies,          // an Indian mandate: off-session payments wait for a notification
    mandate_canceled,  // an Indian mandate that its holder ended
    unsupported,
};

enum class Flag {
    none,
    declines_validation,
    declines_payment,
    blocks_cvc_fail,
    blocks_zip_fail,
    line1_fails,
    both_fail,
    unchecked,
    needs_cvc,
    payout_fails,
    payout_not_instant,
};

struct TestCard {
    std::string_view number;
    std::string_view suffixes;  // separated by blanks; the first is the usual one
    std::string_view funding = "credit";
    std::string_view decline = {};  // name of a decline: "insufficient_funds"
    Authentication authentication = Authentication::none;
    Flag flag = Flag::none;
    Sequel sequel = Sequel::none;
    std::string_view country = {};  // where digits 7-9 of the number do not tell it
};

TestCard const* test_card(std::string_view number);
TestCard const* test_card_of_suffix(std::string_view suffix);
Decline const* decline_named(std::string_view name);

// The country of a test number: ISO-3166 numeric in digits 7-9. US where there is none.
std::string_view country_of(std::string_view number);

bool is_luhn_valid(std::string_view number);

}  // namespace bursar::acquirers
