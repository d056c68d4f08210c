#include "app/check_money.hpp"

#include <algorithm>

#include "app/check_objects.hpp"
#include "money/balance/balance_transaction.hpp"

namespace bursar::app {

using balance::BalanceTransaction;

namespace {

constexpr std::size_t kPostingsAtOnce = 1000;

std::int64_t sum_of(std::vector<store::Entry> const& entries, std::string_view account) {
    Wide sum = 0;
    for (auto const& entry : entries)
        if (entry.account == account) sum += entry.amount;
    return static_cast<std::int64_t>(sum);
}

std::int64_t fees_of(BalanceTransaction const& transaction, std::string_view type) {
    Wide sum = 0;
    for (auto const& fee : transaction.fee_details)
        if (fee.type == type) sum += fee.amount;
    return static_cast<std::int64_t>(sum);
}

// What is left of it goes to the account that the other side is kept in; its name depends on what it is about.
void compare(BalanceTransaction const& t, store::Owner owner, std::vector<store::Entry> const& entries,
             Findings& found) {
    auto processing = fees_of(t, "stripe_fee"), application = fees_of(t, "application_fee");
    found.same("net", t.net, "amount less fee", t.amount - t.fee);
    found.same("fee", t.fee, "its fee_details", processing + application);
    found.same("net", t.net, "the ledger's balance", sum_of(entries, "balance"));
    found.same("its processing fee", processing, "the ledger's fees", sum_of(entries, "fees"));
    auto others = sum_of(entries, "network") + sum_of(entries, "payouts") + sum_of(entries, "transfers");
    found.same("amount", t.amount, "the ledger's other side", application - others);
    for (auto const& entry : entries) {
        if (entry.owner != owner || entry.currency != t.currency) found.tell("its posting is another account's");
        if (entry.account == "balance" && entry.available_on)
            found.same("available_on", t.available_on, "the ledger's", entry.available_on);
    }
}

}  // namespace

MoneyCheck::Posting MoneyCheck::take_posting(Seq transaction, std::vector<std::string>& wrong) {
    Posting out;
    for (;;) {
        if (at_ == page_.size()) {
            if (all_read_) return out;
            page_ = session_.entries_after(read_to_, kPostingsAtOnce);
            at_ = 0;
            all_read_ = page_.empty();
            if (all_read_) return out;
            read_to_ = page_.back().first;
        }
        auto const& [of, entry] = page_[at_];
        if (of > transaction) return out;
        if (of == transaction)
            out.push_back(entry);
        else if (at_ == 0 || page_[at_ - 1].first != of)
            wrong.push_back("ledger: posting " + std::to_string(of) + " has no balance transaction");
        ++at_;
    }
}

void MoneyCheck::look_at(store::Object const& object, std::string_view kind, std::vector<std::string>& wrong) {
    Findings found(object.id, wrong);
    try {
        if (kind == BalanceTransaction::kObject) {
            auto transaction = api::Tx::read<BalanceTransaction>(object);
            auto posting = take_posting(object.seq, wrong);
            compare(transaction, object.owner, posting, found);
            if (*transaction.seal != world_.data_keys->posting_seal(ledger::text_of(object.seq, posting)))
                found.tell("its posting is not the one that was sealed");
        }
        compare_with_transactions(*world_.environment, session_, object, kind, found);
    } catch (std::exception const& problem) {
        found.tell(std::string("cannot be compared: ") + problem.what());
    }
}

void MoneyCheck::done(std::vector<std::string>& wrong) { take_posting(INT64_MAX, wrong); }

}  // namespace bursar::app
