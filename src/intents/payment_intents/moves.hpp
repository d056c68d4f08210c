// The life of a PaymentIntent in one table (reference/intents.md: Life of a PaymentIntent): what it does not hold
// cannot happen.
#pragma once

#include "api/life.hpp"

namespace bursar::payment_intents {

enum class Status {
    requires_payment_method,
    requires_confirmation,
    requires_action,
    processing,
    requires_capture,
    succeeded,
    canceled
};

enum class Step { give_method, take_method, challenge, reconfirm, authorize, debit, settle, decline, capture, cancel };

inline constexpr api::Move<Status, Step> kMoves[] = {
    {Status::requires_payment_method, Step::give_method, Status::requires_confirmation},
    {Status::requires_confirmation, Step::give_method, Status::requires_confirmation},
    {Status::requires_action, Step::give_method, Status::requires_confirmation},
    {Status::requires_confirmation, Step::take_method, Status::requires_payment_method},
    {Status::requires_action, Step::take_method, Status::requires_payment_method},
    {Status::requires_payment_method, Step::take_method, Status::requires_payment_method},
    {Status::requires_confirmation, Step::challenge, Status::requires_action},
    {Status::requires_action, Step::challenge, Status::requires_action},
    {Status::requires_action, Step::reconfirm, Status::requires_confirmation},  // confirmation_method manual
    {Status::requires_confirmation, Step::authorize, Status::requires_capture},
    {Status::requires_action, Step::authorize, Status::requires_capture},
    {Status::requires_confirmation, Step::debit, Status::processing},
    {Status::requires_action, Step::debit, Status::processing},
    {Status::requires_confirmation, Step::settle, Status::succeeded},
    {Status::requires_action, Step::settle, Status::succeeded},
    {Status::processing, Step::settle, Status::succeeded},
    {Status::requires_confirmation, Step::decline, Status::requires_payment_method},
    {Status::requires_action, Step::decline, Status::requires_payment_method},
    {Status::processing, Step::decline, Status::requires_payment_method},
    {Status::requires_capture, Step::capture, Status::succeeded},
    {Status::requires_payment_method, Step::cancel, Status::canceled},
    {Status::requires_confirmation, Step::cancel, Status::canceled},
    {Status::requires_action, Step::cancel, Status::canceled},
    {Status::requires_capture, Step::cancel, Status::canceled},
    {Status::processing, Step::cancel, Status::canceled},
};

using Life = api::Life<Status, Step, kMoves, Status::requires_payment_method>;

}  // namespace bursar::payment_intents
