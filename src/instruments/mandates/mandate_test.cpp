#include "instruments/mandates/mandate.hpp"

#include <gtest/gtest.h>

#include "store/memory/memory.hpp"

namespace bursar::mandates {

using namespace api;

// A platform in a store of its own, that has one mandate.
struct World {
    World() {
        caller.platform = session->fresh_seq();
        caller.owner = caller.platform_owner();
        caller.account_id = caller.platform_id = "acct_1platform00000000";
    }
    std::string mandate_that_is(Status status) {
        Mandate mandate{.id = tx().fresh_id<Mandate>()};
        mandate.payment_method = "pm_1";
        mandate.status.begin_as(status);
        tx().insert(mandate);
        return mandate.id;
    }
    Mandate read(std::string const& id) { return tx().get<Mandate>(id); }
    std::size_t events() { return tx().newest({"event"}).size(); }
    Tx tx() { return Tx(environment, *session, caller); }

    ManualClock clock{1'795'000'000};
    SeededRandom random{7};
    vault::Keys keys{{std::string(64, 'a')}};
    vault::DataKeys data_keys = vault::DataKeys::from_seed("mandates");
    std::unique_ptr<store::Engine> engine = store::open_memory();
    std::unique_ptr<store::Session> session = engine->write();
    Environment environment{.clock = clock,
                            .random = random,
                            .vault_keys = keys,
                            .data_keys = data_keys,
                            .ids = IdCipher(7),
                            .list_keys = ListKeys("lists")};
    Caller caller;
};

TEST(Mandates, AreActiveOnceVerified) {
    World world;
    auto id = world.mandate_that_is(Status::pending);
    auto tx = world.tx();
    take(tx, id, Step::verify);
    EXPECT_EQ(world.read(id).status, Status::active);
    EXPECT_EQ(world.events(), 1u);
    take(tx, id, Step::verify);
    EXPECT_EQ(world.events(), 1u) << "nothing has changed";
}

TEST(Mandates, ThatAreOverStaySo) {
    World world;
    auto id = world.mandate_that_is(Status::active);
    auto tx = world.tx();
    end_all(tx, "pm_1");
    EXPECT_EQ(world.read(id).status, Status::inactive);
    EXPECT_EQ(world.events(), 1u);
    take(tx, id, Step::verify);
    EXPECT_EQ(world.read(id).status, Status::inactive);
    EXPECT_EQ(world.events(), 1u);
}

}  // namespace bursar::mandates
