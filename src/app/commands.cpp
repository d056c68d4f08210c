#include "app/commands.hpp"

#include <sys/stat.h>

#include <cstdio>
#include <ctime>

#include "api/rate_limits.hpp"
#include "app/openapi.hpp"
#include "app/registry.hpp"
#include "app/schema.hpp"
#include "base/log.hpp"
#include "connect/accounts/account.hpp"

namespace bursar::app {

namespace {

constexpr char kHelp[] =
    R"(bursar - a payments server that speaks the Stripe API

usage: bursar COMMAND [OPTIONS]

  serve                          start the server
      --listen HOST:PORT         where to listen            (127.0.0.1:8420; port 0 takes a free one)
      --store URL                where to keep everything   (sqlite:data/bursar.db; postgres://USER@HOST:PORT/NAME, for
                                 any number of servers; memory: forgets)
      --sandbox                  any well-formed sk_test_ key opens a platform of its own
      --api-version VERSION      of callers that name none, on platforms made from now on (the newest)
      --public-url URL           what links in answers begin with (http:// and the address)
      --tls-cert FILE --tls-key FILE
                                 speak TLS, with this certificate chain and its key (PEM); read again on SIGHUP
      --hsts SECONDS             tell browsers to speak nothing but TLS with this host for so long (they are not told)
      --proxies LIST             networks of proxies in front, whose X-Forwarded-For tells who asks (none)
      --webhook-networks LIST    networks of your own that webhooks may reach: 10.0.0.0/8,192.168.1.7 (none; in a
                                 sandbox all)
      --webhook-retries LIST     seconds between attempts to deliver an event (as documented: test mode 300,3600,10800)
      --webhook-ca FILE          who vouches for receivers' certificates (PEM; the system's)
      --shops LIST               origins whose pages may hold card frames: https://shop.example,https://*.b.example
                                 (any)
      --raw-card-data            live publishable keys may send card numbers from anywhere, not from the frames of this
                                 server alone (apps on telephones need it)
      --rate-limits LIMITS       on (as documented), off, or figures per second:
                                 live=100,test=25,endpoint=25,address=2,cards=0.1
                                 (on; in a sandbox off)
      --request-log FILE         where requests are logged (beside the database; off: nowhere)
      --request-log-days N --request-log-mb N
                                 how long, and up to what size, that log is kept (7 days, 512 MB)
      --log-level LEVEL          error, warning, info, debug (info)
  platforms create [--live]      make a platform and its first keys
  platforms list
  keys create PLATFORM [--live] [--restricted --allow PERMISSION ...]
                                 a restricted key may do what is allowed: customer_read, payment_intent_write, ...
                                 (the first word of the path, in the singular; write includes read)
  keys list
  keys roll KEY [--hours N]      a new key for the old one, which works on for N hours (24)
  keys revoke KEY
  jobs list [--all]              work that failed, and when it is tried again; parked: not any more (--all: all)
  jobs retry NUMBER ...          try it again now, as if it had never been tried
  jobs drop NUMBER ...           never try it again
  vault rekey                    seal every record, and the database's own keys, anew under the first vault key
  backup PATH                    a copy of one moment, while the server goes on (SQLite)
  restore PATH                   puts such a copy in the place that --store names, which must be empty
  check                          ledger, references and seals of a database; exit status 1 when something is wrong
  routes                         every endpoint, and which keys reach it
  schema                         the API as an OpenAPI 3.1 document; a sandbox serves it at /openapi.json
      --tables                   every endpoint with the rules of its parameters, as the tests of this server read them
  version

Commands other than serve take --store too. The vault's key comes from BURSAR_VAULT_KEY (64 hex digits; several with
commas: the first seals, all open) or from the file that BURSAR_VAULT_KEY_FILE names, which may not lie in the folder of
the database. Sandboxes that are given none share one in ~/.local/state/bursar, made on first use. Keep it apart from
backups of the database.

exit status: 0 done, 1 failed, 2 wrong usage
)";

std::string take_value(Arguments& arguments, std::string const& name, std::string fallback) {
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        if (arguments[i] == name) {
            if (i + 1 == arguments.size()) throw UsageError(name + " needs a value");
            fallback = arguments[i + 1];
            arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i),
                            arguments.begin() + static_cast<std::ptrdiff_t>(i) + 2);
            return fallback;
        }
        if (arguments[i].starts_with(name + "=")) {
            fallback = arguments[i].substr(name.size() + 1);
            arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(i));
            return fallback;
        }
    }
    return fallback;
}

