#include "money/application_fees/application_fee.hpp"

#include "api/endpoints.hpp"
#include "base/overlay.hpp"
#include "base/rules.hpp"
#include "connect/accounts/account.hpp"
#include "events/events/event.hpp"

namespace bursar::application_fees {

using namespace api;

namespace {

json::value refunds_of(Tx& tx, std::string const& fee) {
    json::array data;
    for (auto const& refund : tx.all<FeeRefund>("fee", fee, 10)) data.push_back(parse_document(document_of(refund)));
    auto count = static_cast<std::int64_t>(data.size());
    return json::object{{"object", "list"},
                        {"data", std::move(data)},
                        {"has_more", false},
                        {"total_count", count},
                        {"url", "/v1/application_fees/" + fee + "/refunds"}};
}

struct RefundParams {
    std::optional<AtLeast<1>> amount;
    MetadataParam metadata;
};
FIELDS(RefundParams, amount, metadata);

Result<Reply> create_refund(Tx& tx, std::string id, RefundParams p) {
    TRY(auto fee, find_in_path<ApplicationFee>(tx, id));
    Metadata metadata;
    p.metadata.apply_to(metadata);
    auto amount = p.amount ? *p.amount : fee.amount - fee.amount_refunded;
    TRY(auto made, refund(tx, fee, amount, std::move(metadata)));
    return reply_with(made);
}

Result<Reply> refund_all(Tx& tx, std::string id, RefundParams p) {
    TRY(auto fee, find_in_path<ApplicationFee>(tx, id));
    TRY_DO(refund(tx, fee, p.amount ? *p.amount : fee.amount - fee.amount_refunded));
    return reply_with(fee);
}

Result<FeeRefund> refund_in_path(Tx& tx, std::string const& fee, std::string const& id) {
    auto found = tx.find<FeeRefund>(id);
    if (!found || found->fee != fee) return no_such("fee refund", id, "id", 404);
    return std::move(*found);
}

Result<Reply> retrieve_refund(Tx& tx, std::string fee, std::string id) {
    TRY(auto found, refund_in_path(tx, fee, id));
    return reply_with(found);
}

struct UpdateParams {
    MetadataParam metadata;
};
FIELDS(UpdateParams, metadata);

Result<Reply> update_refund(Tx& tx, std::string fee, std::string id, UpdateParams p) {
    TRY(auto found, refund_in_path(tx, fee, id));
    auto const before = found;
    overlay(p, found);
    events::change(tx, "application_fee.refund.updated", before, found);
    return reply_with(found);
}

Result<Reply> list_refunds(Tx& tx, std::string fee, Page page) {
    TRY_DO(find_in_path<ApplicationFee>(tx, fee));
    return list_reply(tx, page,
                      {.object = "fee_refund",
                       .noun = "fee refund",
                       .url = "/v1/application_fees/" + fee + "/refunds",
                       .filter = "fee",
                       .value = fee});
}

struct ListParams {
    std::optional<std::string> charge;
};
FIELDS(ListParams, charge);

constexpr Route kRoutes[] = {
    list_of<ApplicationFee, ListParams, "/v1/application_fees">(),
    retrieve<ApplicationFee>("/v1/application_fees/:id"),
    post<refund_all>("/v1/application_fees/:id/refund"),
    post<create_refund>("/v1/application_fees/:id/refunds"),
    api::list<list_refunds>("/v1/application_fees/:id/refunds"),
    api::get<retrieve_refund>("/v1/application_fees/:id/refunds/:refund"),
    post<update_refund>("/v1/application_fees/:id/refunds/:refund"),
};
constexpr auto kExpandable = expandable_of<ApplicationFee>({
    {"account", "account"},
    {"application", "application"},
    {"balance_transaction", "balance_transaction"},
    {"charge", "charge"},
    {"originating_transaction", "charge"},
    {.path = "refunds", .to = "fee_refund", .listed = true},
});
constexpr auto kRefundExpandable = expandable_of<FeeRefund>({
    {"balance_transaction", "balance_transaction"},
    {"fee", "application_fee"},
});

}  // namespace

ApplicationFee collect(Tx& connected, std::int64_t amount, std::string const& currency, std::string const& charge,
                       std::optional<std::string> const& originating) {
    Tx platform = connected.at_platform();
    auto fee = connected.fresh<ApplicationFee>();
    fee.account = connected.caller().account_id;
    fee.amount = amount;
    fee.application = connected.application_id();
    fee.charge = charge;
    fee.currency = currency;
    fee.fee_source.charge = charge;
    fee.originating_transaction = originating;
    auto const account = accounts::look_at_acting(connected);
    auto transaction = balance::record(platform, *accounts::look_at_acting(platform),
                                       {.type = "application_fee",
                                        .reporting_category = "platform_earning",
                                        .amount = amount,
                                        .currency = currency,
                                        .description = "Application fee from application Bursar for " +
                                                       accounts::display_name(*account) + " (" + account->id + ")",
                                        .source = fee.id,
                                        .counter_account = "transfers",
                                        .available_on = balance::availability(*account, connected.now())});
    fee.balance_transaction = transaction.id;
    fee.refunds.value = refunds_of(platform, fee.id);
    events::create(platform, "application_fee.created", fee);
    return fee;
}

Result<FeeRefund> refund(Tx& tx, ApplicationFee& fee, std::int64_t amount, Metadata metadata) {
    Tx platform = tx.at_platform();
    if (amount < 1 && fee.amount > fee.amount_refunded)
        return refuse("parameter_invalid_integer", "amount", "This value must be greater than or equal to 1.");
    auto rest = fee.amount - fee.amount_refunded;
    if (amount > rest || rest == 0)
        return refuse("", "amount",
                      "Application fee could not be refunded: Refund amount (" + money_text(amount, fee.currency) +
                          ") is greater than unrefunded amount on fee (" + money_text(rest, fee.currency) + ")");
    auto const before = fee;
    auto out = platform.fresh<FeeRefund>();
    out.amount = amount;
    out.currency = fee.currency;
    out.fee = fee.id;
    out.metadata = std::move(metadata);
    auto transaction = balance::record(platform, accounts::acting(platform),
                                       {.type = "application_fee_refund",
                                        .reporting_category = "platform_earning_refund",
                                        .amount = -amount,
                                        .currency = fee.currency,
                                        .description = "REFUND FOR APPLICATION FEE",
                                        .source = fee.id,
                                        .counter_account = "transfers",
                                        .available_on = balance::waits_with(platform, fee.balance_transaction)});
    out.balance_transaction = transaction.id;
    platform.insert(out);
    fee.amount_refunded += amount;
    fee.refunded = fee.amount_refunded == fee.amount;
    fee.refunds.value = refunds_of(platform, fee.id);
    // The connected account gets back what it had paid.
    Tx connected = tx.at_account(fee.account);
    balance::record(connected, connected.get<accounts::Account>(fee.account),
                    {.type = "adjustment",
                     .reporting_category = "fee",
                     .amount = amount,
                     .currency = fee.currency,
                     .description = "Application fee refund",
                     .source = fee.charge,
                     .counter_account = "transfers"});
    events::change(platform, "application_fee.refunded", before, fee);
    return out;
}

ResourceType const kResource{
    .object = "application_fee", .routes = kRoutes, .expandable = kExpandable, .shape = fields_of<ApplicationFee>};
ResourceType const kRefunds{
    .object = "fee_refund", .routes = {}, .expandable = kRefundExpandable, .shape = fields_of<FeeRefund>};

}  // namespace bursar::application_fees
