// The life of a PaymentIntent in one table (payments-C, C.1). Nobody assigns a status but through next(); what the
// table does not hold cannot happen, and what it holds is checked while compiling.
#pragma once

#include <array>
#include <optional>
#include <string_view>

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
inline constexpr std::array<std::string_view, 7> kStatusNames{"requires_payment_method",
                                                              "requires_confirmation",
                                                              "requires_action",
                                                              "processing",
                                                              "requires_capture",
                                                              "succeeded",
                                                              "canceled"};

enum class Step { give_method, take_method, challenge, reconfirm, authorize, debit, settle, decline, capture, cancel };

struct Move {
    Status from;
    Step step;
    Status to;
};

inline constexpr Move kMoves[] = {
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

constexpr std::optional<Status> next(Status from, Step step) {
    for (auto const& move : kMoves)
        if (move.from == from && move.step == step) return move.to;
    return std::nullopt;
}

constexpr bool is_deterministic() {
    for (auto const& a : kMoves)
        for (auto const& b : kMoves)
            if (a.from == b.from && a.step == b.step && a.to != b.to) return false;
    return true;
}
constexpr bool is_terminal(Status status) {
    for (auto const& move : kMoves)
        if (move.from == status) return false;
    return true;
}
constexpr bool all_reachable_from(Status start) {
    std::array<bool, kStatusNames.size()> seen{};
    seen[static_cast<std::size_t>(start)] = true;
    for (std::size_t round = 0; round < kStatusNames.size(); ++round)
        for (auto const& move : kMoves)
            if (seen[static_cast<std::size_t>(move.from)]) seen[static_cast<std::size_t>(move.to)] = true;
    for (bool one : seen)
        if (!one) return false;
    return true;
}
static_assert(is_deterministic());
static_assert(is_terminal(Status::succeeded) && is_terminal(Status::canceled));
static_assert(all_reachable_from(Status::requires_payment_method));

constexpr Status status_named(std::string_view name) {
    for (std::size_t i = 0; i < kStatusNames.size(); ++i)
        if (kStatusNames[i] == name) return static_cast<Status>(i);
    return Status::canceled;
}

}  // namespace bursar::payment_intents
