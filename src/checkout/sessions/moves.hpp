// The lives of a Checkout Session and of its payment (reference/checkout.md: Sessions).
#pragma once

#include "api/life.hpp"

namespace bursar::checkout {

enum class Status { open, complete, expired };
enum class Step { complete, expire };

inline constexpr api::Move<Status, Step> kMoves[] = {
    {Status::open, Step::complete, Status::complete},
    {Status::open, Step::expire, Status::expired},
};
using Life = api::Life<Status, Step, kMoves, Status::open>;

enum class PaymentStatus { unpaid, paid, no_payment_required };
enum class PaymentStep { pay, waive };

inline constexpr api::Move<PaymentStatus, PaymentStep> kPaymentMoves[] = {
    {PaymentStatus::unpaid, PaymentStep::pay, PaymentStatus::paid},
    {PaymentStatus::unpaid, PaymentStep::waive, PaymentStatus::no_payment_required},  // nothing was left to pay
};
using PaymentLife =
    api::Life<PaymentStatus, PaymentStep, kPaymentMoves, PaymentStatus::unpaid, PaymentStatus::no_payment_required>;

}  // namespace bursar::checkout
