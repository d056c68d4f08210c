// Does what objects say of money agree with the ledger? For `bursar check`.
//
// Three tellings of the same: the objects (a charge was captured and partly refunded), their balance transactions
// (amount, fee, net), and the ledger's postings. Each is compared with the next, both ways, so that a digit that
// changed in one of them, or a row that is missing or too many, is told: unless the same was changed in all three.
// One walk over all objects, in order, beside one over all postings; what it holds in memory does not grow with them.
#pragma once

#include "app/world.hpp"

namespace bursar::app {

class MoneyCheck {
public:
    MoneyCheck(World& world, store::Session& session) : world_(world), session_(session) {}

    // Objects in order of their numbers; then done().
    void look_at(store::Object const& object, std::string_view kind, std::vector<std::string>& wrong);
    void done(std::vector<std::string>& wrong);

private:
    using Posting = std::vector<store::Entry>;
    // The entries of that transaction. Those before it that nobody asked for have no balance transaction.
    Posting take_posting(Seq transaction, std::vector<std::string>& wrong);

    World& world_;
    store::Session& session_;
    std::vector<std::pair<Seq, store::Entry>> page_;  // of postings not yet compared, whole ones
    std::size_t at_ = 0;
    Seq read_to_ = 0;
    bool all_read_ = false;
};

}  // namespace bursar::app
