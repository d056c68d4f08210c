// Measures a server as its callers meet it, beside what bounds it, in one run: the bare HTTP server answering a
// constant, and the raw engine committing the same rows with the same durability.
//
// usage: bench BINARY [--seconds N] [--connections N,N,...] [--postgres URL] [--grow N,N,...] [--only webhooks]
//   5 seconds a flow, 16 connections, SQLite. With --postgres the flows run on it, too: URL names a server on which
//   databases may be made (tools/postgres starts one). --grow: how the cost of the last flow grows with what is stored.
#include <unistd.h>

#include <atomic>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <thread>
#include <vector>

#include "http/server.hpp"
#include "load.hpp"
#include "raw.hpp"
#include "webhooks.hpp"

using namespace bursar;
using namespace bursar::bench;

namespace {

struct Options {
    std::string binary, postgres, only;
    int seconds = 5;
    std::vector<int> connections{16};
    std::vector<std::uint64_t> grow;
};

template <class Number>
std::vector<Number> numbers_in(std::string const& text) {
    std::vector<Number> out;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, ',');) out.push_back(static_cast<Number>(std::stoull(part)));
    return out;
}

void row(std::string const& name, int connections, Figures const& f, char const* against = "", double bound = 0) {
    std::printf("%-34s %4d  %9.0f/s  p50 %7.2f ms  p99 %7.2f ms", name.c_str(), connections, f.per_second, f.p50_ms,
                f.p99_ms);
    if (bound > 0) std::printf("   %.2f of %s (%.0f/s)", f.per_second / bound, against, bound);
    std::printf("\n");
    std::fflush(stdout);
}

Figures bare_http(int seconds, int connections) {
    std::string const body(880, 'x');
    http::Server server({"127.0.0.1", 0},
                        [&](Request, Respond respond) { respond({.status = 200, .headers = {}, .body = body}); });
    std::thread thread([&] { server.run(); });
    auto figures = measure(server.port(), seconds, connections, [](Client& client, int) { client.call("GET", "/"); });
    server.stop();
    thread.join();
    return figures;
}

// Stores that are made for one measurement and gone after it.
class Stores {
public:
    explicit Stores(std::string postgres) : postgres_(std::move(postgres)) {
        std::filesystem::create_directories(folder_);
    }
    ~Stores() { std::filesystem::remove_all(folder_); }
    std::string fresh(bool postgres) {
        auto name = "bench" + std::to_string(::getpid()) + "_" + std::to_string(++count_);
        if (!postgres) return "sqlite:" + (folder_ / (name + ".db")).string();
        auto make = "psql -q '" + postgres_ + "' -c 'CREATE DATABASE " + name + "'";
        if (std::system(make.c_str()) != 0) std::exit(1);
        return postgres_.substr(0, postgres_.rfind('/') + 1) + name;
    }
    void forget() {
        for (auto const& entry : std::filesystem::directory_iterator(folder_)) std::filesystem::remove(entry);
    }

private:
    std::string postgres_;
    std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("bursar-bench-" + std::to_string(::getpid()));
    int count_ = 0;
};

void bench_flows(Options const& options, Stores& stores, bool postgres) {
    std::printf("\n%s\n", postgres ? "PostgreSQL" : "SQLite");
    for (auto const& flow : flows())
        for (int connections : options.connections) {
            auto store = stores.fresh(postgres);
            Figures figures;
            {
                Server server(options.binary, store);
                Client client("127.0.0.1", server.port, kKey);
                auto stage = Stage::set(client);
                figures =
                    measure(server.port, options.seconds, connections, [&](Client& c, int) { flow.run(c, stage); });
            }
            if (flow.writes)
                row(flow.name, connections, figures, "the raw engine",
                    raw_engine(store, stores.fresh(postgres), figures.flows, static_cast<std::size_t>(connections)));
            else
                row(flow.name, connections, figures, "bare HTTP", bare_http(options.seconds, connections).per_second);
            stores.forget();
        }
}

void bench_process(Options const& options, Stores& stores) {
    std::printf("\nThe process, on SQLite\n");
    auto store = stores.fresh(false);
    {
        Server server(options.binary, store);
        std::printf("start on a new database %.1f ms, at rest %.1f MB\n", server.start_ms, server.resident_mb());
        std::atomic<int> left = 100'000;
        measure(server.port, 1, 16, [&](Client& c, int) {
            while (left-- > 0) need(c.call("POST", "/v1/customers", "email=jenny@example.com"));
        });
        std::printf("after 100,000 customers %.1f MB\n", server.resident_mb());
    }
    Server again(options.binary, store);
    std::printf("start on that database %.1f ms, at rest %.1f MB\n", again.start_ms, again.resident_mb());
}

void bench_growth(Options const& options, Stores& stores) {
    std::printf("\nHow cost grows, on SQLite\n");
    auto store = stores.fresh(false);
    std::uint64_t stored = 0;
    double first = 0;
    {
        Server made(options.binary, store);
        Client client("127.0.0.1", made.port, kKey);
        Stage::set(client);
    }
    for (auto count : options.grow) {
        fill(store, count - stored);
        stored = count;
        Server server(options.binary, store);
        Client client("127.0.0.1", server.port, kKey);
        auto stage = Stage::set(client);
        auto const& flow = flows().back();
        auto figures = measure(server.port, options.seconds, 16, [&](Client& c, int) { flow.run(c, stage); });
        if (first == 0) first = figures.per_second;
        row(flow.name + ", " + std::to_string(count), 16, figures);
        std::printf("    cost %.2f of the first, start %.1f ms\n", first / figures.per_second, server.start_ms);
    }
}

}  // namespace

int main(int count, char** words) {
    if (count < 2) {
        std::fprintf(
            stderr,
            "usage: bench BINARY [--seconds N] [--connections N,N] [--postgres URL] [--grow N,N] [--only webhooks]\n");
        return 2;
    }
    Options options{.binary = words[1], .postgres = {}, .only = {}, .grow = {}};
    for (int i = 2; i + 1 < count; i += 2) {
        std::string name = words[i], value = words[i + 1];
        if (name == "--seconds") options.seconds = std::stoi(value);
        if (name == "--connections") options.connections = numbers_in<int>(value);
        if (name == "--only") options.only = value;
        if (name == "--postgres") options.postgres = value;
        if (name == "--grow") options.grow = numbers_in<std::uint64_t>(value);
    }
    Stores stores(options.postgres);
    if (options.only == "webhooks")
        return bench_webhooks(options.binary, [&] { return stores.fresh(false); }, options.seconds), 0;
    for (int connections : options.connections)
        row("bare HTTP, a constant of 880 bytes", connections, bare_http(options.seconds, connections));
    bench_flows(options, stores, false);
    if (!options.postgres.empty()) bench_flows(options, stores, true);
    bench_webhooks(options.binary, [&] { return stores.fresh(false); }, options.seconds);
    bench_process(options, stores);
    if (!options.grow.empty()) bench_growth(options, stores);
}
