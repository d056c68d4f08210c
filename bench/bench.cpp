// Measures a server as its callers meet it, beside what bounds it, in one run: the bare HTTP server answering a
// constant, and the raw engine committing the same rows with the same durability.
//
// usage: bench BINARY [SECONDS] [CONNECTIONS]        (5 seconds a flow, 16 connections)
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>
#include <vector>

#include "client.hpp"
#include "http/server.hpp"
#include "store/engines/open.hpp"
#include "store/session.hpp"

using namespace bursar;
using namespace bursar::bench;
using Clock_ = std::chrono::steady_clock;

namespace {

std::string const kKey = "sk_test_benchbenchbenchbench";

struct Figures {
    double per_second = 0, p50_ms = 0, p99_ms = 0;
    std::size_t flows = 0;
};

// `flow` is run over and over on every connection until the time is over.
Figures measure(int port, int seconds, int connections, std::function<void(Client&, int)> const& flow) {
    std::vector<std::thread> threads;
    std::vector<std::vector<double>> times(static_cast<std::size_t>(connections));
    std::atomic<bool> over = false;
    for (int n = 0; n < connections; ++n)
        threads.emplace_back([&, n] {
            Client client("127.0.0.1", port, kKey);
            while (!over) {
                auto start = Clock_::now();
                flow(client, n);
                times[static_cast<std::size_t>(n)].push_back(
                    std::chrono::duration<double, std::milli>(Clock_::now() - start).count());
            }
        });
    std::this_thread::sleep_for(std::chrono::seconds(seconds));
    over = true;
    for (auto& thread : threads) thread.join();
    std::vector<double> all;
    for (auto const& some : times) all.insert(all.end(), some.begin(), some.end());
    std::ranges::sort(all);
    return {static_cast<double>(all.size()) / seconds, all[all.size() / 2], all[all.size() * 99 / 100], all.size()};
}

std::string need(Client::Answer const& answer) {
    if (answer.status != 200) {
        std::fprintf(stderr, "bench: status %d: %s\n", answer.status, answer.body.c_str());
        std::exit(1);
    }
    return id_of(answer.body);
}

class Server {
public:
    Server(std::string const& binary, std::string const& store) {
        int pipe[2];
        if (::pipe(pipe) != 0) std::exit(1);
        auto start = Clock_::now();
        pid_ = ::fork();
        if (pid_ == 0) {
            ::dup2(pipe[1], 1);
            ::execl(binary.c_str(), binary.c_str(), "serve", "--sandbox", "--listen", "127.0.0.1:0", "--store",
                    store.c_str(), nullptr);
            ::_exit(1);
        }
        ::close(pipe[1]);
        char line[4096] = {};
        auto got = ::read(pipe[0], line, sizeof line - 1);
        if (got <= 0) std::exit(1);
        port = std::stoi(std::string(line).substr(std::string(line).find("127.0.0.1:") + 10));
        Client("127.0.0.1", port, kKey).call("GET", "/v1/balance");
        start_ms = std::chrono::duration<double, std::milli>(Clock_::now() - start).count();
    }
    ~Server() {
        ::kill(pid_, SIGTERM);
        ::waitpid(pid_, nullptr, 0);
    }
    double resident_mb() const {
        std::ifstream in("/proc/" + std::to_string(pid_) + "/status");
        for (std::string word; in >> word;)
            if (word == "VmRSS:") {
                in >> word;
                return std::stod(word) / 1024;
            }
        return 0;
    }
    int port = 0;
    double start_ms = 0;

private:
    pid_t pid_ = -1;
};

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

// Copies the rows that a flow left behind into a fresh database, `batch` flows to a commit. Flows per second.
double raw_engine(std::string const& from, std::string const& to, std::size_t flows, std::size_t batch) {
    auto source = store::open("sqlite:" + from);
    auto reader = source->read();
    std::vector<store::ObjectPtr> objects;
    for (Seq after = 0;;) {
        auto some = reader->objects_after(after, 10'000);
        if (some.empty() || objects.size() > 200'000) break;
        after = some.back()->seq;
        objects.insert(objects.end(), some.begin(), some.end());
    }
    auto entries = reader->entries_after(0, 100'000);
    auto sealed = reader->sealed_after(0, 200'000);
    auto engine = store::open("sqlite:" + to);
    auto per_flow = [&](std::size_t rows, std::size_t n) { return rows * n / flows; };
    auto start = Clock_::now();
    for (std::size_t done = 0; done < flows;) {
        auto session = engine->write();
        for (std::size_t i = 0; i < batch && done < flows; ++i, ++done) {
            session->savepoint();
            for (auto n = per_flow(objects.size(), done); n < per_flow(objects.size(), done + 1); ++n) {
                auto const& object = *objects[n];
                session->insert(
                    object, {object.owner % 1000 * 1000 + object.id[0] % 10u, object.owner * 7 + object.id[1] % 10u});
            }
            std::vector<store::Entry> lines;
            for (auto n = per_flow(entries.size(), done); n < per_flow(entries.size(), done + 1); ++n)
                lines.push_back(entries[n].second);
            session->post(done + 1, lines);
            for (auto n = per_flow(sealed.size(), done); n < per_flow(sealed.size(), done + 1); ++n)
                session->put_sealed(sealed[n]);
            session->release();
        }
        session->commit();
    }
    return static_cast<double>(flows) / std::chrono::duration<double>(Clock_::now() - start).count();
}

void row(char const* name, Figures const& f, char const* against, double bound) {
    std::printf("%-34s %9.0f/s  p50 %6.2f ms  p99 %6.2f ms", name, f.per_second, f.p50_ms, f.p99_ms);
    if (bound > 0) std::printf("   %.2f of %s (%.0f/s)", f.per_second / bound, against, bound);
    std::printf("\n");
    std::fflush(stdout);
}

}  // namespace

int main(int count, char** words) {
    if (count < 2) {
        std::fprintf(stderr, "usage: bench BINARY [SECONDS] [CONNECTIONS]\n");
        return 2;
    }
    std::string binary = words[1];
    int seconds = count > 2 ? std::stoi(words[2]) : 5, connections = count > 3 ? std::stoi(words[3]) : 16;
    auto folder = std::filesystem::temp_directory_path() / ("bursar-bench-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    auto path = [&](std::string const& name) { return (folder / name).string(); };

    auto bare = bare_http(seconds, connections);
    row("bare HTTP, a constant of 880 bytes", bare, "", 0);

    struct Flow {
        std::string name;
        std::function<void(Client&, int)> run;
        std::function<void(Client&)> prepare;
        bool writes;
    };
    std::string customer, original, seller;
    auto save_card = [&](Client& client) {
        customer = need(client.call("POST", "/v1/customers", "email=jenny@example.com"));
        original = need(client.call("POST", "/v1/payment_methods/pm_card_visa/attach", "customer=" + customer));
        seller = need(client.call("POST", "/v1/accounts", "type=standard&country=US"));
    };
    std::vector<Flow> flows{
        {"customer create",
         [](Client& c, int) {
             need(c.call("POST", "/v1/customers", "email=jenny@example.com&name=Jenny+Rosen&metadata[order]=6735"));
         },
         [](Client&) {}, true},
        {"customer get", [&](Client& c, int) { need(c.call("GET", "/v1/customers/" + customer)); }, save_card, false},
        {"payment intent create + confirm",
         [](Client& c, int) {
             need(c.call(
                 "POST", "/v1/payment_intents",
                 "amount=2000&currency=usd&payment_method=pm_card_visa&confirm=true&return_url=https://shop.example"));
         },
         [](Client&) {}, true},
        {"clone and charge with a fee",
         [&](Client& c, int) {
             auto clone = need(
                 c.call("POST", "/v1/payment_methods", "customer=" + customer + "&payment_method=" + original, seller));
             need(c.call("POST", "/v1/payment_intents",
                         "amount=2000&currency=usd&payment_method=" + clone +
                             "&confirm=true&off_session=true&application_fee_amount=100",
                         seller));
         },
         save_card, true},
    };
    for (auto const& flow : flows) {
        auto file = path("flow.db");
        Figures figures;
        {
            Server server(binary, "sqlite:" + file);
            Client client("127.0.0.1", server.port, kKey);
            flow.prepare(client);
            figures = measure(server.port, seconds, connections, flow.run);
        }
        double bound = flow.writes
                           ? raw_engine(file, path("raw.db"), figures.flows, static_cast<std::size_t>(connections))
                           : bare.per_second;
        row(flow.name.c_str(), figures, flow.writes ? "the raw engine" : "bare HTTP", bound);
        for (auto const& entry : std::filesystem::directory_iterator(folder)) std::filesystem::remove(entry);
    }

    {
        Server fresh(binary, "sqlite:" + path("start.db"));
        std::printf("%-34s %6.1f ms   at rest %.1f MB\n", "start on a new database", fresh.start_ms,
                    fresh.resident_mb());
        std::atomic<int> left = 100'000;
        measure(fresh.port, 1, connections, [&](Client& c, int) {
            while (left-- > 0) need(c.call("POST", "/v1/customers", "email=jenny@example.com"));
        });
        std::printf("%-34s %22.1f MB\n", "after 100,000 customers", fresh.resident_mb());
    }
    Server again(binary, "sqlite:" + path("start.db"));
    std::printf("%-34s %6.1f ms   at rest %.1f MB\n", "start on that database", again.start_ms, again.resident_mb());
    std::filesystem::remove_all(folder);
}
