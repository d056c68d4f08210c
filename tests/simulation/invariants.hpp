// What must hold after every step, whatever happened.
#pragma once

#include "world.hpp"

namespace bursar::simulation {

// Postings balance, balances are sums of entries. What is wrong, empty when nothing is.
std::vector<std::string> broken_ledger(World& world);

// What the balance of an account shows is the sum of its balance transactions.
std::vector<std::string> broken_balance(World& world, std::string const& key, std::string const& account);

// Of everything that happened to payments, refunds, transfers and payouts of an account an event tells, once.
std::vector<std::string> broken_history(World& world, std::string const& key, std::string const& account);

}  // namespace bursar::simulation
