// What only the PostgreSQL engine does: its migrations.
#include "store/postgres/postgres.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

#include "store/postgres/schema.hpp"
#include "store/session.hpp"

namespace bursar::store {
namespace {

void execute(std::string const& url, std::string const& script) {
    auto* psql = ::popen(("psql -q -v ON_ERROR_STOP=1 '" + url + "'").c_str(), "w");
    ASSERT_TRUE(psql);
    std::fwrite(script.data(), 1, script.size(), psql);
    ASSERT_EQ(::pclose(psql), 0);
}

TEST(Postgres, BringsADatabaseOfEverySchemaBeforeUpToDate) {
    auto const* server = std::getenv("BURSAR_TEST_POSTGRES");
    if (!server) GTEST_SKIP() << "BURSAR_TEST_POSTGRES names no server (./test starts one)";
    for (std::size_t version = 1; version < std::size(kPostgresMigrations); ++version) {
        auto schema = "migration_" + std::to_string(::getpid()) + "_" + std::to_string(version);
        auto url = std::string(server) + "?options=-csearch_path%3D" + schema;
        execute(server, "CREATE SCHEMA " + schema);
        std::string script = "CREATE TABLE bursar_schema (version bigint PRIMARY KEY);";
        for (std::size_t n = 0; n < version; ++n)
            script += kPostgresMigrations[n] + ("INSERT INTO bursar_schema VALUES (" + std::to_string(n + 1) + ");");
        script += version < 3 ? "INSERT INTO keys VALUES (11, 5, 9);" : "INSERT INTO lists VALUES (11, 5, 9);";
        execute(url, script + R"(
            INSERT INTO settings VALUES ('next_seq', '4096');
            INSERT INTO objects VALUES (9, 7, 5, 'cus_1', '{}', '{}');
            INSERT INTO idempotency VALUES (7, 'k', '/v1/x', 'f', 'req_1', 200, '{}', 100);
            INSERT INTO jobs VALUES (10, 12, 'job', '{}');)");
        auto engine = open_postgres(url);
        auto session = engine->read();
        ASSERT_TRUE(session->find(9));
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

}  // namespace
}  // namespace bursar::store
