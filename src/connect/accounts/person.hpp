// Persons: who stands behind an account (reference/connect.md: Persons). Of the numbers that identify one only that
// they were given is kept.
#pragma once

#include "connect/accounts/account.hpp"
#include "instruments/tokens/identity.hpp"

namespace bursar::accounts {

inline constexpr api::List kListsOfPersons[] = {{"account"}};
inline constexpr api::ListedKind kListedPersons{.kind = "person", .lists = kListsOfPersons, .gone = api::kDeleted};

// The representative (of an individual: he himself) first, then the newest; up to 100.
std::vector<json::object> persons_of(api::Tx& tx, Account const& account);

// `individual[...]` of an account: makes its person, or changes the one there is. Returns the person's JSON.
Result<json::object> put_individual(api::Tx& tx, Account& account, Patch<tokens::Person> const& told);

// Makes a person of the account, or changes the one of that id, and tells so.
Result<void> put_person(api::Tx& tx, Account& account, std::string const& id, json::object const& params);

void mark_persons_verified(api::Tx& tx, Account const& account);

}  // namespace bursar::accounts
