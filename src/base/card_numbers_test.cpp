#include "base/card_numbers.hpp"

#include <gtest/gtest.h>

namespace bursar {
namespace {

TEST(CardNumbers, AreTakenOutWhateverStandsBetweenTheirGroups) {
    for (std::string text : {
             "4242424242424242",
             "4242 4242 4242 4242",
             "4000-0027-6000-3184",
             "4242.4242.4242.4242",
             "4242/4242/4242/4242",
             "4242_4242_4242_4242",
             "4242, 4242, 4242, 4242",
             "4242\t4242\n4242\r\n4242",
             "4242 - 4242 - 4242 - 4242",
             "4242\u00a04242\u20094242\u20134242",
             R"(4242\u00a04242\n4242\t4242)",
             "4242%204242%204242%204242",
             "4242%2D4242%2d4242+4242",
             "4242%25204242%2520424242%252042",
             "%34%32%34%32%34%32%34%32%34%32%34%32%34%32%34%32",
             R"(\u0034242424242424242)",
             "4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2",
             R"(["4242","4242","4242","4242"])",
             "378282246310005",
             "3782 822463 10005",
             "6011000990139424",
             "4242424242424242123",   // a code right after it
             "14242424242424242",     // something right before it
             "12344242424242424242",  // more than any number has
         })
        for (std::string before : {"", "a", "pay ", "order 1-", "=\"", "%", "\\", "100%25"})
            for (std::string after : {"", "b", " now", "\"", " x"}) {
                auto clean = without_card_numbers(before + text + after);
                std::string digits;
                for (char c : clean)
                    if (c >= '0' && c <= '9') digits.push_back(c);
                EXPECT_LT(digits.size(), 13u) << before + text + after << " -> " << clean;
            }
    EXPECT_EQ(without_card_numbers("pay 4242 4242 4242 4242 now"), "pay [redacted] now");
    EXPECT_EQ(without_card_numbers("order 1-4242 4242 4242 4242 7"), "order 1-[redacted] 7");
}

TEST(CardNumbers, AreNotSeenInWhatIsNone) {
    for (std::string text : {"4242424242424241", "1795512530", "", "2026-11-25 02:10:34", "192.168.100.200:8420",
                             "+1 555 0100 200", R"("created": 1795512530, "amount": 4200)", "req_0123456789", "%", "\\",
                             "%2", "\\u00", "a4b2c4d2e4f2g4h2i4j2k4l2m4n2o4p2"})
        EXPECT_EQ(without_card_numbers(text), text);
}

}  // namespace
}  // namespace bursar
