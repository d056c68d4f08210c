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

struct SourceTypes {
    std::int64_t card = 0;
};
FIELDS(SourceTypes, card);

struct Funds {
    std::int64_t amount = 0;  // minor units; may be negative
    std::string currency;
    Omitted<SourceTypes> source_types;
};
FIELDS(Funds, amount, currency, source_types);

struct Issuing {
    std::vector<Funds> available;
};
FIELDS(Issuing, available);

struct Balance {
    std::string object = "balance";
    std::vector<Funds> available;
    Omitted<std::vector<Funds>> connect_reserved;
    std::vector<Funds> instant_available;
    Omitted<Issuing> issuing;
    bool livemode = false;
    std::vector<Funds> pending;
};
FIELDS(Balance, object, available, connect_reserved, instant_available, issuing, livemode, pending);

// Only platforms show it: what their custom and express accounts owe, which the platform must be good for.
std::vector<Funds> reserved(Tx& tx, std::string const& currency) {
    std::int64_t owed = 0;
    for (auto const& account : tx.newest({"account"}))
        for (auto const& [name, funds] :
             ledger::funds(tx.session(), account->seq * 2 + (tx.livemode() ? 1 : 0), tx.now()))
            if (name == currency && funds.available + funds.pending < 0) owed -= funds.available + funds.pending;
    return {{owed, currency, {}}};
}

Balance balance_of(Tx& tx) {
    auto const account = accounts::look_at_acting(tx);
    auto funds = ledger::funds(tx.session(), tx.caller().owner, tx.now());
    funds.try_emplace(account->default_currency);
    Balance out{.livemode = tx.livemode()};
    auto put = [](std::vector<Funds>& to, std::int64_t amount, std::string const& currency) {
        to.push_back({amount, currency, SourceTypes{amount}});
    };
    for (auto const& [currency, amounts] : funds) {
        put(out.available, amounts.available, currency);
        put(out.pending, amounts.pending, currency);
        put(out.instant_available, std::max<std::int64_t>(amounts.available + amounts.pending, 0), currency);
    }
    if (!account->is_platform.value) return out;
    out.connect_reserved = reserved(tx, account->default_currency);
    out.issuing = Issuing{{{0, account->default_currency, {}}}};
    return out;
}

Result<Reply> retrieve_balance(Tx& tx) { return reply_with(balance_of(tx)); }

void tell_available(Tx& tx, json::object const&) { events::emit(tx, "balance.available", document_of(balance_of(tx))); }

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
constexpr auto kExpandable = expandable_of<BalanceTransaction>({
    {"source",
     "application_fee charge connect_collection_transfer customer_cash_balance_transaction dispute fee_refund "
     "issuing.authorization issuing.dispute issuing.transaction payout platform_tax_fee refund reserve_transaction "
     "tax_deducted_at_source topup transfer transfer_reversal"},
});

}  // namespace

ResourceType const kTransactions{.object = "balance_transaction",
                                 .routes = kTransactionRoutes,
                                 .expandable = kExpandable,
                                 .refresh = become_available,
                                 .shape = fields_of<BalanceTransaction>};
constexpr Expandable kBalanceExpandable[] = {
    {"available"},
    {"connect_reserved"},
    {"instant_available"},
    {"instant_available.net_available"},
    {"issuing"},
    {"pending"},
    {"refund_and_dispute_prefunding"},
};
constexpr JobKind kBalanceJobs[] = {{kTellAvailable, tell_available}};
ResourceType const kBalance{.object = "balance",
                            .routes = kBalanceRoutes,
                            .expandable = kBalanceExpandable,
                            .jobs = kBalanceJobs,
                            .shape = fields_of<Balance>};

}  // namespace bursar::balance
