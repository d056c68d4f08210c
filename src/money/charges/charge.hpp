// Charges: one attempt to take money, whether a PaymentIntent made it or the older API (reference/money.md: Charges).
// Here is what a charge is, how an attempt with the acquirer becomes one, and how it reads. What happens to the money
// is in money/payments.
#pragma once

#include "api/life.hpp"
#include "instruments/customers/customer.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "money/balance/balance_transaction.hpp"

namespace bursar::charges {

enum class Status { succeeded, pending, failed };
enum class Step { settle, fail };
inline constexpr api::Move<Status, Step> kMoves[] = {
    // a bank's answer; a card's is there when the charge begins
    {Status::pending, Step::settle, Status::succeeded},
    {Status::pending, Step::fail, Status::failed},
};
using Life = api::Life<Status, Step, kMoves, Status::succeeded, Status::pending, Status::failed>;

struct TransferData {
    std::optional<std::int64_t> amount;
    std::string destination;
};
FIELDS(TransferData, amount, destination);

struct Charge {
    static constexpr std::string_view kObject = "charge", kPrefix = "ch", kNoun = "charge", kPathParam = "id";
    static constexpr api::List kLists[] = {{"customer"}, {"payment_intent"}, {"transfer_group"}};

    std::string id;
    std::string object = "charge";
    std::int64_t amount = 0, amount_captured = 0, amount_refunded = 0;  // minor units of `currency`
    std::optional<std::string> application, application_fee;
    std::optional<std::int64_t> application_fee_amount;
    std::optional<std::string> balance_transaction;
    BillingDetails billing_details;
    std::optional<std::string> calculated_statement_descriptor;
    bool captured = false;
    Timestamp created = 0;
    std::string currency;
    std::optional<std::string> customer, description, destination, dispute;
    bool disputed = false;
    std::optional<std::string> failure_balance_transaction, failure_code, failure_message;
    Raw fraud_details{json::object()};
    bool livemode = false;
    Metadata metadata;
    std::optional<std::string> on_behalf_of, order;
    std::optional<Raw> outcome;
    bool paid = false;
    std::optional<std::string> payment_intent, payment_method;
    Raw payment_method_details;
    Raw radar_options{json::object()};
    std::optional<std::string> receipt_email, receipt_number, receipt_url;
    bool refunded = false;
    std::optional<std::string> review;
    std::optional<Shipping> shipping;
    std::optional<Raw> source;
    std::optional<std::string> source_transfer, statement_descriptor, statement_descriptor_suffix;
    Life status;
    Omitted<std::string> transfer;
    std::optional<TransferData> transfer_data;
    std::optional<std::string> transfer_group;
    Hidden<std::int64_t> sequel;  // what the simulated world does next: acquirers::Sequel
    Hidden<std::string> method_type = std::string("card");
    Hidden<std::string> country;  // of the card, for the fee
    Hidden<Timestamp> capture_before;
    Hidden<bool> released;  // an authorization that was let go
};
FIELDS(Charge, id, object, amount, amount_captured, amount_refunded, application, application_fee,
       application_fee_amount, balance_transaction, billing_details, calculated_statement_descriptor, captured, created,
       currency, customer, description, destination, dispute, disputed, failure_balance_transaction, failure_code,
       failure_message, fraud_details, livemode, metadata, on_behalf_of, order, outcome, paid, payment_intent,
       payment_method, payment_method_details, radar_options, receipt_email, receipt_number, receipt_url, refunded,
       review, shipping, source, source_transfer, statement_descriptor, statement_descriptor_suffix, status, transfer,
       transfer_data, transfer_group, sequel, method_type, country, capture_before, released);

// What was captured and has not been refunded. On a charge of the older API what was authorized and not captured shows
// as refunded, too (reference/intents.md: Capture).
std::int64_t refundable(Charge const& charge);

// What is to be paid, and with what.
struct Order {
    std::int64_t amount = 0;
    std::string currency;
    bool capture = true;
    acquirers::Presence presence;
    std::string authentication_result;  // three_d_secure.result of a challenge that was passed: "authenticated"
    std::optional<std::int64_t> application_fee_amount;
    std::optional<TransferData> transfer_data;
    std::optional<std::string> customer, description, on_behalf_of, payment_intent, receipt_email, statement_descriptor,
        statement_descriptor_suffix, transfer_group, mandate;
    std::optional<Shipping> shipping;
    Metadata metadata;
    std::optional<Raw> source;  // the older API shows what was charged
};

struct Attempt {
    acquirers::Verdict verdict = acquirers::Verdict::approved;
    acquirers::Decline const* decline = nullptr;
    bool three_d_secure_2 = false;
    std::optional<Charge> charge;  // none while an authentication is wanted
};

// Asks the acquirer and writes the charge down, succeeded, pending or failed. Tells charge.succeeded, charge.pending or
// charge.failed. No money has moved yet.
Attempt attempt(api::Tx& tx, payment_methods::PaymentMethod& method, Order const& order);

// The acting account may take this kind of payment: its capability is active.
Result<void> check_capability(api::Tx& tx, std::string_view method_type);

std::string_view capability_for(std::string_view method_type);

std::optional<json::value> render_refunds(api::Tx& tx, json::object const& charge);

// Refunds lie above charges, and are shown in them.
inline constexpr api::List kListsOfRefunds[] = {{"charge"}, {"payment_intent"}};
inline constexpr api::ListedKind kListedRefunds{.kind = "refund", .lists = kListsOfRefunds};

extern api::VersionChange const kVersions[4];
extern api::ResourceType const kResource;

}  // namespace bursar::charges
