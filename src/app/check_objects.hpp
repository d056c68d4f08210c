// What an object that moved money says, compared with its balance transactions and with the objects that it belongs to.
#pragma once

#include "money/balance/balance_transaction.hpp"

namespace bursar::app {

// What is wrong with one object.
class Findings {
public:
    Findings(std::string id, std::vector<std::string>& wrong) : id_(std::move(id)), wrong_(wrong) {}

    void tell(std::string const& problem) { wrong_.push_back(id_ + ": " + problem); }
    void same(std::string_view name, std::int64_t is, std::string_view other, std::int64_t should) {
        if (is != should)
            tell(std::string(name) + " is " + std::to_string(is) + ", by " + std::string(other) + " " +
                 std::to_string(should));
    }

private:
    std::string id_;
    std::vector<std::string>& wrong_;
};

// Charges, refunds, disputes, transfers, reversals, application fees and their refunds, payouts, PaymentIntents; others
// move nothing. Throws what reading an object that is not as it was written throws.
void compare_with_transactions(api::Environment& environment, store::Session& session, store::Object const& object,
                               std::string_view kind, Findings& found);

}  // namespace bursar::app
