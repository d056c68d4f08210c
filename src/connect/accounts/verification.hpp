// What checking what an account told finds: in test mode by the values (reference/connect.md: Verification) that stand
// for each outcome. Nothing is checked in live mode yet: nobody is asked.
//
// A doubt is raised when the value is told, since numbers that identify somebody are not kept; it comes out when the
// check ends (at once outside the US), and goes when the same thing, or a document in its place, is told again.
#pragma once

#include "connect/accounts/account.hpp"

namespace bursar::accounts {

// `prefix`: "individual", "company", "business_profile", or a person's id. `given`: a patch, by its names.
void look_at(api::Tx& tx, Account& account, std::string_view prefix, json::object const& given);

// Doubts that have come out: {"code", "reason", "requirement"} each, as requirements.errors shows them. Those of a
// person are named without its prefix.
json::array errors_of(Account const& account, std::string_view prefix = {});

// What is asked for again because of them, and whether one of them takes the capabilities (others: payouts alone).
std::vector<std::string> asked_again(Account const& account);
bool takes_capabilities(Account const& account);

}  // namespace bursar::accounts
