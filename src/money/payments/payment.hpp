// What happens to money when a charge is made, captured or settles: the balance transaction with its fees, the
// platform's share, the transfer of a destination charge, the disputes of the simulated world. Shared by the Charges
// API and by PaymentIntents, so that both move money in one way.
#pragma once

#include "instruments/payment_methods/payment_method.hpp"
#include "money/charges/charge.hpp"
#include "money/refunds/refund.hpp"

namespace bursar::payments {

// An attempt, and when it was approved and is to be captured, its booking.
charges::Attempt pay(api::Tx& tx, payment_methods::PaymentMethod& method, charges::Order const& order);

struct Capture {
    std::optional<std::int64_t> amount, application_fee_amount, transfer_amount;
    std::optional<std::string> statement_descriptor, statement_descriptor_suffix;
};
// Of an authorized charge. Refused when more is asked than was authorized, or when more than is captured would be kept
// or sent on. What was said of that before and is too much now is cut to what is captured.
Result<void> capture(api::Tx& tx, charges::Charge& charge, Capture const& capture);

// A bank debit came through, or did not.
void debit_succeeded(api::Tx& tx, charges::Charge& charge);
void debit_failed(api::Tx& tx, charges::Charge& charge, std::string_view code, std::string_view message);

// The checks that PaymentIntents and charges share.
Result<void> check_amount(std::int64_t amount, std::string const& currency);
struct Split {  // each part at most the amount
    std::int64_t amount = 0;
    std::optional<std::int64_t> application_fee_amount;
    std::optional<charges::TransferData> transfer_data;
    std::optional<std::string> on_behalf_of;
};
Result<void> check_split(api::Tx& tx, Split const& split, std::string_view what);  // "PaymentIntent" or "Charge"

extern api::ResourceType const kChargeRoutes;

}  // namespace bursar::payments
