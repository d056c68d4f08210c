// What checking what an account told finds: in test mode by the values (reference/connect.md: Verification) that stand
// for each outcome. Nothing is checked in live mode yet: nobody is asked.
//
// A doubt is raised when the value is told, since numbers that identify somebody are not kept; it comes out when the
// check ends (at once outside the US), and goes when the same thing, or a document in its place, is told again.
#pragma once

#include "connect/accounts/account.hpp"
#include "connect/accounts/hashes.hpp"
#include "instruments/tokens/identity.hpp"

namespace bursar::accounts {

// `prefix`: as requirements name the person, "individual" or an id.
void look_at_person(api::Tx& tx, Account& account, std::string_view prefix, tokens::Person const& told);
void look_at_company(api::Tx& tx, Account& account, tokens::Business const& told);
void look_at_profile(api::Tx& tx, Account& account, BusinessProfileParams const& told);

// Doubts that have come out, as requirements.errors shows them. Those of a person are named without its prefix.
std::vector<RequirementError> errors_of(Account const& account, std::string_view prefix = {});

// What is asked for again because of them, and whether one of them takes the capabilities (others: payouts alone).
std::vector<std::string> asked_again(Account const& account);
bool takes_capabilities(Account const& account);

}  // namespace bursar::accounts
