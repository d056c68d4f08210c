#include "money/payouts/payout.hpp"

#include <algorithm>
#include <ranges>

#include "api/endpoints.hpp"
#include "base/currency.hpp"
#include "base/overlay.hpp"
#include "base/text.hpp"
#include "connect/accounts/external_accounts.hpp"
#include "events/events/event.hpp"
#include "money/charges/statement_descriptor.hpp"

namespace bursar::payouts {

using namespace api;
using sources::BankAccount;

namespace {

constexpr std::int64_t kInstantMax = 999'900;  // minor units

struct CreateParams {
    AtLeast<1> amount;
    std::string currency;
    Emptyable<std::string> description;
    std::optional<std::string> destination;
    MetadataParam metadata;
    std::optional<Choice<"standard", "instant">> method;
    Unsupported<std::string> payout_method;
    Ignored<std::string> source_type;
    std::optional<charges::PayoutDescriptor> statement_descriptor;
};
FIELDS(CreateParams, amount, currency, description, destination, metadata, method, payout_method, source_type,
       statement_descriptor);

// Where the money goes, and what the test number behind it says will become of it.
struct Target {
    std::string id, type, currency;
    bool takes_instant = true;
    std::string failure_code = {}, failure_message = {};
    bool is_default = false;  // of its currency
    bool errored = false;
};

Target target_of(Tx& tx, BankAccount const& account) {
    auto fate = methods::debit(tx, account.credential);
    return {.id = account.id,
            .type = "bank_account",
            .currency = account.currency,
            .failure_code = std::string(fate.failure_code),
            .failure_message = std::string(fate.failure_message),
            .is_default = account.default_for_currency.value.value_or(false),
            .errored = account.status == sources::BankStatus::errored};
}

Target target_of(Tx& tx, sources::Card const& card) {
    auto fate = methods::pay_out(tx, card.credential);
    return {.id = card.id,
            .type = "card",
            .currency = card.currency.value.value_or("usd"),
            .takes_instant = fate.instant,
            .failure_code = std::string(fate.failure_code),
            .failure_message = std::string(fate.failure_message),
            .is_default = card.default_for_currency.value.value_or(false)};
}

Target target_of(Tx& tx, store::Object const& object) {
    if (Tx::is_a(object, "card")) return target_of(tx, Tx::read<sources::Card>(object));
    return target_of(tx, Tx::read<BankAccount>(object));
}

// The default of the currency; where none is, the oldest, bank accounts before cards.
std::optional<Target> external_account(Tx& tx, std::string const& currency) {
    std::optional<Target> bank, card;
    auto all = tx.newest(sources::external_accounts_of(tx.caller().account_id), 100);
    for (auto const& object : std::views::reverse(all)) {
        auto target = target_of(tx, *object);
        if (target.currency != currency) continue;
        if (target.is_default) return target;
        auto& place = target.type == "bank_account" ? bank : card;
        if (!place) place = std::move(target);
    }
    return bank ? bank : card;
}

// Platforms of a sandbox have no bank account until one is needed.
BankAccount bank_of_platform(Tx& tx, std::string const& currency) {
    auto credential = *methods::test_bank_account(tx, "success");
    credential.currency = currency;
    auto account = sources::bank_account_with(tx, credential);
    account.account = tx.caller().account_id;
    account.default_for_currency = true;
    tx.insert(account);
    return account;
}

Result<Target> destination_of(Tx& tx, CreateParams const& p, std::string const& currency) {
    if (p.destination) {
        auto object = tx.own(*p.destination);
        if (!object || !tx.is_in(sources::external_accounts_of(tx.caller().account_id), *object))
            return refuse("resource_missing", "destination", "No such external account: '" + *p.destination + "'");
        return target_of(tx, *object);
    }
    if (auto account = external_account(tx, currency)) return std::move(*account);
    if (accounts::acting(tx).is_platform.value && tx.environment_is_sandbox() && !tx.livemode())
        return target_of(tx, bank_of_platform(tx, currency));
    return refuse("", "", "Sorry, you don't have any external accounts in that currency (" + currency + ").");
}

Result<Reply> create(Tx& tx, CreateParams p) {
    TRY(auto currency, read_currency(p.currency));
    auto account = accounts::acting(tx);
    auto method = p.method ? p.method->text : std::string("standard");
    if (method == "instant" && p.amount > kInstantMax)
        return refuse("", "",
                      "Instant Payouts to bank accounts are only supported for amounts less than or equal to $9999");
    TRY(auto destination, destination_of(tx, p, currency));
    if (destination.errored)  // Unknown: the wording for a payout (it is that of the code's documentation)
        return refuse("bank_account_unusable", "destination",
                      "The bank account provided cannot be used for payouts. A different bank account must be used.");
    if (method == "instant" && !destination.takes_instant)
        return refuse("instant_payouts_unsupported", "",
                      "This card is not eligible for Instant Payouts. Try a debit card from a supported bank.");
    if (!account.payouts_enabled && !accounts::can(tx, account, "transfers"))
        return refuse("payouts_not_allowed", "",
                      "Cannot create payouts: this account has requirements that need to be collected.");
    if (balance::available_funds(tx, currency) < p.amount)
        return refuse("balance_insufficient", "",
                      "You have insufficient funds in your Stripe account for this transfer. Your card balance is too "
                      "low.  You can use the /v1/balance endpoint to view your Stripe balance (for more details, see "
                      "stripe.com/docs/api#balance).");
    auto payout = tx.fresh<Payout>();
    payout.amount = p.amount;
    payout.arrival_date = method == "instant" ? tx.now() : business_days_after(tx.now(), 1);
    payout.currency = currency;
    payout.description = p.description.value;
    payout.destination = destination.id;
    payout.type = destination.type;
    p.metadata.apply_to(payout.metadata);
    payout.method = method;
    payout.statement_descriptor = p.statement_descriptor;
    payout.trace_id = TraceId{};
    auto transaction = balance::record(tx, account,
                                       {.type = "payout",
                                        .reporting_category = "payout",
                                        .amount = -p.amount,
                                        .currency = currency,
                                        .description = "STRIPE PAYOUT",
                                        .source = payout.id,
                                        .counter_account = "payouts"});
    payout.balance_transaction = transaction.id;
    events::create(tx, "payout.created", payout);
    tx.enqueue(std::max(payout.arrival_date, tx.now() + 1), "payout.arrive",
               {{"id", payout.id}, {"code", destination.failure_code}, {"message", destination.failure_message}});
    return reply_with(payout);
}

void put_back(Tx& tx, Payout& payout, std::string_view type, std::string description) {
    auto transaction = balance::record(tx, accounts::acting(tx),
                                       {.type = type,
                                        .reporting_category = "payout_reversal",
                                        .amount = payout.amount,
                                        .currency = payout.currency,
                                        .description = std::move(description),
                                        .source = payout.id,
                                        .counter_account = "payouts"});
    payout.failure_balance_transaction = transaction.id;
}

void arrive(Tx& tx, json::object const& payload) {
    auto payout = tx.get<Payout>(text_at(payload, "id"));
    if (!payout.status.can(Step::arrive)) return;
    auto const before = payout;
    auto code = text_at(payload, "code");
    payout.status.take(code.empty() ? Step::arrive : Step::fail);
    if (!code.empty()) {
        payout.failure_code = std::string(code);
        payout.failure_message = std::string(text_at(payload, "message"));
        put_back(tx, payout, "payout_failure", "STRIPE PAYOUT FAILURE");
    }
    events::change(tx, "payout.updated", before, payout);
    events::emit(tx, code.empty() ? "payout.paid" : "payout.failed", payout);
    if (!code.empty() && payout.destination) accounts::mark_errored(tx, *payout.destination);
}

Result<Reply> cancel(Tx& tx, std::string id) {
    TRY(auto payout, find_in_path<Payout>(tx, id));
    if (!payout.status.can(Step::cancel)) return refuse("", "", "Payouts can only be canceled while they are pending.");
    auto const before = payout;
    payout.status.take(Step::cancel);
    put_back(tx, payout, "payout_cancel", "STRIPE PAYOUT CANCELLATION");
    events::change(tx, "payout.canceled", before, payout);
    return reply_with(payout);
}

struct ReverseParams {
    MetadataParam metadata;
};
FIELDS(ReverseParams, metadata);

Result<Reply> reverse(Tx& tx, std::string id, ReverseParams p) {
    TRY(auto payout, find_in_path<Payout>(tx, id));
    if (payout.status != Status::paid || payout.automatic || payout.reversed_by || payout.original_payout)
        return refuse("", "", "This payout cannot be reversed.");
    auto back = tx.fresh<Payout>();
    back.amount = -payout.amount;
    back.arrival_date = business_days_after(tx.now(), 1);
    back.currency = payout.currency;
    back.destination = payout.destination;
    p.metadata.apply_to(back.metadata);
    back.original_payout = payout.id;
    back.status.begin_as(Status::paid);
    auto transaction = balance::record(tx, accounts::acting(tx),
                                       {.type = "payout",
                                        .reporting_category = "payout_reversal",
                                        .amount = payout.amount,
                                        .currency = payout.currency,
                                        .description = "STRIPE PAYOUT REVERSAL",
                                        .source = back.id,
                                        .counter_account = "payouts"});
    back.balance_transaction = transaction.id;
    payout.reversed_by = back.id;
    tx.update(payout);
    events::create(tx, "payout.created", back);
    return reply_with(back);
}

struct UpdateParams {
    MetadataParam metadata;
};
FIELDS(UpdateParams, metadata);

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto payout, find_in_path<Payout>(tx, id));
    auto const before = payout;
    overlay(p, payout);
    events::change(tx, "payout.updated", before, payout);
    return reply_with(payout);
}

