// Money moves only through post(). Entries of one posting sum to zero in each currency; nothing is ever changed or
// removed: a mistake is corrected by a posting that reverses it, so that yesterday's balance can be computed again
// tomorrow.
//
// What no ledger can hold does not get in. An Amount has at most thirteen digits, so sums of a few cannot overflow; a
// balance has at most eighteen. Whoever asks for more is refused: the request that did is answered with 400 and has
// changed nothing. By then its parameters have been checked against what is there, in words that fit it; this is the
// door behind those doors.
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

#include "base/decimal.hpp"
#include "base/result.hpp"
#include "store/session.hpp"

namespace bursar::ledger {

using bursar::Refused;
using store::Entry;
using store::Owner;

// Minor units of some currency, signed. Throws Refused where there would be too many.
class Amount {
public:
    static constexpr std::int64_t kMax =
        9'999'999'999'999;  // the largest payment, in the currency that makes most of it

    constexpr Amount() = default;
    constexpr Amount(Wide minor) : minor_(checked(minor)) {}
    constexpr operator std::int64_t() const { return minor_; }
    constexpr Amount operator-() const { return -static_cast<Wide>(minor_); }

private:
    static constexpr std::int64_t checked(Wide minor) {
        if (minor > kMax || minor < -kMax) refuse();
        return static_cast<std::int64_t>(minor);
    }
    [[noreturn]] static void refuse();
    std::int64_t minor_ = 0;
};

inline constexpr std::int64_t kBalanceMax = 999'999'999'999'999'999;

// CHECKs that the entries sum to zero in each currency. Throws Refused where a balance would become too large.
void post(store::Session& session, Seq transaction, std::vector<Entry> const& entries);

// What a posting says, in a text that differs for postings that differ: for its seal.
std::string text_of(Seq transaction, std::vector<Entry> const& entries);

struct Funds {
    std::int64_t available = 0;  // minor units; may be negative
    std::int64_t pending = 0;
};

// By currency, alphabetically.
std::map<std::string, Funds> funds(store::Session& session, Owner owner, Timestamp now);

// What is wrong with the books; empty when nothing is. Reads everything: for `bursar check` and tests.
std::vector<std::string> broken_invariants(store::Session& session);

}  // namespace bursar::ledger
