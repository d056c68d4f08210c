// Money as those who act know it, from what they asked for and were granted: kept beside the server's own books, which
// it never looks into. Money enters by charges, leaves by refunds, disputes, fees and payouts, goes from one account to
// another by transfers and application fees, and by nothing else.
#pragma once

#include <map>
#include <string>

#include "world.hpp"

namespace bursar::simulation {

class Books {
public:
    // What an account should hold, available or pending, in usd; "" is the platform.
    std::int64_t& of(std::string const& account) { return balances_[account]; }

    // A payment of a US card was captured on an account; the platform keeps `fee` of it when it is a seller's.
    void captured(std::string const& account, std::int64_t amount, std::int64_t fee = 0);
    void moved(std::string const& from, std::string const& to, std::int64_t amount);
    void left(std::string const& account, std::int64_t amount) { of(account) -= amount; }
    void disputed(std::int64_t amount) { of("") -= amount + kDisputeFee; }

    // Disputes are won by the bank's decision, which only their list tells.
    std::vector<std::string> broken(World& world, std::string const& key);

private:
    static constexpr std::int64_t kDisputeFee = 1500;
    std::map<std::string, std::int64_t> balances_{{"", 0}};
};

// amount * part / whole, rounded half up; none of them negative.
std::int64_t rounded_share(std::int64_t amount, std::int64_t part, std::int64_t whole);

}  // namespace bursar::simulation
