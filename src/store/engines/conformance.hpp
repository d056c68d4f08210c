// The definition of an engine: what passes the tests of this suite is one. They run on every engine.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "store/engines/open.hpp"
#include "store/session.hpp"

namespace bursar::store {

class Conformance : public testing::TestWithParam<std::string> {
protected:
    void SetUp() override {
        auto url = GetParam();
        if (url == "sqlite:") {
            folder_ = std::filesystem::temp_directory_path() /
                      ("bursar-conformance-" + std::to_string(::getpid()) + "-" + std::to_string(++count_));
            url += (folder_ / "test.db").string();
        }
        if (url == "postgres:") {
            auto const* server = std::getenv("BURSAR_TEST_POSTGRES");
            if (!server) GTEST_SKIP() << "BURSAR_TEST_POSTGRES names no server (./test starts one)";
            auto schema = "conformance_" + std::to_string(::getpid()) + "_" + std::to_string(++count_);
            auto make = "psql -q '" + std::string(server) + "' -c 'CREATE SCHEMA " + schema + "'";
            ASSERT_EQ(std::system(make.c_str()), 0);
            url = std::string(server) + "?options=-csearch_path%3D" + schema;
        }
        engine_ = open(url);
    }
    void TearDown() override {
        engine_.reset();
        if (!folder_.empty()) std::filesystem::remove_all(folder_);
    }

    static Object object(Session& session, std::string id) {
        return {.seq = session.fresh_seq(), .owner = 7, .id = std::move(id), .document = "{}", .state = "{}"};
    }

    std::unique_ptr<Engine> engine_;
    std::filesystem::path folder_;
    static inline int count_ = 0;
};

}  // namespace bursar::store
