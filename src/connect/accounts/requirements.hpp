// From what an account has told of itself to what it must still tell, and from there to what it may do. The sets are
// those recorded for US, CA, AU, SG, AE, KR, DE and the documented ones; other countries get the set of a country
// without extra fields (reference/connect.md: Requirements; Recorded accounts).
#pragma once

#include "connect/accounts/account.hpp"

namespace bursar::accounts {

void derive(api::Tx& tx, Account& account, bool has_external_account);

// What a person of the account must still tell, without a prefix: "dob.day". Empty when complete.
std::vector<std::string> missing_of_person(Account const& account, Person const& person);
std::vector<std::string> pending_of_person(Account const& account, Person const& person);

}  // namespace bursar::accounts
