#include "ledger/ledger.hpp"

#include <set>
#include <tuple>

#include "base/result.hpp"

namespace bursar::ledger {

static std::map<std::string, std::int64_t> sums_of(std::vector<Entry> const& entries) {
    std::map<std::string, std::int64_t> sums;
    for (auto const& entry : entries)
        CHECK(!__builtin_add_overflow(sums[entry.currency], entry.amount, &sums[entry.currency]));
    return sums;
}

void post(store::Session& session, Seq transaction, std::vector<Entry> const& entries) {
    for (auto const& [currency, sum] : sums_of(entries)) CHECK(sum == 0);
    session.post(transaction, entries);
}

std::map<std::string, Funds> funds(store::Session& session, Owner owner, Timestamp now) {
    std::map<std::string, Funds> out;
    for (auto const& balance : session.balances(owner, "balance")) {
        auto& funds = out[balance.currency];
        (balance.available_on <= now ? funds.available : funds.pending) += balance.amount;
    }
    return out;
}

std::vector<std::string> broken_invariants(store::Session& session) {
    using Key = std::tuple<Owner, std::string, std::string, Timestamp>;
    constexpr std::size_t kPage = 1000;
    std::vector<std::string> wrong;
    std::map<Key, std::int64_t> sums;
    std::set<std::pair<Owner, std::string>> accounts;
    for (Seq after = 0;;) {
        auto lines = session.entries_after(after, kPage);
        if (lines.empty()) break;
        std::map<std::pair<Seq, std::string>, std::int64_t> postings;
        for (auto const& [transaction, entry] : lines) {
            postings[{transaction, entry.currency}] += entry.amount;
            sums[{entry.owner, entry.account, entry.currency, entry.available_on}] += entry.amount;
            accounts.emplace(entry.owner, entry.account);
            after = transaction;
        }
        for (auto const& [key, sum] : postings)
            if (sum != 0)
                wrong.push_back("posting " + std::to_string(key.first) + " does not balance in " + key.second +
                                ": off by " + std::to_string(sum));
    }
    for (auto const& [owner, account] : accounts)
        for (auto const& balance : session.balances(owner, account)) {
            Key key{owner, account, balance.currency, balance.available_on};
            if (sums[key] != balance.amount)
                wrong.push_back("balance of " + account + " " + balance.currency + " of owner " +
                                std::to_string(owner) + " is " + std::to_string(balance.amount) +
                                ", its entries sum to " + std::to_string(sums[key]));
        }
    return wrong;
}

}  // namespace bursar::ledger
