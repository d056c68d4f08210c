// What only the SQLite engine does: migrations, backups, a log that is copied beside the requests.
#include "store/sqlite/sqlite.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "store/session.hpp"
#include "store/sqlite/connection.hpp"
#include "store/sqlite/schema.hpp"

namespace bursar::store {
namespace {

class Sqlite : public testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directories(folder_); }
    void TearDown() override { std::filesystem::remove_all(folder_); }
    std::string path(std::string const& name) const { return (folder_ / name).string(); }

    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("bursar-sqlite-" + std::to_string(::getpid()));
};

TEST_F(Sqlite, BringsADatabaseOfEverySchemaBeforeUpToDate) {
    for (std::size_t schema = 1; schema < std::size(kMigrations); ++schema) {
        auto file = path("v" + std::to_string(schema) + ".db");
        {
            Connection old(file, true);
            for (std::size_t n = 0; n < schema; ++n) old.execute(kMigrations[n]);
            old.execute(("PRAGMA user_version = " + std::to_string(schema)).c_str());
            old.execute(
                "INSERT INTO api_keys (digest, platform, livemode, kind, hint, created, expires_at) VALUES ('d', 3, "
                "0, 'sk', '1234', 5, 0)");
            old.execute("INSERT INTO objects VALUES (9, 7, 'cus_1', '{}', '{}')");
            if (schema < 3) {
                old.execute("INSERT INTO keys VALUES (11, 9)");
                old.execute("INSERT INTO idempotency VALUES (-5, 7, 'k', '/v1/x', 'f', 'req_1', 200, '{}', 100)");
                old.execute("INSERT INTO jobs VALUES (10, 12, 'job', '{}')");
            } else {
                old.execute("INSERT INTO lists VALUES (11, 9)");
                old.execute("INSERT INTO idempotency VALUES (7, 0, 'k', '/v1/x', 'f', 'req_1', 200, '{}', 100)");
                old.execute("INSERT INTO jobs VALUES (0, 10, 12, 'job', '{}', 0, '')");
            }
        }
        auto engine = open_sqlite(file);
        auto session = engine->read();
        ASSERT_TRUE(session->find_api_key("d"));
        EXPECT_EQ(session->find_api_key("d")->platform, 3u);
        EXPECT_EQ(session->find_api_key("d")->permissions, "");
        EXPECT_EQ(session->find(9)->id, "cus_1");
        EXPECT_EQ(session->older(11, 0, 10), std::vector<Seq>{9});
        ASSERT_TRUE(session->idempotent({7, false, "k"}));
        EXPECT_EQ(session->idempotent({7, false, "k"})->request_id, "req_1");
        EXPECT_FALSE(session->idempotent({7, true, "k"}));
        ASSERT_EQ(session->due(10, 10).size(), 1u);
        EXPECT_EQ(session->due(10, 10)[0].seq, 12u);
        EXPECT_EQ(session->due(10, 10)[0].attempts, 0);
    }
}

TEST_F(Sqlite, LetsNobodyElseReadItsFiles) {
    namespace fs = std::filesystem;
    auto rights = [](fs::path const& path) { return static_cast<unsigned>(fs::status(path).permissions()); };
    auto made = path("new/folders/made.db");
    {
        auto engine = open_sqlite(made);
        engine->write()->commit();
        for (auto const* beside : {"", "-wal", "-shm"}) EXPECT_EQ(rights(made + beside), 0600u) << beside;
        engine->backup(path("copy.db"));
        EXPECT_EQ(rights(path("copy.db")), 0600u);
    }
    EXPECT_EQ(rights(path("new")), 0700u);
    EXPECT_EQ(rights(path("new/folders")), 0700u);
    Connection(":memory:", true).execute("CREATE TABLE a (b INTEGER)");
    EXPECT_FALSE(fs::exists(":memory:")) << "what is in memory alone leaves no file";
    // One from before, with what a killed server left beside it.
    fs::copy(made, path("before.db"));
    for (auto const* beside : {"", "-wal", "-shm"}) {
        std::ofstream(path("before.db") + beside, std::ios::app);
        fs::permissions(path("before.db") + beside, fs::perms(0644));
    }
    auto engine = open_sqlite(path("before.db"));
    engine->write()->commit();
    for (auto const* beside : {"", "-wal", "-shm"}) EXPECT_EQ(rights(path("before.db") + beside), 0600u) << beside;
}

TEST_F(Sqlite, RefusesADatabaseOfANewerServer) {
    {
        Connection newer(path("newer.db"), true);
        newer.execute("PRAGMA user_version = 1000");
    }
    EXPECT_THROW(open_sqlite(path("newer.db")), std::runtime_error);
}

TEST_F(Sqlite, BacksUpOneMomentWhileOthersWrite) {
    auto engine = open_sqlite(path("source.db"));
    std::atomic<bool> over = false;
    std::thread writer([&] {
        while (!over) {
            auto session = engine->write();
            // Two settings that are always the same: a copy in which they differ is of two moments.
            auto value = std::to_string(session->fresh_seq());
            session->put_setting("one", value);
            session->put_setting("two", value);
            session->commit();
        }
    });
    for (int n = 0; n < 5; ++n) {
        auto copy = path("copy" + std::to_string(n) + ".db");
        engine->backup(copy);
        auto reader = open_sqlite(copy)->read();
        EXPECT_EQ(reader->setting("one"), reader->setting("two"));
    }
    over = true;
    writer.join();
    EXPECT_THROW(engine->backup(path("copy0.db")), std::runtime_error) << "a backup replaces nothing";
}

TEST_F(Sqlite, CopiesTheLogBesideTheRequestsAndBeginsItAnew) {
    auto engine = open_sqlite(path("log.db"));
    std::string const filler(3000, 'x');
    std::uintmax_t largest = 0;
    auto log_size = [&] { return std::filesystem::file_size(path("log.db-wal")); };
    for (int n = 0; n < 300; ++n) {
        auto session = engine->write();
        for (int i = 0; i < 400; ++i) {
            Object object{.seq = session->fresh_seq(), .owner = 7, .id = "x", .document = filler, .state = "{}"};
            session->insert(std::move(object), {});
        }
        session->commit();
        largest = std::max(largest, log_size());
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    EXPECT_GT(std::filesystem::file_size(path("log.db")), 100u << 20) << "it was copied";
    EXPECT_LT(largest, 600u << 20) << "it does not grow for ever";
    EXPECT_TRUE(engine->damage().empty());
}

TEST_F(Sqlite, TellsOfAnUncleanEnd) {
    {
        open_sqlite(path("clean.db"))->write()->commit();
    }
    EXPECT_FALSE(open_sqlite(path("clean.db"))->ended_uncleanly());
    auto engine = open_sqlite(path("killed.db"));
    auto session = engine->write();
    session->put_setting("a", "b");
    session->commit();
    // What a killed process leaves: the file and its log.
    std::filesystem::copy(path("killed.db"), path("left.db"));
    std::filesystem::copy(path("killed.db-wal"), path("left.db-wal"));
    auto again = open_sqlite(path("left.db"));
    EXPECT_TRUE(again->ended_uncleanly());
    EXPECT_EQ(again->read()->setting("a"), "b");
}

}  // namespace
}  // namespace bursar::store
