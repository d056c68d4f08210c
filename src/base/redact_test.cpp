#include "base/redact.hpp"

#include <gtest/gtest.h>

#include "base/form.hpp"

namespace bursar {
namespace {

std::string const kCode = "739";

json::object form_of(std::string_view body) {
    json::object out;
    EXPECT_TRUE(add_form(out, body));
    return out;
}

bool holds(std::string const& text, std::string const& what) { return text.find(what) != std::string::npos; }

// However a request spells the name, neither number nor code is in what is logged of it.
TEST(Redact, TakesValuesOutByNameHoweverItIsSpelled) {
    // @ stands for the word.
    for (std::string name : {"card[@]",
                             "card.@",
                             "card/@",
                             "card @",
                             "card+@",
                             "card-@",
                             "card:@",
                             "card%5B@%5D",
                             "card%5b@%5d",
                             "card%255B@%255D",
                             "card[@",
                             "card@]",
                             "card]@[",
                             "[card][@]",
                             "card[@][]",
                             "card[@][x]",
                             "card[@][x][y]",
                             "@",
                             "card_@",
                             "payment_method_data[card][@]",
                             "payment_method_data.card.@",
                             "payment_method_data%5Bcard%5D%5B@%5D",
                             "CARD[@]",
                             "cards[0][@]",
                             "card[ @ ]",
                             "\"@\"",
                             "card[@]1",
                             "card[@1]",
                             "Card%20@",
                             "card%00@"}) {
        auto spelled = [&](std::string const& word) {
            auto out = name;
            return out.replace(out.find('@'), 1, word);
        };
        for (auto [number, code] : {std::pair("number", "cvc"), {"Number", "CVC"}, {"NUMBER", "Cvv"}}) {
            auto text = redacted_parameters("", spelled(number) + "=1234567890&" + spelled(code) + "=" + kCode).text;
            EXPECT_FALSE(holds(text, "1234567890")) << spelled(number) << " " << text;
            EXPECT_FALSE(holds(text, kCode)) << spelled(code) << " " << text;
        }
    }
}

TEST(Redact, TakesOutWhatIdentifiesSomebody) {
    auto text =
        redacted_parameters(
            "",
            "account[individual][id_number]=123456789&account[company][tax_id]=987654321&person[ssn_last_4]=4321&"
            "account[individual][first_name]=Jane&customer_session_client_secret=cuss_secret_abc&"
            "bank_account[account_number]=000123456789&sepa_debit[iban]=DE89370400440532013000")
            .text;
    for (auto number : {"123456789", "987654321", "4321", "cuss_secret_abc", "000123456789", "DE8937"})
        EXPECT_FALSE(holds(text, number)) << number;
    EXPECT_TRUE(holds(text, "Jane"));
}

TEST(Redact, LeavesTheRestAsItIs) {
    EXPECT_EQ(redacted_parameters("", "type=card&card[number]=4242&card[cvc]=314&card[exp_year]=2030").text,
              R"({"type":"card","card":{"number":"[redacted]","cvc":"[redacted]","exp_year":"2030"}})");
    EXPECT_EQ(redacted_parameters("limit=3&expand[]=data", "").text, R"({"limit":"3","expand":{"0":"data"}})");
    EXPECT_EQ(redacted_parameters("", "").text, "");
    EXPECT_EQ(redacted_text("/v1/customers/cus_1/sources"), "/v1/customers/cus_1/sources");
    EXPECT_EQ(redacted_text("node-sdk/14.1 (Linux 6.1; x64) key"), "node-sdk/14.1 (Linux 6.1; x64) key");
}

TEST(Redact, ReadsJsonAndQueriesWithinTexts) {
    for (std::string text : {
             R"({"card":{"number":"1234567890","cvc":"739"}})",
             R"({"card": {"number": 1234567890, "cvc": 739}})",
             R"({\"number\":\"1234567890\",\"cvc\":\"739\"})",
             R"({"number"=>"1234567890", "cvc"=>"739"})",
             "https://shop.example/?number=1234567890&cvc=739",
             "https%3A%2F%2Fshop.example%2F%3Fnumber%3D1234567890%26cvc%3D739",
             "card%5Bnumber%5D=1234567890&card%5Bcvc%5D=739",
             "card[number]=1234567890;card[cvc]=739",
             "number: 1234567890\ncvc: 739",
         }) {
        EXPECT_FALSE(holds(redacted_text(text), "1234567890")) << redacted_text(text);
        EXPECT_FALSE(holds(redacted_text(text), "739")) << redacted_text(text);
        auto logged = redacted_parameters("", text).text + redacted_parameters("", "metadata[x]=" + text).text;
        EXPECT_FALSE(holds(logged, "1234567890")) << logged;
        EXPECT_FALSE(holds(logged, "739")) << logged;
    }
}

TEST(Redact, TakesOutTheValueOfANameThatIsANumber) {
    auto text = redacted_parameters("", "5200828282828210=739&5200+8282+8282+8210[x]=739").text;
    EXPECT_FALSE(holds(text, "5200") || holds(text, kCode)) << text;
}

TEST(Redact, TakesOutOfAnAnswerWhatItsRequestSaid) {
    auto request = redacted_parameters("", "card[number][x]=1234567890&card[cvc]=739&name=Jane");
    EXPECT_EQ(request.taken.size(), 2u);
    auto answer =
        redacted_answer(R"({"error": {"message": "Invalid string: {\"x\"=>\"1234567890\"} of Jane, 739, 17390",
 "param": "card[number]", "request_log_url": "https://x/1739"}})",
                        request.taken);
    EXPECT_FALSE(holds(answer, "1234567890"));
    EXPECT_FALSE(holds(answer, " 739,"));
    EXPECT_TRUE(holds(answer, "17390")) << "part of another word";
    EXPECT_TRUE(holds(answer, "of Jane"));
    EXPECT_TRUE(holds(answer, R"("param": "card[number]")"));
}

