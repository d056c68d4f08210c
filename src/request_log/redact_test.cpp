#include "request_log/redact.hpp"

#include <gtest/gtest.h>

namespace bursar {

TEST(Redact, TakesNumbersOutOfParameters) {
    auto text = redacted_parameters("", "type=card&card[number]=4242424242424242&card[cvc]=314&card[exp_year]=2030");
    EXPECT_EQ(text.find("4242"), std::string::npos);
    EXPECT_EQ(text.find("314"), std::string::npos);
    EXPECT_NE(text.find("2030"), std::string::npos);
    EXPECT_NE(text.find(R"("number":"[redacted]")"), std::string::npos);
}

TEST(Redact, TakesOutWhatIdentifiesSomebody) {
    auto text = redacted_parameters(
        "",
        "account[individual][id_number]=123456789&account[company][tax_id]=987654321&person[ssn_last_4]=4321&"
        "account[individual][first_name]=Jane&customer_session_client_secret=cuss_secret_abc");
    for (auto number : {"123456789", "987654321", "4321", "cuss_secret_abc"})
        EXPECT_EQ(text.find(number), std::string::npos) << number;
    EXPECT_NE(text.find("Jane"), std::string::npos);
}

TEST(Redact, TakesCardNumbersOutWhereverTheyStand) {
    EXPECT_EQ(without_card_numbers("pay 4242 4242 4242 4242 now"), "pay [redacted] now");
    EXPECT_EQ(without_card_numbers("4000-0027-6000-3184"), "[redacted]");
    EXPECT_EQ(without_card_numbers("order 1-4242 4242 4242 4242 7"), "order 1-[redacted] 7");
    EXPECT_EQ(without_card_numbers("378282246310005"), "[redacted]");
    EXPECT_EQ(without_card_numbers("4242424242424241"), "4242424242424241");  // no card: fails the check
    EXPECT_EQ(without_card_numbers("1795512530"), "1795512530");
    EXPECT_EQ(without_card_numbers(""), "");
    auto text = redacted_parameters("q=4242424242424242", "metadata[note]=my card 4242-4242-4242-4242");
    EXPECT_EQ(text.find("4242"), std::string::npos);
}

TEST(Redact, TakesSecretsOutOfAnswers) {
    auto text = redacted_answer(
        "{\n  \"id\": \"pi_1\",\n  \"client_secret\": \"pi_1_secret_abc\",\n  \"secret\": \"whsec_x\"\n}");
    EXPECT_EQ(text.find("secret_abc"), std::string::npos);
    EXPECT_EQ(text.find("whsec_x"), std::string::npos);
    EXPECT_NE(text.find("pi_1"), std::string::npos);
}

}  // namespace bursar
