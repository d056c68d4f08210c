// The simulated world: every issuer is a row of the table of test cards.
#include "acquirers/test_cards.hpp"

namespace bursar::acquirers {

namespace {

Checks checks_of(CardAttempt const& attempt, TestCard const* card) {
    auto flag = card ? card->flag : Flag::none;
    auto check = [&](bool given, bool fails) -> std::optional<std::string> {
        if (!given) return std::nullopt;
        if (flag == Flag::unchecked) return "unavailable";
        return fails ? "fail" : "pass";
    };
    return {.address_line1_check = check(attempt.line1_given, flag == Flag::line1_fails || flag == Flag::both_fail),
            .address_postal_code_check =
                check(attempt.postal_code_given, flag == Flag::blocks_zip_fail || flag == Flag::both_fail),
            .cvc_check = check(attempt.cvc_given, flag == Flag::needs_cvc || flag == Flag::blocks_cvc_fail)};
}

Decline const* decline_of(CardAttempt const& attempt, TestCard const& card) {
    switch (card.flag) {
        case Flag::declines_validation:
            return decline_named(card.decline);
        case Flag::declines_payment:
            return attempt.purpose == Purpose::pay ? decline_named(card.decline) : nullptr;
        case Flag::needs_cvc:
        case Flag::blocks_cvc_fail:
            return attempt.cvc_given ? decline_named(card.decline) : nullptr;
        case Flag::blocks_zip_fail:
            return attempt.postal_code_given ? decline_named(card.decline) : nullptr;
        default:
            return nullptr;
    }
}

// What asks for its owner, and when (reference/intents.md: Authentication).
struct Ruling {
    Verdict verdict = Verdict::approved;
    Decline const* decline = nullptr;
};

Ruling rule_on_authentication(CardAttempt const& attempt, Authentication kind) {
    auto const& presence = attempt.presence;
    bool off_session = presence.off_session, set_up = presence.was_set_up, done = presence.was_authenticated;
    auto declined = [](std::string_view name) { return Ruling{Verdict::declined, decline_named(name)}; };
    auto challenge = [&] {
        return off_session || !presence.sca_supported ? declined("authentication_required")
                                                      : Ruling{Verdict::needs_authentication};
    };
    if (attempt.purpose == Purpose::validate) return {};
    switch (kind) {
        case Authentication::none:
        case Authentication::unsupported:
            return {};
        case Authentication::on_setup:
            return done || (off_session && set_up) ? Ruling{} : challenge();
        case Authentication::set_up_for_off_session:
            return done || off_session ? Ruling{} : challenge();
        case Authentication::always:
        case Authentication::required:
        case Authentication::required_v2:
            return done ? Ruling{} : challenge();
        case Authentication::then_insufficient_funds:
            if (done || (off_session && set_up))
                return attempt.purpose == Purpose::pay ? declined("insufficient_funds") : Ruling{};
            return challenge();
        case Authentication::then_declined:
            return done ? declined("generic_decline") : challenge();
        case Authentication::lookup_fails:
            return declined("generic_decline");
        case Authentication::optional:
            return presence.wants_challenge && !done && !off_session ? challenge() : Ruling{};
        case Authentication::notifies:
            if (presence.wants_challenge && !off_session && !done) return challenge();  // recorded
            return off_session && set_up && !done ? Ruling{Verdict::needs_notification} : Ruling{};
        case Authentication::mandate_canceled:
            if (presence.wants_challenge && !off_session && !done) return challenge();
            return off_session && set_up ? declined("mandate_canceled") : Ruling{};
        case Authentication::optional_fails:
            return presence.wants_challenge && !off_session ? declined("processing_error") : Ruling{};
    }
    return {};
}

// By the end of the number: 000111111113 in the US, 111111113 in Australia, 11111113 in the United Kingdom, or an IBAN.
struct BankTest {
    std::string_view ending, failure_code, message;
};
constexpr BankTest kBankFailures[] = {
    {"11111113", "account_closed", "The customer's bank account has been closed."},
    {"11111116", "no_account", "The customer's bank account could not be located."},
    {"22222227", "insufficient_funds", "The customer's account has insufficient funds to cover this payment."},
    {"33333335", "debit_not_authorized", "The customer has notified their bank that this payment was unauthorized."},
    {"44444440", "invalid_currency", "The bank was unable to process this payment because of its currency."},
    {"000777777771", "charge_exceeds_source_limit",
     "This charge would cause you to exceed your rolling-window processing limit for this source type. Please retry "
     "the charge later, or contact us to request a higher processing limit."},
    {"000888888885", "account_closed", "The customer's bank account has been closed."},
};

class Simulator final : public Acquirer {
public:
    CardAnswer authorize(CardAttempt const& attempt) const override {
        auto const* card = test_card(attempt.number);
        CardAnswer answer{.checks = checks_of(attempt, card)};
        auto decline = [&](Decline const* why) {
            answer.verdict = Verdict::declined;
            answer.decline = why;
            return answer;
        };
        if (!card) return decline(decline_named("test_mode_live_card"));
        answer.sequel = card->sequel;
        answer.three_d_secure_2 = card->authentication == Authentication::required_v2;
        answer.risk_score = card->sequel == Sequel::elevated_risk ? 74 : 20;
        if (auto const* why = decline_of(attempt, *card)) return decline(why);
        auto ruling = rule_on_authentication(attempt, card->authentication);
        if (ruling.verdict == Verdict::declined) return decline(ruling.decline);
        answer.verdict = ruling.verdict;
        return answer;
    }

    BankAnswer debit(std::string_view number) const override {
        for (auto const& test : kBankFailures)
            if (number.ends_with(test.ending))
                return {.failure_code = test.failure_code, .failure_message = test.message};
        return {.stays_processing = number == "000000000009",
                .disputed = number == "000555555559",
                .blocked = number == "000000004954"};
    }

    PayoutAnswer pay_out(std::string_view number) const override {
        auto const* card = test_card(number);
        if (card && card->flag == Flag::payout_fails)
            return {.failure_code = "could_not_process", .failure_message = "The bank could not process this payout."};
        return {.failure_code = {}, .failure_message = {}, .instant = !card || card->flag != Flag::payout_not_instant};
    }
};

}  // namespace

Acquirer const& simulator() {
    static Simulator const the;
    return the;
}

}  // namespace bursar::acquirers