TEST(Redact, TakesSecretsOut) {
    auto text = redacted_answer(
        "{\n  \"id\": \"pi_1\",\n  \"client_secret\": \"pi_1_secret_abc\",\n  \"secret\":\"whsec_x\",\n"
        "  \"url\": \"https://x/?payment_intent_client_secret=pi_1_secret_def&a=sk_test_ghi\"\n}");
    for (auto secret : {"abc", "whsec_x", "def", "ghi"}) EXPECT_FALSE(holds(text, secret)) << text;
    EXPECT_TRUE(holds(text, "\"pi_1\""));
    EXPECT_FALSE(holds(redacted_answer(R"({"secret": "a\"bcd)"), "bcd")) << "cut off";
    EXPECT_FALSE(holds(redacted_text("pk_live_abc and rk_test_abc"), "abc"));
    EXPECT_FALSE(holds(redacted_answer(R"({"url": "https://x/setup/e/acct_1/link_a1Abc"})"), "Abc"));
}

TEST(Redact, TellsRequestsApartWithoutTheirNumbers) {
    auto text_of = [](std::string_view body) {
        auto params = form_of(body);
        replace_sensitive(params, [](std::string_view value) { return "<" + std::to_string(value.size()) + ">"; });
        return to_text(params);
    };
    EXPECT_EQ(text_of("type=card&card[number]=4242424242424242&card[cvc]=314"),
              R"({"type":"card","card":{"number":"<16>"}})");
    EXPECT_EQ(text_of("description=my 4242 4242 4242 4242"), R"({"description":"<22>"})");
    EXPECT_EQ(text_of("a[number][b]=12&a[cvc][b]=1&id_number=123"),
              R"({"a":{"number":{"b":"<2>"}},"id_number":"<3>"})");
    EXPECT_EQ(text_of("amount=100"), R"({"amount":"100"})");
}

}  // namespace
}  // namespace bursar