struct ListParams {
    std::optional<Raw> arrival_date;
    std::optional<std::string> destination, status;
};
FIELDS(ListParams, arrival_date, destination, status);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    TRY(auto arrival, read_range(p.arrival_date, "arrival_date"));
    ListQuery query{.object = "payout", .noun = "payout", .url = "/v1/payouts"};
    if (p.destination) {
        query.filter = "destination";
        query.value = *p.destination;
    }
    if (p.status || p.arrival_date)
        query.matches = [p, arrival](json::object const& payout) {
            return (!p.status || text_at(payout, "status") == *p.status) &&
                   arrival.holds(integer_at(payout, "arrival_date"));
        };
    return list_reply(tx, page, query);
}

constexpr Route kRoutes[] = {
    post<create>("/v1/payouts"),     api::list<list>("/v1/payouts"),         retrieve<Payout>("/v1/payouts/:id"),
    post<update>("/v1/payouts/:id"), post<cancel>("/v1/payouts/:id/cancel"), post<reverse>("/v1/payouts/:id/reverse"),
};
constexpr auto kExpandable = expandable_of<Payout>({
    {"application_fee", "application_fee"},
    {"balance_transaction", "balance_transaction"},
    {"destination", "bank_account card"},
    {"failure_balance_transaction", "balance_transaction"},
    {"original_payout", "payout"},
    {"reversed_by", "payout"},
});
constexpr JobKind kJobs[] = {{"payout.arrive", arrive}};

}  // namespace

ResourceType const kResource{
    .object = "payout", .routes = kRoutes, .expandable = kExpandable, .jobs = kJobs, .shape = fields_of<Payout>};

}  // namespace bursar::payouts
