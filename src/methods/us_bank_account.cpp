#include "methods/us_bank_account.hpp"

#include <algorithm>

namespace bursar::methods {

namespace {

constexpr std::pair<std::string_view, std::string_view> kTests[] = {
    {"success", "000123456789"},
    {"accountClosed", "000111111113"},
    {"noAccount", "000111111116"},
    {"insufficientFunds", "000222222227"},
    {"debitNotAuthorized", "000333333335"},
    {"invalidCurrency", "000444444440"},
    {"failMicrodeposits", "000666666661"},
    {"dispute", "000555555559"},
    {"processing", "000000000009"},
    {"weeklyLimitExceeded", "000777777771"},
    {"riskLevelHighest", "000000004954"},
};

bool is_test_number(std::string_view country, std::string_view number) {
    static constexpr std::string_view kMore[] = {"000888888885", "000999999991", "000999999992"};
    static constexpr std::string_view kFailing[] = {"11111113", "11111116", "22222227", "33333335", "44444440"};
    if (country != "US" && country != "CA" && country != "AU" && country != "GB")
        return true;  // test numbers of other countries are not checked
    if ((country == "GB" && number == "00012345") || (country == "AU" && number == "000123456")) return true;
    if (country == "GB" || country == "AU")
        for (auto ending : kFailing)
            if (number.ends_with(ending) && number.size() == (country == "GB" ? 8 : 9)) return true;
    return std::ranges::any_of(kTests, [&](auto const& test) { return test.second == number; }) ||
           std::ranges::find(kMore, number) != std::end(kMore);
}

bool is_routing_number(std::string_view text) {
    if (text.size() != 9 || !std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; })) return false;
    int sum = 0;
    static constexpr int kWeights[] = {3, 7, 1};
    for (std::size_t i = 0; i < 9; ++i) sum += (text[i] - '0') * kWeights[i % 3];
    return sum % 10 == 0;
}

BankAccount stored_account(api::Tx& tx, std::string number, std::string routing_number) {
    BankAccount account{.last4 = number.size() > 4 ? number.substr(number.size() - 4) : number,
                        .routing_number = std::move(routing_number)};
    account.fingerprint = tx.fingerprint(account.routing_number + "/" + number);
    vault::SecretNumber secret(std::move(number));
    account.record = static_cast<std::int64_t>(vault::put(tx.session(), tx.environment().vault_keys, secret));
    return account;
}

}  // namespace

Result<BankAccount> read_bank_account(api::Tx& tx, std::string const& number, std::string const& routing,
                                      std::string const& prefix, std::string const& country,
                                      std::string const& currency) {
    if (country == "US" && !is_routing_number(routing))
        return refuse("routing_number_invalid", prefix + "[routing_number]",
                      "Invalid routing number for US: " + routing +
                          ". The number must contain both the bank code and the branch code, and should be in the "
                          "format xxxxxxxxx.");
    if (!tx.livemode() && !is_test_number(country, number))
        return refuse("account_number_invalid", prefix + "[account_number]",
                      "You must use a test bank account number in test mode. Try 000123456789 or see more options at "
                      "https://stripe.com/docs/connect/testing#account-numbers.");
    auto account = stored_account(tx, number, routing);
    account.country = country;
    account.currency = currency;
    return account;
}

std::optional<BankAccount> test_bank_account(api::Tx& tx, std::string_view behaviour) {
    if (tx.livemode()) return std::nullopt;
    for (auto const& [name, number] : kTests)
        if (name == behaviour) return stored_account(tx, std::string(number), "110000000");
    return std::nullopt;
}

BankAccount cloned(api::Tx& tx, BankAccount const& account) {
    BankAccount copy = account;
    copy.record = static_cast<std::int64_t>(
        vault::clone(tx.session(), tx.environment().vault_keys, static_cast<Seq>(account.record)));
    return copy;
}

acquirers::BankAnswer debit(api::Tx& tx, BankAccount const& account) {
    acquirers::BankAnswer answer;
    vault::use(tx.session(), tx.environment().vault_keys, static_cast<Seq>(account.record),
               [&](vault::SecretNumber const& number) { answer = acquirers::simulator().debit(number.reveal()); });
    return answer;
}

}  // namespace bursar::methods
