#include "vault/data_keys.hpp"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "store/memory/memory.hpp"
#include "store/sqlite/sqlite.hpp"

namespace bursar::vault {
namespace {

std::string const kOld(64, 'a'), kNew(64, 'b');
store::IdempotencyKey const kKey{14, false, "k"};
std::string const kInClear = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

std::vector<std::string> all_of(DataKeys const& keys) {
    return {keys.fingerprint("acct_1", "4242424242424242"), keys.derived_id("application/acct_1", 32),
            keys.listener_secret("stripecli/acct_1"), keys.request_fingerprint("POST /v1/charges {}"),
            keys.posting_seal("posting 1")};
}

TEST(DataKeys, AreTheSameWheneverADatabaseIsOpened) {
    auto engine = store::open_memory();
    Keys keys({kOld});
    auto first = all_of(DataKeys::of(*engine, keys));
    EXPECT_EQ(all_of(DataKeys::of(*engine, keys)), first);
    EXPECT_NE(all_of(DataKeys::of(*store::open_memory(), keys)), first);
    EXPECT_THROW(DataKeys::of(*engine, Keys({kNew})), std::runtime_error);
}

TEST(DataKeys, AreOneForEachUse) {
    auto keys = DataKeys::from_seed("x");
    std::set<std::string> made{keys.derived_id("s", 16), keys.fingerprint("s", "").substr(0, 16),
                               keys.listener_secret("s").substr(6, 16), keys.request_fingerprint("s").substr(0, 16),
                               keys.posting_seal("s").substr(0, 16)};
    EXPECT_EQ(made.size(), 5u);
}

TEST(DataKeys, SurviveANewVaultKey) {
    auto engine = store::open_memory();
    auto before = DataKeys::of(*engine, Keys({kOld}));
    auto answer = before.seal_answer(kKey, R"({"id":"pi_1"})");
    auto session = engine->write();
    rekey_data(*session, Keys({kNew, kOld}));
    session->commit();
    auto after = DataKeys::of(*engine, Keys({kNew}));
    EXPECT_EQ(all_of(after), all_of(before));
    EXPECT_EQ(after.open_answer(kKey, answer), R"({"id":"pi_1"})");
    EXPECT_THROW(DataKeys::of(*engine, Keys({kOld})), std::runtime_error);
}

TEST(DataKeys, SealAnswersForOneOwnerAndKey) {
    auto keys = DataKeys::from_seed("x");
    auto one = keys.seal_answer(kKey, "secret text"), two = keys.seal_answer(kKey, "secret text");
    EXPECT_NE(one.text(), two.text());
    EXPECT_EQ(keys.open_answer(kKey, one), "secret text");
    EXPECT_EQ(DataKeys::from_seed("x").open_answer(kKey, one), "secret text") << "another process of the same keys";
    EXPECT_FALSE(keys.open_answer({14, false, "K"}, one));
    EXPECT_FALSE(keys.open_answer({14, true, "k"}, one));
    EXPECT_FALSE(keys.open_answer({15, false, "k"}, one));
    EXPECT_FALSE(DataKeys::from_seed("y").open_answer(kKey, one));
    EXPECT_FALSE(keys.open_answer(kKey, store::SealedText("{}")));
    EXPECT_FALSE(keys.open_answer(kKey, store::SealedText("")));
}

TEST(DataKeys, SealSessions) {
    auto keys = DataKeys::from_seed("x");
    EXPECT_EQ(keys.open_session(keys.seal_session("{}")), "{}");
    EXPECT_FALSE(DataKeys::from_seed("y").open_session(keys.seal_session("{}")));
    EXPECT_FALSE(keys.open_session("no hex"));
}

TEST(DataKeys, FingerprintsPerPlatform) {
    auto keys = DataKeys::from_seed("x"), others = DataKeys::from_seed("y");
    auto one = keys.fingerprint("acct_1", "4242424242424242");
    EXPECT_EQ(one.size(), 16u);
    EXPECT_EQ(one, keys.fingerprint("acct_1", "4242424242424242"));
    EXPECT_NE(one, keys.fingerprint("acct_2", "4242424242424242"));
    EXPECT_NE(one, others.fingerprint("acct_1", "4242424242424242"));
}

// ---- a database from before, with one key in clear ----

std::string letters(std::string_view key, std::string_view text, std::size_t count) {
    return crypto::letters_of(crypto::hmac_sha256(key, text), count);
}

class FromBefore : public testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directories(folder_); }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::string files() const {
        std::stringstream all;
        for (auto const& file : std::filesystem::directory_iterator(folder_)) all << std::ifstream(file.path()).rdbuf();
        return all.str();
    }
    void make() {
        auto engine = store::open_sqlite((folder_ / "b.db").string());
        auto session = engine->write();
        session->put_setting("fingerprint_secret", kInClear);
        session->commit();
    }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("bursar-data-keys-" + std::to_string(::getpid()));
};

TEST_F(FromBefore, GoesOnWithItsKeyAndChangesNoIdAndNoFingerprint) {
    make();
    auto engine = store::open_sqlite((folder_ / "b.db").string());
    auto keys = DataKeys::of(*engine, Keys({kOld}));
    EXPECT_EQ(keys.fingerprint("acct_1", "4242424242424242"), letters(kInClear, "acct_1/4242424242424242", 16));
    EXPECT_EQ(keys.derived_id("application/acct_1", 32), letters(kInClear, "application/acct_1", 32));
    EXPECT_EQ(keys.listener_secret("cli"), "whsec_" + crypto::hex(crypto::hmac_sha256(kInClear, "cli")));
    EXPECT_EQ(all_of(DataKeys::of(*engine, Keys({kOld}))), all_of(keys));
}

TEST_F(FromBefore, HoldsNoKeyInClearAfterwards) {
    make();
    ASSERT_NE(files().find(kInClear), std::string::npos);
    auto engine = store::open_sqlite((folder_ / "b.db").string());
    DataKeys::of(*engine, Keys({kOld}));
    EXPECT_FALSE(engine->read()->setting("fingerprint_secret"));
    EXPECT_EQ(files().find(kInClear), std::string::npos) << "not in a page that is free, nor in the log";
}

}  // namespace
}  // namespace bursar::vault
