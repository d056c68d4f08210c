#include "app/world.hpp"

#include <cstdlib>
#include <filesystem>
#include <regex>
#include <sstream>
#include <stdexcept>

#include "api/later_version.hpp"
#include "app/lists.hpp"
#include "app/registry.hpp"
#include "app/seal_postings.hpp"
#include "app/seeded.hpp"
#include "app/vault_keys.hpp"
#include "base/url.hpp"
#include "connect/accounts/account.hpp"
#include "console/sandbox/sandbox.hpp"
#include "store/engines/open.hpp"

namespace bursar::app {

// Made once per database and kept there: what numbers in ids are shuffled with.
static std::string database_secret(store::Engine& engine, std::string const& name, Random& random) {
    {
        auto session = engine.read();
        if (auto value = session->setting(name)) return *value;
    }
    auto session = engine.write();
    if (auto value = session->setting(name)) return *value;
    auto value = random.letters(43);
    session->put_setting(name, value);
    session->commit();
    return value;
}

// The ids of the keys that records of the database are sealed under. A server whose keys lack one of them would take
// new cards and fail on old ones, so it does not start.
static void check_vault_keys(store::Engine& engine, vault::Keys const& keys) {
    auto session = engine.read();
    auto known = session->setting(kVaultKeysSetting).value_or("");
    for (auto const& id : split_list(known))
        if (!keys.find(id))
            throw std::runtime_error("the database holds records sealed under the vault key " + id +
                                     ", which is not among the keys given: name it in BURSAR_VAULT_KEY (several with "
                                     "commas), or `bursar vault rekey` with both keys first");
    if ((',' + known + ',').find(',' + keys.current_id() + ',') != std::string::npos) return;
    session.reset();
    auto writer = engine.write();
    writer->put_setting(kVaultKeysSetting, known.empty() ? keys.current_id() : known + ',' + keys.current_id());
    writer->commit();
}

static std::vector<Timestamp> retries_of(std::string const& text) {
    std::vector<Timestamp> out;
    for (auto const& seconds : split_list(text)) {
        char* end = nullptr;
        out.push_back(std::strtoll(seconds.c_str(), &end, 10));
        if (*end || out.back() < 0 || out.back() > 30 * kDay)
            throw std::invalid_argument("--webhook-retries: '" + seconds + "' is not a number of seconds");
    }
    return out;
}

static Networks networks_of(std::string const& option, std::string const& text) {
    auto networks = Networks::parse(text);
    if (!networks)
        throw std::invalid_argument(option + " takes networks like 10.0.0.0/8,192.168.1.7, not '" + text + "'");
    return *networks;
}

// Origins with commas, as a Content-Security-Policy writes them: nothing else gets into that header.
static std::string frame_ancestors(std::string const& list) {
    if (list.empty()) return "*";
    static std::regex const origin(R"(https?://(\*\.)?[A-Za-z0-9.-]+(:[0-9]+)?)");
    std::string out;
    std::stringstream parts(list);
    for (std::string part; std::getline(parts, part, ',');) {
        if (!std::regex_match(part, origin))
            throw std::invalid_argument("--shops: '" + part +
                                        "' is not an origin such as https://shop.example or https://*.shop.example");
        out += (out.empty() ? "" : " ") + part;
    }
    return out;
}

static std::unique_ptr<Random> random_of(Options const& options) {
    if (options.seed) return std::make_unique<SharedSeededRandom>(*options.seed);
    return std::make_unique<crypto::SystemRandom>();
}

static vault::DataKeys data_keys_of(Options const& options, World& world) {
    if (options.seed) return vault::DataKeys::from_seed(std::to_string(*options.seed));
    return vault::DataKeys::of(*world.engine, world.keys);
}

std::unique_ptr<World> open_world(Options const& options) {
    auto version = api::Version::parse(options.api_version);
    if (!version || (api::stand_in(*version) && !options.sandbox))
        throw std::invalid_argument("--api-version: '" + options.api_version +
                                    "' is not a version of the API; the newest is " + std::string(api::kNewestVersion));
    auto engine = store::open(options.store);
    auto known = split_list(engine->read()->setting(kVaultKeysSetting).value_or(""));
    auto ahead = sandbox::kept_time(*engine->read(), sandbox::kClockAhead);
    auto world = std::unique_ptr<World>(new World{.engine = std::move(engine),
                                                  .keys = vault::Keys(vault_keys_for(options, known)),
                                                  .data_keys = {},
                                                  .random = random_of(options),
                                                  .clock = {},
                                                  .is_seeded = options.seed.has_value(),
                                                  .environment = {},
                                                  .catalogue = {},
                                                  .dispatcher = {}});
    options.seed ? world->clock.stand_at(kSeededWorldBegins) : world->clock.run_ahead(ahead);
    check_vault_keys(*world->engine, world->keys);
    auto id_secret = database_secret(*world->engine, "id_secret", *world->random);
    auto list_key_secret = database_secret(*world->engine, "list_key_secret", *world->random);
    world->data_keys = std::make_unique<vault::DataKeys>(data_keys_of(options, *world));
    auto url = options.public_url.empty() ? "http://localhost" : options.public_url;  // until it is listened somewhere
    while (url.ends_with('/')) url.pop_back();
    if (!WebUrl::parse(url))
        throw std::invalid_argument("--public-url takes an address like https://pay.example, not '" + url + "'");
    world->environment = std::make_unique<api::Environment>(
        api::Environment{.clock = world->clock,
                         .random = *world->random,
                         .vault_keys = world->keys,
                         .data_keys = *world->data_keys,
                         .ids = IdCipher(store::hash64(id_secret, 0)),
                         .list_keys = api::ListKeys(list_key_secret),
                         .sandbox = options.sandbox,
                         .base_url = url,
                         .shops = frame_ancestors(options.shops),
                         .raw_card_data = options.raw_card_data,
                         .default_version = *version,
                         .proxies = networks_of("--proxies", options.proxies),
                         .webhook_networks = networks_of("--webhook-networks", options.webhook_networks),
                         .webhook_retries = retries_of(options.webhook_retries)});
    bring_lists_up_to_date(*world->engine, world->environment->list_keys);
    seal_postings_of_before(*world->engine, *world->environment);
    world->catalogue = std::make_unique<api::Catalogue>(all_resources());
    world->environment->catalogue = world->catalogue.get();
    world->dispatcher =
        std::make_unique<api::Dispatcher>(*world->environment, *world->catalogue, accounts::open_platform);
    return world;
}

// SQLite makes a database of a file that is empty, too.
void demand_database(Options const& options) {
    if (!options.store.starts_with("sqlite:")) return;
    std::filesystem::path path = options.store.substr(7);
    std::error_code absent;
    auto bytes = std::filesystem::file_size(path, absent);
    if (absent || bytes == 0)
        throw std::runtime_error("there is no database at " + path.string() + "; --store names the one that is meant");
}

std::unique_ptr<World> open_existing_world(Options const& options) {
    demand_database(options);
    return open_world(options);
}

}  // namespace bursar::app
