// The lives of a Source and of a bank account (reference/instruments.md: Sources; Legacy cards and bank accounts).
#pragma once

#include "api/life.hpp"

namespace bursar::sources {

enum class Status { chargeable, consumed };
enum class Step { consume };
inline constexpr api::Move<Status, Step> kMoves[] = {{Status::chargeable, Step::consume, Status::consumed}};
using Life = api::Life<Status, Step, kMoves, Status::chargeable>;

enum class BankStatus { new_, verified, verification_failed, errored };
enum class BankStep { verify, fail_verification, bounce };
inline constexpr api::Move<BankStatus, BankStep> kBankMoves[] = {
    {BankStatus::new_, BankStep::verify, BankStatus::verified},
    {BankStatus::new_, BankStep::fail_verification, BankStatus::verification_failed},
    {BankStatus::new_, BankStep::bounce, BankStatus::errored},  // a payout came back
    {BankStatus::verified, BankStep::bounce, BankStatus::errored},
};
using BankLife = api::Life<BankStatus, BankStep, kBankMoves, BankStatus::new_, BankStatus::verified>;

// What connect/accounts assigns words to still: a new beginning, or the one step that it knows of.
struct AssignedBankLife : BankLife {
    AssignedBankLife& operator=(std::string_view word) {
        if (word == "new") return *this = AssignedBankLife();
        MUST(word == "errored");
        if (can(BankStep::bounce)) take(BankStep::bounce);
        return *this;
    }
};

}  // namespace bursar::sources

namespace bursar {

template <>
struct KindOf<sources::AssignedBankLife> : KindOf<sources::BankLife> {};

}  // namespace bursar
