#include "app/seal_postings.hpp"

#include <gtest/gtest.h>

#include "money/balance/balance_transaction.hpp"
#include "store/memory/memory.hpp"

namespace bursar::app {
namespace {

using balance::BalanceTransaction;

struct SealPostings : testing::Test {
    // One of before: posted, and kept without a seal.
    std::string of_before(std::int64_t amount) {
        auto session = engine->write();
        api::Tx tx(environment, *session, {.account_id = "acct_1032D82eZvKYlo2C", .owner = 14});
        BalanceTransaction transaction{.id = tx.fresh_id<BalanceTransaction>(), .amount = amount, .source = "ch_1"};
        ledger::post(*session, tx.seq_of(transaction.id),
                     {{14, "balance", "usd", amount, 0}, {14, "network", "usd", -amount, 0}});
        tx.insert(transaction);
        session->commit();
        return transaction.id;
    }
    std::string seal_of(std::string const& id) {
        auto session = engine->read();
        return *api::Tx(environment, *session, {.account_id = "acct_1032D82eZvKYlo2C", .owner = 14})
                    .get<BalanceTransaction>(id)
                    .seal;
    }
    std::string due(std::string const& id, std::int64_t amount) {
        auto seq = environment.ids.decode(id).value();
        return data_keys.posting_seal(
            ledger::text_of(seq, {{14, "balance", "usd", amount, 0}, {14, "network", "usd", -amount, 0}}));
    }

    ManualClock clock{1'795'000'000};
    SeededRandom random{7};
    vault::Keys keys{{std::string(64, 'a')}};
    vault::DataKeys data_keys = vault::DataKeys::from_seed("seals");
    std::unique_ptr<store::Engine> engine = store::open_memory();
    api::Environment environment{.clock = clock,
                                 .random = random,
                                 .vault_keys = keys,
                                 .data_keys = data_keys,
                                 .ids = IdCipher(7),
                                 .list_keys = api::ListKeys("secret")};
};

TEST_F(SealPostings, OfBeforeAsTheyAre) {
    auto one = of_before(100), two = of_before(2500);
    seal_postings_of_before(*engine, environment);
    EXPECT_EQ(seal_of(one), due(one, 100));
    EXPECT_EQ(seal_of(two), due(two, 2500));
    EXPECT_NE(seal_of(one), due(one, 101)) << "another digit is another seal";
}

TEST_F(SealPostings, OnceAndNeverAgain) {
    seal_postings_of_before(*engine, environment);
    auto later = of_before(100);
    seal_postings_of_before(*engine, environment);
    EXPECT_EQ(seal_of(later), "");
}

}  // namespace
}  // namespace bursar::app
