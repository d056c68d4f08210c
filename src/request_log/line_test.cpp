#include "request_log/line.hpp"

#include <gtest/gtest.h>

#include "base/json.hpp"

namespace bursar {

namespace {

LoggedRequest declined() {
    LoggedRequest request{.created = 1'795'000'000'123, .duration = 2'345, .platform = 7};
    request.account_id = "acct_1A";
    request.method = "POST";
    request.path = "/v1/payment_intents";
    request.request_id = "req_5yRiOrBPvTqbNP";
    request.status = 402;
    request.answer = R"({"error":{"advice_code":"do_not_try_again","code":"card_declined","type":"card_error"}})";
    return request;
}

std::string line_of(LoggedRequest const& request, LogForm form) {
    std::string line;
    append_line(line, request, form);
    return line;
}

}  // namespace

TEST(RequestLine, TellsWhatCameOfIt) {
    auto request = declined();
    EXPECT_EQ(line_of(request, LogForm::words), "POST /v1/payment_intents 402 card_declined req_5yRiOrBPvTqbNP 2 ms\n");
    request.status = 200;
    request.duration = 456;
    EXPECT_EQ(line_of(request, LogForm::words), "POST /v1/payment_intents 200 req_5yRiOrBPvTqbNP 0.4 ms\n");
    request.status = 401;  // of nobody that is known
    request.request_id.clear();
    request.answer = R"({"error":{"message":"Invalid API Key provided: ****","type":"invalid_request_error"}})";
    request.duration = 12'345'678;
    EXPECT_EQ(line_of(request, LogForm::words), "POST /v1/payment_intents 401 invalid_request_error 12.3 s\n");
}

TEST(RequestLine, IsColouredByStatus) {
    auto request = declined();
    EXPECT_EQ(line_of(request, LogForm::coloured),
              "POST /v1/payment_intents \033[33m402 card_declined\033[0m \033[2mreq_5yRiOrBPvTqbNP 2 ms\033[0m\n");
}

TEST(RequestLine, IsJsonForPrograms) {
    auto line = json::parse(line_of(declined(), LogForm::json)).as_object();
    EXPECT_EQ(line["time"], "2026-11-18T11:06:40.123Z");
    EXPECT_EQ(line["level"], "info");
    EXPECT_EQ(line["message"], "request");
    EXPECT_EQ(line["status"], 402);
    EXPECT_EQ(line["error"], "card_declined");
    EXPECT_EQ(line["account"], "acct_1A");
    EXPECT_EQ(line["microseconds"], 2'345);
}

TEST(RequestLine, CannotMoveTheCursor) {
    auto request = declined();
    request.path = "/v1/\033[2J\r\nevil\x7f";
    EXPECT_EQ(line_of(request, LogForm::words), "POST /v1/?[2J??evil? 402 card_declined req_5yRiOrBPvTqbNP 2 ms\n");
}

TEST(RequestLine, OfAnAnswerThatIsNoErrorThereIsNoCode) {
    EXPECT_EQ(error_in("{\"error\":"), "");
    EXPECT_EQ(error_in("<html>"), "");
    EXPECT_EQ(error_in(R"({"error":"text"})"), "");
    EXPECT_EQ(error_in(R"({"id":"cus_1"})"), "");
}

}  // namespace bursar
