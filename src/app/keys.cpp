// `bursar platforms` and `bursar keys`: who may call. A server may be running beside.
#include <cstdio>

#include "app/commands.hpp"
#include "app/permissions.hpp"
#include "connect/accounts/account.hpp"

namespace bursar::app {

namespace {

// A key like `model`, which says for whom, what kind and what it may do.
std::string new_key(World& world, store::Session& session, store::ApiKey model) {
    auto key = model.kind + (model.livemode ? "_live_" : "_test_") + world.random->letters(48);
    model.digest = api::digest_of(key);
    model.hint = key.substr(key.size() - 4);
    model.created = world.clock.now();
    model.expires_at = 0;
    session.put_api_key(std::move(model));
    return key;
}

// The version that a platform's callers speak who name none, as its first key tells.
std::string version_of(World& world, store::Session& session, Seq platform) {
    for (auto const& key : session.api_keys())
        if (key.platform == platform && !key.api_version.empty()) return key.api_version;
    return world.environment->default_version.name();
}

Seq platform_named(World& world, store::Session& session, std::string const& id) {
    auto seq = world.environment->ids.decode(id).value_or(0);
    auto object = seq ? session.find(seq) : nullptr;
    if (!object || object->id != id)
        throw std::runtime_error("there is no platform " + id + "; `bursar platforms list` shows them");
    return seq;
}

store::ApiKey key_given(store::Session& session, std::string const& key) {
    auto known = session.find_api_key(api::digest_of(key));
    if (!known)
        throw std::runtime_error("that key is not known here; give it whole, as it was printed when it was made");
    return *known;
}

int create_platform(World& world, bool live) {
    auto session = world.engine->write();
    auto platform = accounts::open_platform(*world.environment, *session, live);
    store::ApiKey model{
        .platform = platform, .livemode = live, .api_version = world.environment->default_version.name()};
    model.kind = "sk";
    auto secret = new_key(world, *session, model);
    model.kind = "pk";
    auto publishable = new_key(world, *session, model);
    auto id = session->find(platform)->id;
    session->commit();
    std::printf(
        "platform         %s\nsecret key       %s\npublishable key  %s\n\nThe keys are kept as hashes: this is the "
        "only time they are shown.\n",
        id.c_str(), secret.c_str(), publishable.c_str());
    return 0;
}

void print_keys(World& world) {
    auto session = world.engine->read();
    for (auto const& key : session->api_keys()) {
        auto account = session->find(key.platform);
        auto state = key.expires_at == 0                   ? std::string("active")
                     : key.expires_at <= world.clock.now() ? "expired " + day_of(key.expires_at)
                                                           : "until " + day_of(key.expires_at);
        std::printf("%s_%s_...%s  %s  made %s  %s\n", key.kind.c_str(), key.livemode ? "live" : "test",
                    key.hint.c_str(), account ? account->id.c_str() : "?", day_of(key.created).c_str(), state.c_str());
    }
}

}  // namespace

int platforms(Arguments arguments) {
    auto options = take_options(arguments);
    bool live = take_flag(arguments, "--live");
    auto what = take_word(arguments, "platforms: create or list");
    check_word("platforms", what);
    no_more(arguments);
    if (what == "create") return create_platform(*open_world(options), live);
    auto world = open_existing_world(options);
    auto session = world->engine->read();
    std::string last;
    for (auto const& key : session->api_keys()) {
        auto account = session->find(key.platform);
        if (!account || account->id == last || key.kind != "sk") continue;
        last = account->id;
        std::printf("%s  %s  made %s\n", last.c_str(), key.livemode ? "live" : "test", day_of(key.created).c_str());
    }
    return 0;
}

int keys(Arguments arguments) {
    auto options = take_options(arguments);
    bool live = take_flag(arguments, "--live"), restricted = take_flag(arguments, "--restricted");
    std::vector<std::string> allowed;
    for (std::string one; !(one = take_value(arguments, "--allow", "")).empty();) allowed.push_back(one);
    auto permissions = checked_permissions(allowed);
    auto hours = take_number(arguments, "--hours", 24);
    auto what = take_word(arguments, "keys: create, list, roll or revoke");
    check_word("keys", what);
    if (what == "list") {
        no_more(arguments);
        print_keys(*open_existing_world(options));
        return 0;
    }
    if (what == "create" && restricted && allowed.empty())
        throw UsageError("a restricted key needs at least one --allow, such as --allow payment_intent_write");
    if (!restricted && !allowed.empty()) throw UsageError("--allow goes with --restricted");
    auto named = take_word(arguments, what == "create" ? "the platform (acct_...)" : "the key");
    no_more(arguments);
    auto world = open_existing_world(options);
    auto session = world->engine->write();
    if (what == "create") {
        auto platform = platform_named(*world, *session, named);
        store::ApiKey model{.platform = platform, .livemode = live, .kind = restricted ? "rk" : "sk"};
        model.api_version = version_of(*world, *session, platform);
        model.permissions = permissions;
        std::printf("%s\n", new_key(*world, *session, model).c_str());
    } else if (what == "roll") {
        auto old = key_given(*session, named);
        std::printf("%s\n", new_key(*world, *session, old).c_str());
        old.expires_at = world->clock.now() + hours * kHour;
        session->put_api_key(old);
    } else {
        auto old = key_given(*session, named);
        old.expires_at = world->clock.now();
        session->put_api_key(old);
        std::printf("revoked\n");
    }
    session->commit();
    return 0;
}

}  // namespace bursar::app
