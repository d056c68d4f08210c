// The life of a dispute, and of an inquiry, which takes no money and may become one (reference/money.md: Disputes).
#pragma once

#include "api/life.hpp"

namespace bursar::disputes {

enum class Status {
    needs_response,
    under_review,
    won,
    lost,
    warning_needs_response,  // of an inquiry, like all warnings
    warning_under_review,
    warning_closed
};

enum class Step { answer, win, lose, escalate, close_inquiry };

inline constexpr api::Move<Status, Step> kMoves[] = {
    {Status::needs_response, Step::answer, Status::under_review},
    {Status::under_review, Step::answer, Status::under_review},
    {Status::under_review, Step::win, Status::won},
    {Status::needs_response, Step::lose, Status::lost},  // the seller gives in
    {Status::under_review, Step::lose, Status::lost},
    {Status::warning_needs_response, Step::answer, Status::warning_under_review},
    {Status::warning_under_review, Step::answer, Status::warning_under_review},
    {Status::warning_under_review, Step::escalate, Status::needs_response},
    {Status::warning_needs_response, Step::close_inquiry, Status::warning_closed},
    {Status::warning_under_review, Step::close_inquiry, Status::warning_closed},
};

using Life = api::Life<Status, Step, kMoves, Status::needs_response, Status::warning_needs_response>;

}  // namespace bursar::disputes
