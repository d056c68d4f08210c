#include "ledger/ledger.hpp"

#include <set>
#include <tuple>

#include "base/result.hpp"

namespace bursar::ledger {

static Refusal too_large() {
    return ::bursar::refuse("amount_too_large", "amount", "The amount is more than a balance can hold.").error();
}

void Amount::refuse() { throw Refused(too_large()); }

// Amounts of everyday size cannot fill a balance: it would take a hundred million of them. So only for others it is
// looked at, which costs a read.
static void check_room(store::Session& session, Entry const& entry) {
    constexpr std::int64_t kEveryday = 9'999'999'999;
    if (entry.amount <= kEveryday && entry.amount >= -kEveryday) return;
    Wide sum = entry.amount;
    for (auto const& balance : session.balances(entry.owner, entry.account))
        if (balance.currency == entry.currency) sum += balance.amount;
    if (sum > kBalanceMax || sum < -kBalanceMax) throw Refused(too_large());
}

void post(store::Session& session, Seq transaction, std::vector<Entry> const& entries) {
    std::map<std::string_view, Wide> sums;
    for (auto const& entry : entries) {
        sums[entry.currency] += Amount(entry.amount);
        check_room(session, entry);
    }
    for (auto const& [currency, sum] : sums) CHECK(sum == 0);
    session.post(transaction, entries);
}

std::string text_of(Seq transaction, std::vector<Entry> const& entries) {
    auto out = std::to_string(transaction);
    for (auto const& e : entries)  // no name has a blank in it
        for (auto const& part :
             {std::to_string(e.owner), e.account, e.currency, std::to_string(e.amount), std::to_string(e.available_on)})
            out.append(1, ' ').append(part);
    return out;
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
    std::map<Key, Wide> sums;
    std::set<std::pair<Owner, std::string>> accounts;
    for (Seq after = 0;;) {
        auto lines = session.entries_after(after, kPage);
        if (lines.empty()) break;
        std::map<std::pair<Seq, std::string>, Wide> postings;
        for (auto const& [transaction, entry] : lines) {
            postings[{transaction, entry.currency}] += entry.amount;
            sums[{entry.owner, entry.account, entry.currency, entry.available_on}] += entry.amount;
            accounts.emplace(entry.owner, entry.account);
            after = transaction;
        }
        for (auto const& [key, sum] : postings)
            if (sum != 0)
                wrong.push_back("posting " + std::to_string(key.first) + " does not balance in " + key.second +
                                ": off by " + std::to_string(static_cast<std::int64_t>(sum)));
    }
    for (auto const& [owner, account] : accounts)
        for (auto const& balance : session.balances(owner, account)) {
            Key key{owner, account, balance.currency, balance.available_on};
            if (sums[key] != balance.amount)
                wrong.push_back("balance of " + account + " " + balance.currency + " of owner " +
                                std::to_string(owner) + " is " + std::to_string(balance.amount) +
                                ", its entries sum to " + std::to_string(static_cast<std::int64_t>(sums[key])));
        }
    return wrong;
}

}  // namespace bursar::ledger
