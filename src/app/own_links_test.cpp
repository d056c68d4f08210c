#include "app/own_links.hpp"

#include <gtest/gtest.h>

namespace bursar::app {

namespace {

std::string read_at(std::string const& host, std::string body) {
    Response response{.body = std::move(body)};
    OwnLinks("http://127.0.0.1:8420").lead_to_host({.host = host}, response);
    return response.body;
}

constexpr char kReceipt[] = R"("receipt_url": "http://127.0.0.1:8420/receipts/ch_1")";

}  // namespace

TEST(OwnLinks, LeadToWhereTheReaderIs) {
    EXPECT_EQ(read_at("bursar:8420", kReceipt), R"("receipt_url": "http://bursar:8420/receipts/ch_1")");
    EXPECT_EQ(read_at("localhost:9000", "http://127.0.0.1:8420/c/pay/cs_1 ws://127.0.0.1:8420/stripecli/subscribe/a"),
              "http://localhost:9000/c/pay/cs_1 ws://localhost:9000/stripecli/subscribe/a");
    EXPECT_EQ(read_at("[::1]:8420", kReceipt), R"("receipt_url": "http://[::1]:8420/receipts/ch_1")");
}

TEST(OwnLinks, WhatIsNoPageOfOursStaysAsItIs) {
    for (std::string text : {R"("url": "http://127.0.0.1:8420/hook")", R"("http://127.0.0.1:84201/receipts/ch_1")",
                             R"("https://shop.example/receipts/ch_1")", R"("http://127.0.0.1:8420")", ""})
        EXPECT_EQ(read_at("bursar:8420", text), text);
}

TEST(OwnLinks, AHostThatIsNoneChangesNothing) {
    for (auto host : {"", "127.0.0.1:8420", "x/y", "x\"y", "a b", "<script>", "x@y"})
        EXPECT_EQ(read_at(host, kReceipt), kReceipt) << host;
}

TEST(OwnLinks, APageSendsOnToItsReadersHost) {
    Response response{.headers = {{"Location", "http://127.0.0.1:8420/c/pay/cs_1/return"}, {"Request-Id", "req_1"}}};
    OwnLinks("http://127.0.0.1:8420").lead_to_host({.host = "bursar"}, response);
    EXPECT_EQ(response.headers[0].value.text(), "http://bursar/c/pay/cs_1/return");
    EXPECT_EQ(response.headers[1].value.text(), "req_1");
}

}  // namespace bursar::app
