// Money moves only through post(). Entries of one posting sum to zero in each currency; nothing is ever changed or
// removed: a mistake is corrected by a posting that reverses it, so that yesterday's balance can be computed again
// tomorrow.
//
// Accounts of the ledger, each per owner (an API account in one mode) and currency:
//   balance   what the owner can use, or will from available_on on: the /v1/balance of the API
//   network   what card networks and banks owe the owner's acquirer: the other side of charges, refunds and disputes
//   fees      what the owner paid for processing
//   payouts   what has left for the owner's bank
//   transfers what went to or came from another owner; the two sides of a transfer cancel out across owners
#pragma once

#include <map>
#include <string>
#include <vector>

#include "store/session.hpp"

namespace bursar::ledger {

using store::Entry;
using store::Owner;

// CHECKs that the entries sum to zero in each currency.
void post(store::Session& session, Seq transaction, std::vector<Entry> const& entries);

struct Funds {
    std::int64_t available = 0;  // minor units; may be negative
    std::int64_t pending = 0;
};

// By currency, alphabetically.
std::map<std::string, Funds> funds(store::Session& session, Owner owner, Timestamp now);

// What is wrong with the books; empty when nothing is. Reads everything: for `bursar check` and tests.
std::vector<std::string> broken_invariants(store::Session& session);

}  // namespace bursar::ledger
