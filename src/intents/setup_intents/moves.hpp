// The lives of a SetupIntent and of a SetupAttempt (reference/intents.md: SetupIntents).
#pragma once

#include "api/life.hpp"

namespace bursar::setup_intents {

enum class Status { requires_payment_method, requires_confirmation, requires_action, succeeded, canceled };
enum class Step { give_method, take_method, challenge, succeed, fail, cancel };

inline constexpr api::Move<Status, Step> kMoves[] = {
    {Status::requires_payment_method, Step::give_method, Status::requires_confirmation},
    {Status::requires_confirmation, Step::give_method, Status::requires_confirmation},
    {Status::requires_action, Step::give_method, Status::requires_confirmation},
    {Status::requires_payment_method, Step::take_method, Status::requires_payment_method},
    {Status::requires_confirmation, Step::take_method, Status::requires_payment_method},
    {Status::requires_action, Step::take_method, Status::requires_payment_method},
    {Status::requires_payment_method, Step::challenge, Status::requires_action},
    {Status::requires_confirmation, Step::challenge, Status::requires_action},
    {Status::requires_action, Step::challenge, Status::requires_action},
    {Status::requires_payment_method, Step::succeed, Status::succeeded},
    {Status::requires_confirmation, Step::succeed, Status::succeeded},
    {Status::requires_action, Step::succeed, Status::succeeded},
    {Status::requires_payment_method, Step::fail, Status::requires_payment_method},
    {Status::requires_confirmation, Step::fail, Status::requires_payment_method},
    {Status::requires_action, Step::fail, Status::requires_payment_method},
    {Status::requires_payment_method, Step::cancel, Status::canceled},
    {Status::requires_confirmation, Step::cancel, Status::canceled},
    {Status::requires_action, Step::cancel, Status::canceled},
};
using Life = api::Life<Status, Step, kMoves, Status::requires_payment_method>;

enum class AttemptStatus { requires_action, succeeded, failed, abandoned };
enum class AttemptStep { succeed, fail, abandon };

inline constexpr api::Move<AttemptStatus, AttemptStep> kAttemptMoves[] = {
    {AttemptStatus::requires_action, AttemptStep::succeed, AttemptStatus::succeeded},
    {AttemptStatus::requires_action, AttemptStep::fail, AttemptStatus::failed},
    {AttemptStatus::requires_action, AttemptStep::abandon, AttemptStatus::abandoned},
};
using AttemptLife = api::Life<AttemptStatus, AttemptStep, kAttemptMoves, AttemptStatus::requires_action,
                              AttemptStatus::succeeded, AttemptStatus::failed>;

}  // namespace bursar::setup_intents
