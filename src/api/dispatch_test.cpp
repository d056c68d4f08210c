// What a dispatcher must survive, found by fuzzing. What it answers is shown by the transcripts.
#include "api/dispatch.hpp"

#include <gtest/gtest.h>

#include "store/memory/memory.hpp"

namespace bursar::api {
namespace {

Seq no_platform(Environment&, store::Session&, bool) { return 0; }

TEST(Dispatch, AnswersAPathThatIsNotUtf8) {
    auto engine = store::open_memory();
    ManualClock clock(1'795'000'000);
    SeededRandom random(1);
    vault::Keys keys({std::string(64, 'a')});
    auto data_keys = vault::DataKeys::from_seed("dispatch");
    Environment environment{.clock = clock,
                            .random = random,
                            .vault_keys = keys,
                            .data_keys = data_keys,
                            .ids = IdCipher(1),
                            .list_keys = ListKeys("lists"),
                            .base_url = "http://x",
                            .default_version = {}};
    Catalogue catalogue({});
    Dispatcher dispatcher(environment, catalogue, no_platform);
    auto session = engine->write();
    Request request{.method = "GET", .path = "/v1/\xff\xfe", .authorization = "Bearer \xff\xff\xff\xff"};
    auto response = dispatcher.answer(*session, request);
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.body.find('\xff'), std::string::npos);
}

}  // namespace
}  // namespace bursar::api
