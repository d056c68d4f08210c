// Application fees: what a platform keeps of a payment to one of its accounts, and gives back
// (reference/money.md: Application fees). The fee is the platform's object, though its id embeds the connected account.
#pragma once

#include "api/errors.hpp"
#include "money/balance/balance_transaction.hpp"

namespace bursar::application_fees {

struct FeeSource {
    std::string charge;
    std::string type = "charge";
};
FIELDS(FeeSource, charge, type);

struct ApplicationFee {
    static constexpr std::string_view kObject = "application_fee", kPrefix = "fee", kNoun = "application fee",
                                      kPathParam = "id";
    static constexpr api::List kLists[] = {{"charge"}};

    std::string id;
    std::string object = "application_fee";
    std::string account;
    std::int64_t amount = 0, amount_refunded = 0;  // minor units of `currency`
    std::string application;
    std::optional<std::string> balance_transaction;
    std::string charge;
    Timestamp created = 0;
    std::string currency;
    FeeSource fee_source;
    bool livemode = false;
    std::optional<std::string> originating_transaction;
    bool refunded = false;
    Raw refunds;
};
FIELDS(ApplicationFee, id, object, account, amount, amount_refunded, application, balance_transaction, charge, created,
       currency, fee_source, livemode, originating_transaction, refunded, refunds);

struct FeeRefund {
    static constexpr std::string_view kObject = "fee_refund", kPrefix = "fr", kNoun = "fee refund", kPathParam = "id";
    static constexpr api::List kLists[] = {{"fee"}};

    std::string id;
    std::string object = "fee_refund";
    std::int64_t amount = 0;
    std::optional<std::string> balance_transaction;
    Timestamp created = 0;
    std::string currency, fee;
    Metadata metadata;
};
FIELDS(FeeRefund, id, object, amount, balance_transaction, created, currency, fee, metadata);

// The platform earns; `connected` acts for the account that pays. Tells the platform so.
ApplicationFee collect(api::Tx& connected, std::int64_t amount_minor, std::string const& currency,
                       std::string const& charge, std::optional<std::string> const& originating);

// Gives back part of a fee. Refused when more than the rest is asked.
Result<FeeRefund> refund(api::Tx& tx, ApplicationFee& fee, std::int64_t amount_minor, Metadata metadata = {});

extern api::ResourceType const kResource, kRefunds;

}  // namespace bursar::application_fees
