// A whole request against a server in memory: nothing that comes in may end the process.
#include <cstdint>

#include "api/dispatch.hpp"
#include "app/registry.hpp"
#include "base/log.hpp"
#include "connect/accounts/account.hpp"
#include "store/memory/memory.hpp"

using namespace bursar;

namespace {

struct Server {
    std::unique_ptr<store::Engine> engine = store::open_memory();
    ManualClock clock{1'795'000'000};
    SeededRandom random{1};
    vault::Keys keys{{std::string(64, 'a')}};
    vault::DataKeys data_keys = vault::DataKeys::from_seed("fuzz");
    api::Environment environment{.clock = clock,
                                 .random = random,
                                 .vault_keys = keys,
                                 .data_keys = data_keys,
                                 .ids = IdCipher(1),
                                 .list_keys = api::ListKeys("lists"),
                                 .sandbox = true,
                                 .base_url = "http://x",
                                 .default_version = {}};
    api::Catalogue catalogue{app::all_resources()};
    api::Dispatcher dispatcher{environment, catalogue, accounts::open_platform};
};

}  // namespace

// The first line is METHOD PATH, the rest the form.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    static Server server;
    set_log_level(LogLevel::error);
    std::string_view text(reinterpret_cast<char const*>(data), size);
    auto line = text.substr(0, text.find('\n'));
    auto space = line.find(' ');
    if (space == std::string_view::npos) return 0;
    Request request;
    request.method = line.substr(0, space);
    request.path = line.substr(space + 1);
    if (line.size() < text.size()) request.body = text.substr(line.size() + 1);
    request.authorization = "Bearer sk_test_fuzzfuzzfuzzfuzz";
    auto session = server.engine->write();
    auto response = server.dispatcher.answer(*session, request);
    CHECK(response.status >= 200 && response.status < 600);
    CHECK(response.status != 500);
    session->commit();
    return 0;
}
