// Who settles a payment. The seam between Bursar and the networks: what an acquirer is asked, and what it may answer.
//
// The simulator answers within the same transaction. A real acquirer is a call over a network, so a payment with one
// has three phases, each its own transaction (docs/acquirers.md): plan (the attempt is written down, with the reference
// that makes the call repeatable), call (no transaction open), record (the answer becomes the new state). The types
// here are the same for both; `Attempt::reference` is what a real one sends as its own idempotency key.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace bursar::acquirers {

enum class Purpose { validate, set_up, pay };  // attach to a customer; save for later; take money

// Whether the payer is there, and what has been agreed with the bank before.
struct Presence {
    bool off_session = false;
    bool was_set_up = false;         // an earlier authentication covers this payment
    bool was_authenticated = false;  // 3D Secure was passed for this very attempt
    bool wants_challenge = false;    // request_three_d_secure any or challenge
    bool sca_supported = true;       // false on the legacy Charges API, which cannot show a challenge
};

struct CardAttempt {
    Purpose purpose = Purpose::pay;
    std::string_view number;
    int exp_month = 0, exp_year = 0;
    bool cvc_given = false, postal_code_given = false, line1_given = false;
    Presence presence;
    std::int64_t amount_minor = 0;
    std::string_view currency;
    std::string reference;
};

// Why an issuer, or the risk rules before it, said no. Texts are the API's
// (reference/test-values.md: Declines).
struct Decline {
    std::string_view code, decline_code, message, param, advice_code, network_decline_code, network_advice_code;
    bool blocked = false;        // by the risk rules: the network was never asked
    bool before_charge = false;  // said before there was a charge: none is kept
};

struct Checks {
    std::optional<std::string> address_line1_check, address_postal_code_check,
        cvc_check;  // pass, fail, unavailable, unchecked
};

// needs_notification: the holder of a mandate is told first, and the payment follows of itself.
enum class Verdict { approved, declined, needs_authentication, needs_notification };

// What follows an approved payment in the simulated world.
enum class Sequel {
    none,
    dispute_fraudulent,
    dispute_not_received,
    dispute_inquiry,
    early_fraud_warning,
    several_disputes,
    refund_pending,
    refund_fails,
    funds_available,
    elevated_risk,
};

struct CardAnswer {
    Verdict verdict = Verdict::approved;
    Decline const* decline = nullptr;
    Checks checks;
    Sequel sequel = Sequel::none;
    bool three_d_secure_2 = false;  // the challenge is of the second protocol generation
    int risk_score = 20;
};

struct BankAnswer {
    std::string_view failure_code;  // empty: the debit will succeed
    std::string_view failure_message;
    bool stays_processing = false;
    bool disputed = false;
    bool blocked = false;
};

// What becomes of money sent to a debit card.
struct PayoutAnswer {
    std::string_view failure_code, failure_message;  // empty: it will arrive
    bool instant = true;                             // the card takes instant payouts
};

class Acquirer {
public:
    virtual ~Acquirer() = default;
    virtual CardAnswer authorize(CardAttempt const& attempt) const = 0;
    virtual BankAnswer debit(std::string_view account_number) const = 0;
    virtual PayoutAnswer pay_out(std::string_view card_number) const = 0;
};

Acquirer const& simulator();

}  // namespace bursar::acquirers
