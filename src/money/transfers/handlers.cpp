#include "api/endpoints.hpp"
#include "base/currency.hpp"
#include "base/overlay.hpp"
#include "base/rules.hpp"
#include "connect/accounts/account.hpp"
#include "events/events/event.hpp"
#include "money/application_fees/application_fee.hpp"
#include "money/balance/balance_transaction.hpp"
#include "money/charges/charge.hpp"
#include "money/transfers/transfer.hpp"

namespace bursar::transfers {

using namespace api;
using charges::Charge;

namespace {

struct CreateParams {
    std::optional<AtLeast<1>> amount;
    std::string currency;
    std::optional<std::string> description;
    std::string destination;
    MetadataParam metadata;
    std::optional<std::string> source_transaction;
    Ignored<Choice<"card", "bank_account", "fpx">> source_type;
    std::optional<std::string> transfer_group;
};
FIELDS(CreateParams, amount, currency, description, destination, metadata, source_transaction, source_type,
       transfer_group);

// What a charge still has for transfers: the sum of those that name it may not exceed what was captured.
Result<NewTransfer> from_charge(Tx& tx, CreateParams const& p, NewTransfer order) {
    TRY(auto charge, find_in_param<Charge>(tx, *p.source_transaction, "source_transaction"));
    // Of a bank debit that is on its way nobody knows yet whether the money comes. Unknown: the wording.
    if (!charge.captured || charge.status != charges::Status::succeeded)
        return refuse("", "source_transaction",
                      "Transfers can only use a captured charge as a source: " + charge.id + " has not been captured.");
    auto account = accounts::acting(tx);
    auto total = balance::settled(account, charge.amount_captured, charge.currency);
    if (order.currency != account.default_currency)
        return refuse("", "currency",
                      "Transfers using this transaction as a source must use the same currency (" +
                          account.default_currency + ")");
    std::int64_t used = 0;  // never more than the total
    for (auto const& other : tx.all<Transfer>("source_transaction", charge.id)) used += other.amount;
    order.amount = p.amount ? *p.amount : total;
    if (order.amount > total - used || order.amount == 0) {
        auto message = "Transfers using this transaction as a source must not exceed the source amount of " +
                       money_text(total, order.currency);
        if (used)
            message += ". (There is already a transfer using this source, amounting to " +
                       money_text(used, order.currency) + ".)";
        return refuse("", "", message);
    }
    order.source_transaction = charge.id;
    if (!order.transfer_group) {
        order.transfer_group =
            charge.transfer_group ? *charge.transfer_group : "group_" + charge.payment_intent.value_or(charge.id);
        if (!charge.transfer_group) {
            charge.transfer_group = order.transfer_group;
            tx.update(charge);
        }
    }
    if (charge.balance_transaction) {
        auto transaction = tx.get<balance::BalanceTransaction>(*charge.balance_transaction);
        if (transaction.available_on > tx.now()) order.available_on = transaction.available_on;
    }
    return order;
}

// What a charge settled where the account is goes there; all else stays in the platform's region.
Result<void> check_region(Tx& tx, CreateParams const& p, accounts::Account const& account) {
    if (may_receive(tx, account)) return {};
    auto charge = p.source_transaction ? tx.find<charges::Charge>(*p.source_transaction) : std::nullopt;
    if (charge && charge->on_behalf_of == account.id) return {};
    auto why = accounts::look_at_acting(tx)->country == "US"
                   ? "when the account is under the `full` service agreement. To learn more, see "
                     "https://stripe.com/docs/connect/service-agreement-types."
                   : "because it's restricted outside of your platform's region.";
    return refuse("", "", "Funds can't be sent to accounts located in " + account.country + " " + why);
}

Result<Reply> create(Tx& tx, CreateParams p) {
    TRY(auto currency, read_currency(p.currency));
    TRY(auto account, destination_in_param(tx, p.destination, "destination"));
    TRY_DO(check_region(tx, p, account));
    NewTransfer order{.amount = p.amount ? *p.amount : 0,
                      .currency = currency,
                      .destination = account.id,
                      .description = p.description,
                      .source_transaction = {},
                      .transfer_group = p.transfer_group,
                      .metadata = {},
                      .originating_charge = {}};
    p.metadata.apply_to(order.metadata);
    if (p.source_transaction) {
        TRY(order, from_charge(tx, p, order));
    } else {
        if (!p.amount) return refuse_missing("amount");
        if (balance::available_funds(tx, currency) < *p.amount)
            return refuse("balance_insufficient", "",
                          "You have insufficient available funds in your Stripe account. Try adding funds directly to "
                          "your available balance by creating Charges using the 4000000000000077 test card. See: "
                          "https://stripe.com/docs/testing#available-balance");
    }
    return reply_with(make(tx, order));
}

struct UpdateParams {
    Emptyable<std::string> description;
    MetadataParam metadata;
};
FIELDS(UpdateParams, description, metadata);

Result<Reply> update(Tx& tx, std::string id, UpdateParams p) {
    TRY(auto transfer, find_in_path<Transfer>(tx, id));
    auto const before = transfer;
    overlay(p, transfer);
    events::change(tx, "transfer.updated", before, transfer);
    return reply_with(transfer);
}

struct ListParams {
    std::optional<std::string> destination, transfer_group;
};
FIELDS(ListParams, destination, transfer_group);

Result<Reply> list(Tx& tx, Page page, ListParams p) {
    ListQuery query{.object = "transfer", .noun = "transfer", .url = "/v1/transfers"};
    if (p.transfer_group) {
        query.filter = "transfer_group";
        query.value = *p.transfer_group;
    } else if (p.destination) {
        query.filter = "destination";
        query.value = *p.destination;
    }
    if (p.transfer_group && p.destination)
        query.matches = [d = *p.destination](json::object const& t) { return text_at(t, "destination") == d; };
    return list_reply(tx, page, query);
}

struct ReverseParams {
    std::optional<AtLeast<1>> amount;
    std::optional<std::string> description;
    MetadataParam metadata;
    std::optional<bool> refund_application_fee;
};
FIELDS(ReverseParams, amount, description, metadata, refund_application_fee);

Result<Reply> create_reversal(Tx& tx, std::string id, ReverseParams p) {
    TRY(auto transfer, find_in_path<Transfer>(tx, id));
    Metadata metadata;
    p.metadata.apply_to(metadata);
    auto amount = p.amount ? *p.amount : transfer.amount - transfer.amount_reversed;
    TRY(auto reversal, reverse(tx, transfer, amount, std::nullopt, std::move(metadata)));
    if (p.refund_application_fee.value_or(false)) {
        auto fees = tx.at_platform().all<application_fees::ApplicationFee>("charge", *transfer.destination_payment);
        if (!fees.empty()) {
            auto rest = fees.front().amount - fees.front().amount_refunded;
            auto part = std::min(share(fees.front().amount, reversal.amount, transfer.amount), rest);
            if (part > 0) TRY_DO(application_fees::refund(tx, fees.front(), part));
        }
    }
    return reply_with(reversal);
}

Result<TransferReversal> reversal_in_path(Tx& tx, std::string const& transfer, std::string const& id) {
    auto found = tx.find<TransferReversal>(id);
    if (!found || found->transfer != transfer) return no_such("transfer reversal", id, "id", 404);
    return std::move(*found);
}

Result<Reply> retrieve_reversal(Tx& tx, std::string transfer, std::string id) {
    TRY(auto reversal, reversal_in_path(tx, transfer, id));
    return reply_with(reversal);
}

struct ReversalUpdate {
    MetadataParam metadata;
};
FIELDS(ReversalUpdate, metadata);

Result<Reply> update_reversal(Tx& tx, std::string transfer, std::string id, ReversalUpdate p) {
    TRY(auto reversal, reversal_in_path(tx, transfer, id));
    overlay(p, reversal);
    tx.update(reversal);
    return reply_with(reversal);
}

Result<Reply> list_reversals(Tx& tx, std::string transfer, Page page) {
    TRY_DO(find_in_path<Transfer>(tx, transfer));
    return list_reply(tx, page,
                      {.object = "transfer_reversal",
                       .noun = "transfer reversal",
                       .url = "/v1/transfers/" + transfer + "/reversals",
                       .filter = "transfer",
                       .value = transfer});
}

constexpr Route kRoutes[] = {
    post<create>("/v1/transfers"),
    api::list<list>("/v1/transfers"),
    retrieve<Transfer>("/v1/transfers/:id"),
    post<update>("/v1/transfers/:id"),
    post<create_reversal>("/v1/transfers/:id/reversals"),
    api::list<list_reversals>("/v1/transfers/:id/reversals"),
    api::get<retrieve_reversal>("/v1/transfers/:id/reversals/:reversal"),
    post<update_reversal>("/v1/transfers/:id/reversals/:reversal"),
};
constexpr auto kExpandable = expandable_of<Transfer>({
    {"balance_transaction", "balance_transaction"},
    {"destination", "account"},
    {"destination_payment", "charge"},
    {.path = "reversals", .to = "transfer_reversal", .listed = true},
    {"source_transaction", "charge"},
});
constexpr auto kReversalExpandable = expandable_of<TransferReversal>({
    {"balance_transaction", "balance_transaction"},
    {"destination_payment_refund", "refund"},
    {"source_refund", "refund"},
    {"transfer", "transfer"},
});

}  // namespace

ResourceType const kResource{
    .object = "transfer", .routes = kRoutes, .expandable = kExpandable, .shape = fields_of<Transfer>};
ResourceType const kReversals{.object = "transfer_reversal",
                              .routes = {},
                              .expandable = kReversalExpandable,
                              .shape = fields_of<TransferReversal>};

}  // namespace bursar::transfers