int take_number(Arguments& arguments, std::string const& name, int fallback) {
    auto text = take_value(arguments, name, std::to_string(fallback));
    char* end = nullptr;
    auto number = std::strtol(text.c_str(), &end, 10);
    if (*end || number < 1 || number > 1'000'000) throw UsageError(name + " takes a number from 1, not '" + text + "'");
    return static_cast<int>(number);
}

int hsts_of(std::string const& text) {
    char* end = nullptr;
    auto seconds = std::strtol(text.c_str(), &end, 10);
    if (*end || seconds < 1 || seconds > 100'000'000)
        throw UsageError("--hsts takes a number of seconds from 1, not '" + text + "'");
    return static_cast<int>(seconds);
}

// A key like `model`, which says for whom, what kind and what it may do.
std::string new_key(World& world, store::Session& session, store::ApiKey model) {
    auto key = model.kind + (model.livemode ? "_live_" : "_test_") + world.random.letters(48);
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

std::string checked_permissions(std::vector<std::string> const& allowed) {
    std::string out;
    for (auto const& permission : allowed) {
        if (!permission.ends_with("_read") && !permission.ends_with("_write"))
            throw UsageError("--allow takes names like customer_read or payment_intent_write, not '" + permission +
                             "'");
        out += (out.empty() ? "" : " ") + permission;
    }
    return out;
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

std::string day_of(Timestamp at) {
    char text[32];
    std::time_t time = at;
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &parts);
    return text;
}

bool take_flag(Arguments& arguments, std::string const& name) { return std::erase(arguments, name) > 0; }

std::string take_word(Arguments& arguments, std::string const& what) {
    if (arguments.empty()) throw UsageError(what + " is missing");
    auto word = arguments.front();
    arguments.erase(arguments.begin());
    return word;
}

void no_more(Arguments const& arguments) {
    if (!arguments.empty()) throw UsageError("'" + arguments.front() + "' is not understood here");
}

Options take_options(Arguments& arguments) {
    Options options;
    options.listen = take_value(arguments, "--listen", options.listen);
    options.store = take_value(arguments, "--store", options.store);
    options.api_version = take_value(arguments, "--api-version", options.api_version);
    options.log_level = take_value(arguments, "--log-level", options.log_level);
    options.public_url = take_value(arguments, "--public-url", options.public_url);
    options.tls_cert = take_value(arguments, "--tls-cert", options.tls_cert);
    options.tls_key = take_value(arguments, "--tls-key", options.tls_key);
    if (auto hsts = take_value(arguments, "--hsts", ""); !hsts.empty()) options.hsts = hsts_of(hsts);
    options.proxies = take_value(arguments, "--proxies", options.proxies);
    options.webhook_networks = take_value(arguments, "--webhook-networks", options.webhook_networks);
    options.webhook_retries = take_value(arguments, "--webhook-retries", options.webhook_retries);
    options.rate_limits = take_value(arguments, "--rate-limits", options.rate_limits);
    if (!options.rate_limits.empty() && !api::RateLimitFigures::parse(options.rate_limits))
        throw UsageError("--rate-limits takes on, off or live=N,test=N,endpoint=N,address=N,cards=N, not '" +
                         options.rate_limits + "'");
    options.request_log = take_value(arguments, "--request-log", options.request_log);
    options.request_log_days = take_number(arguments, "--request-log-days", options.request_log_days);
    options.request_log_mb = take_number(arguments, "--request-log-mb", options.request_log_mb);
    options.webhook_ca = take_value(arguments, "--webhook-ca", options.webhook_ca);
    options.shops = take_value(arguments, "--shops", options.shops);
    options.sandbox = take_flag(arguments, "--sandbox");
    options.raw_card_data = take_flag(arguments, "--raw-card-data");
    return options;
}

int platforms(Arguments arguments) {
    auto options = take_options(arguments);
    bool live = take_flag(arguments, "--live");
    auto what = take_word(arguments, "platforms: create or list");
    no_more(arguments);
    auto world = open_world(options);
    if (what == "create") return create_platform(*world, live);
    if (what != "list") throw UsageError("platforms does not know '" + what + "'");
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
    auto hours = std::stoll(take_value(arguments, "--hours", "24"));
    auto what = take_word(arguments, "keys: create, list, roll or revoke");
    auto world = open_world(options);
    if (what == "list") {
        no_more(arguments);
        print_keys(*world);
        return 0;
    }
    if (what == "create" && restricted && allowed.empty())
        throw UsageError("a restricted key needs at least one --allow, such as --allow payment_intent_write");
    if (!restricted && !allowed.empty()) throw UsageError("--allow goes with --restricted");
    auto named = take_word(arguments, what == "create" ? "the platform (acct_...)" : "the key");
    no_more(arguments);
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
    } else if (what == "revoke") {
        auto old = key_given(*session, named);
        old.expires_at = world->clock.now();
        session->put_api_key(old);
        std::printf("revoked\n");
    } else {
        throw UsageError("keys does not know '" + what + "'");
    }
    session->commit();
    return 0;
}

