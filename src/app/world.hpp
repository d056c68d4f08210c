// An opened database with its keys: what `serve` and the other commands work on.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/catalogue.hpp"
#include "api/dispatch.hpp"

namespace bursar::app {

struct Options {
    std::string listen = "127.0.0.1:8420";
    std::string store = "sqlite:data/bursar.db";
    std::string api_version{api::kNewestVersion};
    std::string log_level = "info";
    std::string public_url;         // empty: http:// and the address listened on
    std::string ready_file;         // written when requests are served; empty: none
    std::string tls_cert, tls_key;  // PEM files; empty: no TLS
    int hsts = 0;                   // seconds of Strict-Transport-Security; 0: it is not sent
    std::string proxies;            // whose X-Forwarded-For is believed: CIDR, with commas
    std::string webhook_networks;   // of the operator's own, that webhooks may reach all the same: CIDR, with commas
    std::string webhook_retries;    // seconds between attempts, with commas; empty: as documented
    std::string webhook_ca;         // PEM file of who vouches for receivers; empty: the system's
    std::string rate_limits;        // on, off, or live=N,test=N,endpoint=N,address=N; empty: off in a sandbox
    std::string request_log;        // a file; off; empty: beside the database
    int request_log_days = 7, request_log_mb = 512;
    std::string shops;  // origins whose pages may hold our frames, with commas; empty: any
    bool sandbox = false;
    std::optional<std::uint64_t> seed = {};  // of a sandbox that is the same every time (app/seeded.hpp)
    bool raw_card_data = false;              // of live publishable keys, from anywhere
};

struct World {
    std::unique_ptr<store::Engine> engine;
    vault::Keys keys;
    std::unique_ptr<vault::DataKeys> data_keys;
    std::unique_ptr<Random> random;
    SystemClock clock;
    bool is_seeded = false;
    std::unique_ptr<api::Environment> environment;
    std::unique_ptr<api::Catalogue> catalogue;
    std::unique_ptr<api::Dispatcher> dispatcher;
};

inline constexpr std::string_view kVaultKeysSetting = "vault_keys";

// Throws std::runtime_error or std::invalid_argument with a text that tells what to do.
std::unique_ptr<World> open_world(Options const& options);

// For a command that looks at what there is, and makes no database where a path is mistyped.
void demand_database(Options const& options);
std::unique_ptr<World> open_existing_world(Options const& options);

}  // namespace bursar::app
