// Where an account is paid out to (reference/connect.md: Bank accounts): bank accounts and debit cards, one of each
// currency the default.
#pragma once

#include "connect/accounts/account.hpp"

namespace bursar::accounts {

// What becomes of the default of the same currency: with an update of the account it is deleted; otherwise the new one
// takes its place where there is none, or where that is asked for.
enum class Default { replaced, kept, taken };

// From a token, or spelled out. Refused: a card that is not a debit card, and whatever a bank account is refused for;
// with names under `name`. Returns its id.
Result<std::string> add_external_account(api::Tx& tx, Account const& account, Raw const& param, std::string const& name,
                                         Default now);

// A payout could not be made to the bank account: it is `errored`, and pays nothing out any more; the account is asked
// for another. Cards have no status.
void mark_errored(api::Tx& own, std::string const& id);

}  // namespace bursar::accounts
