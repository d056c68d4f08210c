#include "vault/vault.hpp"

#include <gtest/gtest.h>

#include "store/memory/memory.hpp"

namespace bursar::vault {
namespace {

std::string const kOld(64, 'a'), kNew(64, 'b');

std::string number_of(store::Session& session, Keys const& keys, Seq record) {
    std::string out;
    use(session, keys, record, [&](SecretNumber const& number) { out = number.reveal(); });
    return out;
}

TEST(Vault, GivesANumberBackToWhoHasTheKey) {
    auto engine = store::open_memory();
    auto session = engine->write();
    Keys keys({kOld});
    auto record = put(*session, keys, SecretNumber("4242424242424242"));
    EXPECT_EQ(number_of(*session, keys, record), "4242424242424242");
    EXPECT_EQ(session->find_sealed(record)->sealed.find("4242"), std::string::npos);
    EXPECT_THROW(number_of(*session, Keys({kNew}), record), std::runtime_error);
}

TEST(Vault, ClonesIntoARecordOfItsOwn) {
    auto engine = store::open_memory();
    auto session = engine->write();
    Keys keys({kOld});
    auto record = put(*session, keys, SecretNumber("4242424242424242"));
    auto copy = clone(*session, keys, record);
    EXPECT_NE(copy, record);
    EXPECT_NE(session->find_sealed(copy)->sealed, session->find_sealed(record)->sealed);
    EXPECT_EQ(number_of(*session, keys, copy), "4242424242424242");
}

TEST(Vault, DoesNotOpenARecordThatWasMoved) {
    auto engine = store::open_memory();
    auto session = engine->write();
    Keys keys({kOld});
    auto record = put(*session, keys, SecretNumber("4242424242424242"));
    auto moved = *session->find_sealed(record);
    moved.seq = session->fresh_seq();
    session->put_sealed(moved);
    EXPECT_THROW(number_of(*session, keys, moved.seq), std::runtime_error);
    session->commit();
    EXPECT_EQ(broken_seals(*engine->read(), keys).size(), 1u);
}

TEST(Vault, SealsAnewUnderTheFirstKey) {
    auto engine = store::open_memory();
    auto session = engine->write();
    auto record = put(*session, Keys({kOld}), SecretNumber("4242424242424242"));
    session->commit();
    Keys both({kNew, kOld});
    for (Seq after = 0;;) {
        session = engine->write();
        after = rekey(*session, both, after, 1);
        session->commit();
        if (after == 0) break;
    }
    EXPECT_EQ(number_of(*engine->read(), Keys({kNew}), record), "4242424242424242");
}

TEST(Vault, RefusesKeysThatAreNone) {
    EXPECT_THROW(Keys({}), std::invalid_argument);
    EXPECT_THROW(Keys({"abc"}), std::invalid_argument);
}

}  // namespace
}  // namespace bursar::vault
