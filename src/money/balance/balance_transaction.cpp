#include "money/balance/balance_transaction.hpp"

#include <algorithm>

#include "base/currency.hpp"

namespace bursar::balance {

using accounts::Account;
using api::Tx;

namespace {

struct Pricing {
    std::string_view country;
    std::int64_t rate_bp;     // hundredths of a percent
    std::int64_t fixed;       // minor units of the country's currency
    std::int64_t foreign_bp;  // more for a card from elsewhere
};
constexpr Pricing kPricing[] = {
    {"US", 290, 30, 150}, {"CA", 290, 30, 0},   {"SG", 340, 50, 50}, {"BR", 399, 39, 0},
    {"GB", 150, 20, 100}, {"AU", 170, 30, 180}, {"JP", 360, 0, 0},
};
constexpr Pricing kEurope{"", 150, 25, 100};

Pricing const& pricing_of(Account const& account) {
    auto found = std::ranges::find(kPricing, account.country, &Pricing::country);
    return found == std::end(kPricing) ? kEurope : *found;
}

}  // namespace

std::int64_t card_fee(Account const& account, std::int64_t settled_minor, std::string_view card_country) {
    auto const& pricing = pricing_of(account);
    bool foreign = !card_country.empty() && card_country != account.country;
    return share(settled_minor, pricing.rate_bp + (foreign ? pricing.foreign_bp : 0), 10'000) + pricing.fixed;
}

std::int64_t bank_debit_fee(std::int64_t settled_minor) {
    return std::min<std::int64_t>(share(settled_minor, 80, 10'000), 500);
}

Timestamp availability(Account const& account, Timestamp now) {
    static constexpr std::string_view kBusinessDays[] = {"AU", "IN", "JP", "MY", "NZ", "TH", "AE", "US"};
    if (std::ranges::find(kBusinessDays, account.country) != std::end(kBusinessDays))
        return business_days_after(now, 2);
    return start_of_day(now) + 7 * kDay;
}

std::int64_t settled(Account const& account, std::int64_t amount, std::string_view currency) {
    return converted(amount, currency, account.default_currency);
}

std::int64_t available_funds(Tx& tx, std::string_view currency) {
    auto funds = ledger::funds(tx.session(), tx.caller().owner, tx.now());
    auto found = funds.find(std::string(currency));
    return found == funds.end() ? 0 : found->second.available;
}

// One row per account remembers up to when it has been seen to.
static void tell_when_available(Tx& tx, BalanceTransaction const& transaction) {
    bool is_payment = transaction.type == "charge" || transaction.type == "payment";
    if (!is_payment || transaction.net <= 0) return;
    auto name = "balance_available/" + std::to_string(tx.caller().owner);
    auto seen_to = tx.session().setting(name);
    if (seen_to && std::strtoll(seen_to->c_str(), nullptr, 10) >= transaction.available_on) return;
    tx.session().put_setting(name, std::to_string(transaction.available_on));
    tx.enqueue(transaction.available_on, std::string(kTellAvailable), {});
}

Timestamp waits_with(Tx& tx, std::optional<std::string> const& transaction) {
    if (!transaction) return 0;
    auto available_on = tx.get<BalanceTransaction>(*transaction).available_on;
    return available_on > tx.now() ? available_on : 0;
}

BalanceTransaction record(Tx& tx, Account const& account, Movement const& m) {
    MUST(m.amount != 0 && m.processing_fee >= 0 && m.application_fee >= 0);
    auto out = tx.fresh<BalanceTransaction>();
    auto const& currency = account.default_currency;
    out.amount = ledger::Amount(converted(m.amount, m.currency, currency));
    out.currency = currency;
    out.description = m.description;
    if (m.currency != currency)
        out.exchange_rate = Raw{static_cast<double>(exchange_rate_micros(m.currency, currency)) / 1e6};
    std::int64_t application_fee = ledger::Amount(converted(m.application_fee, m.currency, currency));
    if (application_fee)
        out.fee_details.push_back(
            {application_fee, tx.application_id(), currency, "Bursar application fee", "application_fee"});
    if (m.processing_fee)
        out.fee_details.push_back({m.processing_fee, std::nullopt, currency, "Stripe processing fees", "stripe_fee"});
    out.fee = m.processing_fee + application_fee;
    out.net = out.amount - out.fee;
    out.reporting_category = m.reporting_category;
    out.source = m.source;
    out.type = m.type;
    out.available_on = m.available_on ? m.available_on : tx.now();
    out.status = out.available_on <= tx.now() ? "available" : "pending";
    auto owner = tx.caller().owner;
    std::vector<ledger::Entry> entries;
    auto add = [&](std::string_view name, std::int64_t amount, Timestamp available_on = 0) {
        if (amount) entries.push_back({owner, std::string(name), currency, amount, available_on});
    };
    add("balance", out.net, m.available_on);
    add("fees", m.processing_fee);
    add("transfers", application_fee);
    add(m.counter_account, -out.amount);
    ledger::post(tx.session(), tx.seq_of(out.id), entries);
    out.seal = tx.environment().data_keys.posting_seal(ledger::text_of(tx.seq_of(out.id), entries));
    tx.insert(out);
    tell_when_available(tx, out);
    return out;
}

}  // namespace bursar::balance
