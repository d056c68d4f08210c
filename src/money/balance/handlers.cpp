#include "api/endpoints.hpp"
#include "connect/accounts/account.hpp"
#include "events/events/event.hpp"
#include "money/balance/balance_transaction.hpp"

namespace bursar::balance {

using namespace api;

namespace {

struct ListParams {
    std::optional<std::string> currency, payout, source, type;
};
FIELDS(ListParams, currency, payout, source, type);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    ListQuery query{.object = "balance_transaction", .noun = "balance transaction", .url = "/v1/balance_transactions"};
    if (p.source) {
        query.filter = "source";
        query.value = *p.source;
    }
    if (p.payout) {
        query.filter = "payout";
        query.value = *p.payout;
    }
    if (p.currency || p.type)
        query.matches = [p](json::object const& t) {
            return (!p.currency || text_at(t, "currency") == *p.currency) && (!p.type || text_at(t, "type") == *p.type);
        };
    return list_reply(tx, page, query);
}

json::object amount_of(std::int64_t amount, std::string const& currency, bool with_types) {
    json::object out{{"amount", amount}, {"currency", currency}};
    if (with_types) out["source_types"] = json::object{{"card", amount}};
    return out;
}

// Only platforms show it: what their custom and express accounts owe, which the platform must be good for.
json::array reserved(Tx& tx, std::string const& currency) {
    std::int64_t owed = 0;
    for (auto const& account : tx.newest({"account"}))
        for (auto const& [name, funds] :
             ledger::funds(tx.session(), account->seq * 2 + (tx.livemode() ? 1 : 0), tx.now()))
            if (name == currency && funds.available + funds.pending < 0) owed -= funds.available + funds.pending;
    return {amount_of(owed, currency, false)};
}

std::string balance_text(Tx& tx) {
    auto account = accounts::acting(tx);
    auto funds = ledger::funds(tx.session(), tx.caller().owner, tx.now());
    funds.try_emplace(account.default_currency);
    json::array available, pending, instant;
    for (auto const& [currency, amounts] : funds) {
        available.push_back(amount_of(amounts.available, currency, true));
        pending.push_back(amount_of(amounts.pending, currency, true));
        instant.push_back(amount_of(std::max<std::int64_t>(amounts.available + amounts.pending, 0), currency, true));
    }
    json::object out{{"object", "balance"}, {"available", std::move(available)}};
    if (account.is_platform.value) out["connect_reserved"] = reserved(tx, account.default_currency);
    out["instant_available"] = std::move(instant);
    if (account.is_platform.value)
        out["issuing"] = json::object{{"available", json::array{amount_of(0, account.default_currency, false)}}};
    out["livemode"] = tx.livemode();
    out["pending"] = std::move(pending);
    return to_text(out);
}

Result<Reply> retrieve_balance(Tx& tx) { return Reply{200, balance_text(tx)}; }

void tell_available(Tx& tx, json::object const&) { events::emit(tx, "balance.available", balance_text(tx)); }

void become_available(json::object& transaction, Timestamp now) {
    if (integer_at(transaction, "available_on") <= now) transaction["status"] = "available";
}

constexpr Route kTransactionRoutes[] = {
    api::list<list>("/v1/balance_transactions"),
    retrieve<BalanceTransaction>("/v1/balance_transactions/:id"),
    api::list<list>("/v1/balance/history"),
    retrieve<BalanceTransaction>("/v1/balance/history/:id"),
};
constexpr Route kBalanceRoutes[] = {api::get<retrieve_balance>("/v1/balance")};
constexpr std::string_view kExpandable[] = {"source"};

}  // namespace

ResourceType const kTransactions{.object = "balance_transaction",
                                 .routes = kTransactionRoutes,
                                 .expandable = kExpandable,
                                 .refresh = become_available,
                                 .shape = fields_of<BalanceTransaction>};
constexpr std::string_view kBalanceExpandable[] = {"instant_available.net_available"};
constexpr JobKind kBalanceJobs[] = {{kTellAvailable, tell_available}};
ResourceType const kBalance{.object = "balance",
                            .routes = kBalanceRoutes,
                            .expandable = kBalanceExpandable,
                            .includes = {},
                            .jobs = kBalanceJobs};

}  // namespace bursar::balance
