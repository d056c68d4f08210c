#include "load.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <thread>
#include <vector>

namespace bursar::bench {

using Clock_ = std::chrono::steady_clock;

static double ms_since(Clock_::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock_::now() - start).count();
}

Figures measure(int port, int seconds, int connections, std::function<void(Client&, int)> const& flow) {
    std::vector<std::thread> threads;
    std::vector<std::vector<double>> times(static_cast<std::size_t>(connections));
    std::atomic<bool> over = false;
    auto start = Clock_::now();
    for (int n = 0; n < connections; ++n)
        threads.emplace_back([&, n] {
            Client client("127.0.0.1", port, kKey);
            while (!over) {
                auto began = Clock_::now();
                flow(client, n);
                times[static_cast<std::size_t>(n)].push_back(ms_since(began));
            }
        });
    std::this_thread::sleep_for(std::chrono::seconds(seconds));
    over = true;
    for (auto& thread : threads) thread.join();
    auto took = ms_since(start) / 1000;
    std::vector<double> all;
    for (auto const& some : times) all.insert(all.end(), some.begin(), some.end());
    std::ranges::sort(all);
    return {static_cast<double>(all.size()) / took, all[all.size() / 2], all[all.size() * 99 / 100], all.size()};
}

std::string need(Client::Answer const& answer) {
    if (answer.status != 200) {
        std::fprintf(stderr, "bench: status %d: %s\n", answer.status, answer.body.c_str());
        std::exit(1);
    }
    return id_of(answer.body);
}

Stage Stage::set(Client& client) {
    Stage stage;
    stage.customer = need(client.call("POST", "/v1/customers", "email=jenny@example.com"));
    stage.card = need(client.call("POST", "/v1/payment_methods/pm_card_visa/attach", "customer=" + stage.customer));
    stage.seller = need(client.call("POST", "/v1/accounts", "type=standard&country=US"));
    return stage;
}

std::vector<Flow> const& flows() {
    static std::vector<Flow> const all{
        {"customer get", [](Client& c, Stage const& s) { need(c.call("GET", "/v1/customers/" + s.customer)); }, false},
        {"customer create",
         [](Client& c, Stage const&) {
             need(c.call("POST", "/v1/customers", "email=jenny@example.com&name=Jenny+Rosen&metadata[order]=6735"));
         },
         true},
        {"payment intent create + confirm",
         [](Client& c, Stage const&) {
             need(c.call("POST", "/v1/payment_intents",
                         "amount=2000&currency=usd&payment_method=pm_card_visa&confirm=true&return_url=https://"
                         "shop.example"));
         },
         true},
        {"clone and charge with a fee",
         [](Client& c, Stage const& s) {
             auto clone = need(c.call("POST", "/v1/payment_methods",
                                      "customer=" + s.customer + "&payment_method=" + s.card, s.seller));
             need(c.call("POST", "/v1/payment_intents",
                         "amount=2000&currency=usd&payment_method=" + clone +
                             "&confirm=true&off_session=true&application_fee_amount=100",
                         s.seller));
         },
         true},
    };
    return all;
}

Server::Server(std::string const& binary, std::string const& store) {
    int pipe[2];
    if (::pipe(pipe) != 0) std::exit(1);
    auto start = Clock_::now();
    pid_ = ::fork();
    if (pid_ == 0) {
        ::dup2(pipe[1], 1);
        ::setenv("BURSAR_VAULT_KEY", std::string(64, 'b').c_str(), 1);
        ::execl(binary.c_str(), binary.c_str(), "serve", "--sandbox", "--log-level", "warning", "--listen",
                "127.0.0.1:0", "--store", store.c_str(), nullptr);
        ::_exit(1);
    }
    ::close(pipe[1]);
    char line[4096] = {};
    auto got = ::read(pipe[0], line, sizeof line - 1);
    if (got <= 0) std::exit(1);
    port = std::stoi(std::string(line).substr(std::string(line).find("127.0.0.1:") + 10));
    Client("127.0.0.1", port, kKey).call("GET", "/v1/balance");
    start_ms = ms_since(start);
}

Server::~Server() {
    ::kill(pid_, SIGTERM);
    ::waitpid(pid_, nullptr, 0);
}

double Server::resident_mb() const {
    std::ifstream in("/proc/" + std::to_string(pid_) + "/status");
    for (std::string word; in >> word;)
        if (word == "VmRSS:") {
            in >> word;
            return std::stod(word) / 1024;
        }
    return 0;
}

}  // namespace bursar::bench