int rekey_vault(Arguments arguments) {
    auto options = take_options(arguments);
    if (take_word(arguments, "vault: rekey") != "rekey") throw UsageError("vault knows only rekey");
    no_more(arguments);
    auto world = open_world(options);
    std::size_t batches = 0;
    {
        auto session = world->engine->write();
        vault::rekey_data(*session, world->keys);
        session->commit();
    }
    for (Seq after = 0;; ++batches) {
        auto session = world->engine->write();
        after = vault::rekey(*session, world->keys, after, 1000);
        session->commit();
        if (after == 0) break;
    }
    auto session = world->engine->write();
    session->put_setting(kVaultKeysSetting, world->keys.current_id());
    session->commit();
    std::printf("every record is sealed under key %s (%zu batches)\n", world->keys.current_id().c_str(), batches);
    return 0;
}

// Every endpoint and which keys reach it: what a test, or a reviewer, walks through.
int print_routes() {
    api::Catalogue catalogue(all_resources());
    for (auto const* route : catalogue.routes()) {
        auto reached = route->access == api::Access::secret    ? "secret"
                       : route->access == api::Access::browser ? "browser"
                                                               : "anyone";
        std::printf("%-6s %-8s %s\n", std::string(route->method).c_str(), reached, std::string(route->pattern).c_str());
    }
    return 0;
}

int print_schema(Arguments arguments) {
    bool tables = take_flag(arguments, "--tables");
    no_more(arguments);
    json::value document;
    if (tables)
        document = schema_of(api::Catalogue(all_resources()));
    else
        document = openapi_of(all_resources());
    std::printf("%s\n", to_text(document).c_str());
    return 0;
}

int run(Arguments arguments) {
    ::umask(077);  // every file that is made, of whatever kind, is this user's alone
    set_log_form(log_form_of_stderr());
    try {
        if (arguments.empty() || arguments.front() == "help" ||
            std::ranges::find(arguments, "--help") != arguments.end() ||
            std::ranges::find(arguments, "-h") != arguments.end()) {
            std::fputs(kHelp, arguments.empty() ? stderr : stdout);
            return arguments.empty() ? 2 : 0;
        }
        auto command = take_word(arguments, "the command");
        if (command == "serve") return serve(std::move(arguments));
        if (command == "platforms") return platforms(std::move(arguments));
        if (command == "keys") return keys(std::move(arguments));
        if (command == "jobs") return jobs(std::move(arguments));
        if (command == "vault") return rekey_vault(std::move(arguments));
        if (command == "backup") return backup(std::move(arguments));
        if (command == "restore") return restore(std::move(arguments));
        if (command == "check") return check(std::move(arguments));
        if (command == "routes") return print_routes();
        if (command == "schema") return print_schema(std::move(arguments));
        if (command == "version" || command == "--version") {
            std::printf("bursar %s (API %s)\n", kVersion, std::string(api::kNewestVersion).c_str());
            return 0;
        }
        throw UsageError("there is no command '" + command + "'");
    } catch (UsageError const& problem) {
        std::fprintf(stderr, "bursar: %s\ntry: bursar --help\n", problem.what());
        return 2;
    } catch (std::exception const& problem) {
        std::fprintf(stderr, "bursar: %s\n", problem.what());
        return 1;
    }
}

}  // namespace bursar::app
