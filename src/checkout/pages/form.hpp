// The payer's form: complete without JavaScript; /v3/checkout.js makes it more comfortable. Names of fields and buttons
// are those that end-to-end suites of existing shops look for.
#pragma once

#include "checkout/sessions/session.hpp"

namespace bursar::checkout {

// What the payer gave stands there again after a refusal, but for the card.
api::Reply show_form(api::Tx& tx, Session const& session, Submission const& given, std::string const& problem);

// What a form that came back says. Of saved cards only those of this session's customer are taken.
Submission submission_in(api::Tx& tx, Session const& session, json::object const& params);

}  // namespace bursar::checkout
