#include "books.hpp"

namespace bursar::simulation {

std::int64_t rounded_share(std::int64_t amount, std::int64_t part, std::int64_t whole) {
    return (2 * amount * part + whole) / (2 * whole);
}

void Books::captured(std::string const& account, std::int64_t amount, std::int64_t fee) {
    of(account) += amount - rounded_share(amount, 29, 1000) - 30;
    if (fee) moved(account, "", fee);
}

void Books::moved(std::string const& from, std::string const& to, std::int64_t amount) {
    of(from) -= amount;
    of(to) += amount;
}

std::vector<std::string> Books::broken(World& world, std::string const& key) {
    std::vector<std::string> wrong;
    for (auto [account, due] : balances_) {
        if (account.empty())
            for (auto const& dispute : world.list(key, "/v1/disputes"))
                if (text_at(dispute, "status") == "won") due += integer_at(dispute, "amount");
        std::int64_t held = 0;
        auto balance = world.get(key, "/v1/balance", account);
        for (auto side : {"available", "pending"})
            for (auto const& part : balance.body.at(side).as_array()) held += integer_at(part.as_object(), "amount");
        if (held != due)
            wrong.push_back((account.empty() ? "the platform" : account) + " holds " + std::to_string(held) +
                            ", by what was granted it should be " + std::to_string(due));
    }
    return wrong;
}

}  // namespace bursar::simulation
