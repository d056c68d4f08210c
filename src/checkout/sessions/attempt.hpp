// The intent of a session: made of what the shop said of it, confirmed with what the payer gave.
#pragma once

#include "base/email.hpp"
#include "checkout/sessions/session.hpp"
#include "money/charges/statement_descriptor.hpp"

namespace bursar::checkout {

struct TransferParams {
    std::optional<AtLeast<1>> amount;
    std::string destination;
};
FIELDS(TransferParams, amount, destination);

// For the PaymentIntent that the payer will make.
struct PaymentIntentData {
    std::optional<AtLeast<0>> application_fee_amount;
    std::optional<Choice<"automatic", "automatic_async", "manual">> capture_method;
    std::optional<std::string> description;
    MetadataParam metadata;
    std::optional<std::string> on_behalf_of;
    std::optional<Email> receipt_email;
    std::optional<Choice<"off_session", "on_session">> setup_future_usage;
    std::optional<Raw> shipping;
    Ignored<charges::StatementDescriptor> statement_descriptor;  // which cards do not take
    std::optional<charges::StatementDescriptor> statement_descriptor_suffix;
    std::optional<TransferParams> transfer_data;
    std::optional<std::string> transfer_group;
};
FIELDS(PaymentIntentData, application_fee_amount, capture_method, description, metadata, on_behalf_of, receipt_email,
       setup_future_usage, shipping, statement_descriptor, statement_descriptor_suffix, transfer_data, transfer_group);

// For the SetupIntent that is made with the session.
struct SetupIntentData {
    std::optional<std::string> description;
    MetadataParam metadata;
    std::optional<std::string> on_behalf_of;
};
FIELDS(SetupIntentData, description, metadata, on_behalf_of);

// Makes the SetupIntent of a session in setup mode.
Result<void> begin_setup(api::Tx& tx, Session& session);
// Makes the PaymentIntent of a session before anybody pays: so it was until 2022-08-01.
Result<void> begin_payment(api::Tx& tx, Session& session);

// What became of the session's intent.
struct Attempt {
    bool done = false;                  // paid, or set up
    std::optional<Raw> next_action;     // of the payer's
    std::optional<json::object> error;  // of a card that was declined
};
Result<Attempt> attempt(api::Tx& tx, Session& session, Submission const& given);

// A payment or a set-up with that status needs nothing of the payer any more.
bool is_done(std::string_view intent_status);

}  // namespace bursar::checkout
