// The matrix (reference/intents.md: Authentication), row by row: what a test card does when its owner is there, is not,
// and sets it up.
#include <gtest/gtest.h>

#include "acquirers/test_cards.hpp"

namespace bursar::acquirers {
namespace {

std::string verdict(std::string_view number, Purpose purpose, Presence presence) {
    auto answer = simulator().authorize(
        {.purpose = purpose, .number = number, .presence = presence, .currency = {}, .reference = {}});
    if (answer.verdict == Verdict::approved) return "ok";
    if (answer.verdict == Verdict::needs_authentication) return "challenge";
    return std::string(answer.decline->decline_code);
}

struct Row {
    std::string_view number, on_session, off_session_set_up, off_session, set_up, after_challenge;
};

class Matrix : public testing::TestWithParam<Row> {};

TEST_P(Matrix, Behaves) {
    auto const& row = GetParam();
    EXPECT_EQ(verdict(row.number, Purpose::pay, {}), row.on_session);
    EXPECT_EQ(verdict(row.number, Purpose::pay, {.off_session = true, .was_set_up = true}), row.off_session_set_up);
    EXPECT_EQ(verdict(row.number, Purpose::pay, {.off_session = true}), row.off_session);
    EXPECT_EQ(verdict(row.number, Purpose::set_up, {}), row.set_up);
    EXPECT_EQ(verdict(row.number, Purpose::pay, {.was_authenticated = true}), row.after_challenge);
    EXPECT_EQ(verdict(row.number, Purpose::validate, {}), "ok");
}

INSTANTIATE_TEST_SUITE_P(
    C5, Matrix,
    testing::Values(
        Row{"4242424242424242", "ok", "ok", "ok", "ok", "ok"},
        Row{"4000002500003155", "challenge", "ok", "authentication_required", "challenge", "ok"},
        Row{"4000002760003184", "challenge", "authentication_required", "authentication_required", "challenge", "ok"},
        Row{"4000003800000446", "challenge", "ok", "ok", "challenge", "ok"},
        Row{"4000008260003178", "challenge", "insufficient_funds", "authentication_required", "challenge",
            "insufficient_funds"},
        Row{"4000000000003220", "challenge", "authentication_required", "authentication_required", "challenge", "ok"},
        Row{"4000000000003063", "challenge", "authentication_required", "authentication_required", "challenge", "ok"},
        Row{"4000008400001629", "challenge", "authentication_required", "authentication_required", "challenge",
            "generic_decline"},
        Row{"4000008400001280", "generic_decline", "generic_decline", "generic_decline", "generic_decline",
            "generic_decline"},
        Row{"4000000000003055", "ok", "ok", "ok", "ok", "ok"}, Row{"378282246310005", "ok", "ok", "ok", "ok", "ok"}));

TEST(Simulator, ChallengesAnOptionalCardOnlyWhenAsked) {
    EXPECT_EQ(verdict("4000000000003055", Purpose::pay, {.wants_challenge = true}), "challenge");
    EXPECT_EQ(verdict("4242424242424242", Purpose::pay, {.wants_challenge = true}), "ok");
    EXPECT_EQ(verdict("4000000000003097", Purpose::pay, {.wants_challenge = true}), "processing_error");
}

TEST(TestCards, AreLuhnValidAndHaveACountry) {
    EXPECT_EQ(country_of("4000002760003184"), "DE");
    EXPECT_EQ(country_of("4000008260000000"), "GB");
    EXPECT_EQ(country_of("4242424242424242"), "US");
    EXPECT_EQ(country_of("4000000000003220"), "US");
    for (auto number : {"4242424242424242", "378282246310005", "4000000000009961", "36227206271667"})
        EXPECT_TRUE(is_luhn_valid(number)) << number;
    EXPECT_FALSE(is_luhn_valid("4242424242424241"));
}

}  // namespace
}  // namespace bursar::acquirers
