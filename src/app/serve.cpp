#include <sys/prctl.h>
#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <thread>

#include "app/commands.hpp"
#include "app/listen.hpp"
#include "app/ready_file.hpp"
#include "app/service.hpp"
#include "app/vault_keys.hpp"
#include "base/log.hpp"
#include "console/sandbox/sandbox.hpp"
#include "http/server.hpp"

namespace bursar::app {

namespace {

LogLevel level_of(std::string const& name) {
    for (auto [level, text] : {std::pair(LogLevel::error, "error"),
                               {LogLevel::warning, "warning"},
                               {LogLevel::info, "info"},
                               {LogLevel::debug, "debug"}})
        if (name == text) return level;
    throw UsageError("--log-level must be error, warning, info or debug, not '" + name + "'");
}

// A crash must not write card numbers to a disk.
void forbid_core_dumps() {
    rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_DUMPABLE, 0);
}

// As many connections as http/server.hpp allows take a descriptor each, where the machine gives that many.
void raise_descriptor_limit() {
    rlimit most{};
    if (getrlimit(RLIMIT_NOFILE, &most) != 0) return;
    most.rlim_cur = most.rlim_max;
    setrlimit(RLIMIT_NOFILE, &most);
}

// A file that may not grow and a connection that is gone are answered where they are met, not by ending the process.
void ignore_signals_of_writing() {
    std::signal(SIGXFSZ, SIG_IGN);
    std::signal(SIGPIPE, SIG_IGN);
}

// postgres://user:password@host: a password is not for a screen.
std::string without_password(std::string url) {
    auto begin = url.find("://"), at = url.find('@');
    if (begin == std::string::npos || at == std::string::npos) return url;
    auto colon = url.find(':', begin + 3);
    return colon < at ? url.replace(colon + 1, at - colon - 1, "***") : url;
}

void greet(Options const& options, std::string const& url, World& world) {
    std::printf("bursar listens on %s (%s, API version %s)\n", url.c_str(), without_password(options.store).c_str(),
                options.api_version.c_str());
    if (options.sandbox) {
        auto key = world.random->letters(24);
        std::printf(
            "\nA sandbox: every sk_test_ key opens a platform of its own. One for you:\n\n"
            "  secret key       sk_test_%s\n  publishable key  pk_test_%s\n\nTry it:\n\n"
            "  curl %s/v1/customers -u sk_test_%s: -d email=jenny@example.com -d source=tok_visa\n\n",
            key.c_str(), key.c_str(), url.c_str(), key.c_str());
    }
    std::fflush(stdout);
}

// Ids and secrets of such a world are known to everybody, and it is the same only from its beginning.
void check_seeded(Options& options) {
    if (!options.sandbox) throw UsageError("--seed goes with --sandbox: what it makes can be guessed");
    if (options.store == Options().store) options.store = "memory:";
    if (options.store != "memory:")
        throw UsageError("--seed goes with --store memory:, not '" + options.store + "': such a world begins anew");
}

// Its keys are nobody's: whoever gets here opens a platform, and moves the clock of all.
void warn_of_strangers(Options const& options, http::Server const& server) {
    if (!options.sandbox || server.is_loopback()) return;
    log(LogLevel::warning, "anyone who reaches this address may use the sandbox; 127.0.0.1 keeps it to this machine",
        {{"listen", options.listen}});
}

// After a kill or a power cut the database is whole by itself; that is looked at all the same, beside serving, since on
// a large one it takes a while.
void look_for_damage(store::Engine& engine, std::atomic<bool> const& stop, std::atomic<bool>& storage_failed,
                     http::Server& server) {
    log(LogLevel::warning, "the server before this one did not end in order; looking through the database", {});
    std::vector<std::string> damage;
    try {
        damage = engine.damage(&stop);
    } catch (std::exception const& problem) {
        return log(LogLevel::error, "the database could not be looked through", {{"problem", problem.what()}});
    }
    if (stop) return;
    if (damage.empty()) return log(LogLevel::info, "the database is whole", {});
    for (auto const& line : damage)
        log(LogLevel::error, "the database is damaged; restore a backup", {{"where", line}});
    storage_failed = true;
    server.stop();
}

}  // namespace

int serve(Arguments arguments) {
    auto options = take_options(arguments);
    no_more(arguments);
    if (options.seed) check_seeded(options);
    set_log_level(level_of(options.log_level));
    auto address = address_of(options.listen);
    if (options.tls_cert.empty() != options.tls_key.empty()) throw UsageError("--tls-cert and --tls-key go together");
    ReadyFile ready(options.ready_file);
    forbid_core_dumps();
    ignore_signals_of_writing();
    demand_vault_key(options);
    raise_descriptor_limit();
    auto world = open_world(options);
    if (!options.sandbox && sandbox::is_clock_moved(*world->engine->read()))
        throw std::runtime_error(
            "the clock of this database was moved ahead: it is a sandbox's, and is served with --sandbox");
    std::unique_ptr<Service> service;
    auto answer = [&](Request request, Respond respond) { service->answer(std::move(request), std::move(respond)); };
    http::Doors doors{.refuse = [&](Request const& head) { return service->refuse_head(head); },
                      .is_proxy = [&](std::string const& peer) { return service->is_proxy(peer); }};
    http::Server server(address, answer, {options.tls_cert, options.tls_key}, doors, options.hsts);
    auto url = url_of(address, server.port(), !options.tls_cert.empty());
    if (options.public_url.empty()) world->environment->base_url = url;
    std::atomic<bool> storage_failed = false;
    service = std::make_unique<Service>(*world, options, [&] {
        storage_failed = true;
        server.stop();
    });
    server.on_signal([&] {
        log(LogLevel::info, "stopping: running requests are answered first");
        server.stop();
    });
    greet(options, url, *world);
    warn_of_strangers(options, server);
    ready.write(url);
    std::atomic<bool> stop = false;
    std::thread looking;
    if (world->engine->ended_uncleanly())
        looking = std::thread([&] { look_for_damage(*world->engine, stop, storage_failed, server); });
    server.run();
    service.reset();
    stop = true;
    if (looking.joinable()) looking.join();
    return storage_failed ? 1 : 0;
}

}  // namespace bursar::app
