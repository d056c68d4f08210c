#include "app/commands.hpp"

#include <sys/stat.h>

#include <charconv>
#include <cstdio>
#include <ctime>

#include "api/rate_limits.hpp"
#include "app/openapi.hpp"
#include "app/registry.hpp"
#include "app/schema.hpp"
#include "base/log.hpp"

namespace bursar::app {

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

static int hsts_of(std::string const& text) {
    char* end = nullptr;
    auto seconds = std::strtol(text.c_str(), &end, 10);
    if (*end || seconds < 1 || seconds > 100'000'000)
        throw UsageError("--hsts takes a number of seconds from 1, not '" + text + "'");
    return static_cast<int>(seconds);
}

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

static std::optional<std::uint64_t> seed_of(std::string const& text) {
    if (text.empty()) return std::nullopt;
    std::uint64_t seed = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seed);
    if (error != std::errc() || end != text.data() + text.size())
        throw UsageError("--seed takes a number, not '" + text + "'");
    return seed;
}

Options take_options(Arguments& arguments) {
    Options options;
    options.listen = take_value(arguments, "--listen", options.listen);
    options.store = take_value(arguments, "--store", options.store);
    options.api_version = take_value(arguments, "--api-version", options.api_version);
    options.log_level = take_value(arguments, "--log-level", options.log_level);
    options.public_url = take_value(arguments, "--public-url", options.public_url);
    options.ready_file = take_value(arguments, "--ready-file", options.ready_file);
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
    options.seed = seed_of(take_value(arguments, "--seed", ""));
    options.raw_card_data = take_flag(arguments, "--raw-card-data");
    return options;
}

int rekey_vault(Arguments arguments) {
    auto options = take_options(arguments);
    check_word("vault", take_word(arguments, "vault: rekey"));
    no_more(arguments);
    auto world = open_existing_world(options);
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
static int print_routes(Arguments arguments) {
    no_more(arguments);
    api::Catalogue catalogue(all_resources());
    for (auto const* route : catalogue.routes()) {
        auto reached = route->access == api::Access::secret    ? "secret"
                       : route->access == api::Access::browser ? "browser"
                                                               : "anyone";
        std::printf("%-6s %-8s %s\n", std::string(route->method).c_str(), reached, std::string(route->pattern).c_str());
    }
    return 0;
}

static int print_schema(Arguments arguments) {
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

static int print_version(Arguments arguments) {
    no_more(arguments);
    std::printf("bursar %s (API %s)\n", kVersion, std::string(api::kNewestVersion).c_str());
    return 0;
}

static bool asks_for_help(Arguments const& arguments) {
    return std::ranges::count(arguments, "--help") > 0 || std::ranges::count(arguments, "-h") > 0;
}

static int carry_out(std::string const& command, Arguments arguments) {
    static constexpr std::pair<std::string_view, int (*)(Arguments)> kCommands[] = {
        {"serve", serve},         {"platforms", platforms},  {"keys", keys},
        {"jobs", jobs},           {"vault", rekey_vault},    {"backup", backup},
        {"restore", restore},     {"check", check},          {"routes", print_routes},
        {"schema", print_schema}, {"version", print_version}};
    auto const& usage = usage_of(command);
    if (asks_for_help(arguments)) {
        std::fputs(std::string(usage.text).c_str(), stdout);
        return 0;
    }
    check_options(usage, arguments);
    return std::ranges::find(kCommands, command, [](auto const& one) { return one.first; })
        ->second(std::move(arguments));
}

int run(Arguments arguments) {
    ::umask(077);  // every file that is made, of whatever kind, is this user's alone
    set_log_form(log_form_of_stderr());
    std::string command;
    try {
        if (arguments.empty()) {
            std::fputs(help().c_str(), stderr);
            return 2;
        }
        command = take_word(arguments, "the command");
        if (command == "--version") command = "version";
        if (command == "help" && !arguments.empty()) command = std::exchange(arguments, {"--help"}).front();
        if (command == "help" || command == "--help" || command == "-h") {
            std::fputs(help().c_str(), stdout);
            return 0;
        }
        return carry_out(command, std::move(arguments));
    } catch (UsageError const& problem) {
        auto known = std::ranges::find(usages(), command, &Usage::command) != usages().end();
        std::fprintf(stderr, "bursar: %s\ntry: bursar %s--help\n", problem.what(),
                     known ? (command + ' ').c_str() : "");
        return 2;
    } catch (std::exception const& problem) {
        std::fprintf(stderr, "bursar: %s\n", problem.what());
        return 1;
    }
}

}  // namespace bursar::app
