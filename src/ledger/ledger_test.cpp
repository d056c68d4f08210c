#include "ledger/ledger.hpp"

#include <gtest/gtest.h>

#include "store/memory/memory.hpp"

namespace bursar::ledger {
namespace {

TEST(Ledger, TellsWhatIsAvailableFromWhatIsPending) {
    auto engine = store::open_memory();
    auto session = engine->write();
    post(*session, 1, {{7, "balance", "usd", 941, 1000}, {7, "fees", "usd", 59, 0}, {7, "network", "usd", -1000, 0}});
    post(*session, 2, {{7, "balance", "usd", -100, 0}, {7, "payouts", "usd", 100, 0}});
    auto before = funds(*session, 7, 999).at("usd");
    EXPECT_EQ(before.available, -100);
    EXPECT_EQ(before.pending, 941);
    auto after = funds(*session, 7, 1000).at("usd");
    EXPECT_EQ(after.available, 841);
    EXPECT_EQ(after.pending, 0);
    session->commit();
    EXPECT_TRUE(broken_invariants(*engine->read()).empty());
}

TEST(Ledger, FindsAPostingThatDoesNotBalance) {
    auto engine = store::open_memory();
    auto session = engine->write();
    session->post(1, {{7, "balance", "usd", 5, 0}});
    session->commit();
    EXPECT_EQ(broken_invariants(*engine->read()).size(), 1u);
}

TEST(Ledger, HoldsNoAmountOfMoreThanThirteenDigits) {
    EXPECT_EQ(Amount(9'999'999'999'999), 9'999'999'999'999);
    EXPECT_EQ(-Amount(5), -5);
    for (std::int64_t no : {std::int64_t{10'000'000'000'000}, std::int64_t{-10'000'000'000'000}, INT64_MAX, INT64_MIN})
        EXPECT_THROW(Amount{no}, Refused) << no;
}

TEST(Ledger, RefusesWhatWouldFillABalance) {
    constexpr std::int64_t kMost = Amount::kMax;
    auto engine = store::open_memory();
    auto session = engine->write();
    auto post_once = [&] { post(*session, 1, {{7, "balance", "idr", kMost, 0}, {7, "network", "idr", -kMost, 0}}); };
    session->post(1, {{7, "balance", "idr", kBalanceMax - kMost, 0}, {7, "network", "idr", kMost - kBalanceMax, 0}});
    post_once();
    EXPECT_THROW(post_once(), Refused);
    EXPECT_EQ(funds(*session, 7, 0).at("idr").available, kBalanceMax) << "and nothing has changed";
    EXPECT_EQ(Refused(bursar::refuse("c", "p", "m").error()).refusal().status, 400);
}

TEST(LedgerDeathTest, EndsTheProcessRatherThanPostWhatDoesNotBalance) {
    auto engine = store::open_memory();
    auto session = engine->write();
    EXPECT_DEATH(post(*session, 1, {{7, "balance", "usd", 5, 0}, {7, "network", "usd", -4, 0}}), "CHECK failed");
    EXPECT_DEATH(post(*session, 1, {{7, "balance", "usd", 5, 0}, {7, "network", "eur", -5, 0}}), "CHECK failed");
}

}  // namespace
}  // namespace bursar::ledger
