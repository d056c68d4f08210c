#include "webhooks.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "http/server.hpp"
#include "load.hpp"

namespace bursar::bench {

namespace {

using Clock_ = std::chrono::steady_clock;

// Counts what arrives and, of customers whose name tells when they were asked for, how long that took.
class Receiver {
public:
    Receiver()
        : server_({"127.0.0.1", 0}, [this](Request request, Respond respond) { take(request, respond); }),
          thread_([this] { server_.run(); }) {}
    ~Receiver() {
        server_.stop();
        thread_.join();
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/"; }
    std::uint64_t count() const { return count_; }
    std::vector<double> delays() {
        std::lock_guard lock(mutex_);
        std::ranges::sort(delays_);
        return delays_;
    }
    static std::string now_text() { return std::to_string(Clock_::now().time_since_epoch().count()); }

private:
    void take(Request const& request, Respond const& respond) {
        ++count_;
        respond({.body = "{}"});
        auto at = request.body.find("\"name\": \"at ");
        if (at == std::string::npos) return;
        auto asked = std::strtoll(request.body.c_str() + at + sizeof("\"name\": \"at ") - 1, nullptr, 10);
        std::lock_guard lock(mutex_);
        delays_.push_back(static_cast<double>(Clock_::now().time_since_epoch().count() - asked) / 1e6);
    }
    std::atomic<std::uint64_t> count_ = 0;
    std::mutex mutex_;
    std::vector<double> delays_;
    http::Server server_;
    std::thread thread_;
};

void add_endpoint(Client& client, std::string const& url) {
    need(client.call("POST", "/v1/webhook_endpoints", "enabled_events[]=*&url=" + url));
}

Figures run(int port, int seconds, Flow const& flow) {
    Client client("127.0.0.1", port, kKey);
    auto stage = Stage::set(client);
    return measure(port, seconds, 16, [&](Client& c, int) { flow.run(c, stage); });
}

// One caller who makes customers, one after the other, while others read as fast as they can.
void delays_under_load(int port, int seconds) {
    std::atomic<bool> over = false;
    std::thread writer([&] {
        Client client("127.0.0.1", port, kKey);
        while (!over) {
            need(client.call("POST", "/v1/customers", "name=at+" + Receiver::now_text()));
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    });
    auto const& get = flows().front();
    auto figures = run(port, seconds, get);
    over = true;
    writer.join();
    std::printf("  beside %.0f reads/s: ", figures.per_second);
}

}  // namespace

static void bench_delays(std::string const& binary, std::string const& store, int seconds) {
    Receiver receiver;
    Server server(binary, store);
    Client client("127.0.0.1", server.port, kKey);
    add_endpoint(client, receiver.url());
    delays_under_load(server.port, seconds);
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    auto delays = receiver.delays();
    if (delays.empty()) return;
    std::printf("from a request to the arrival of its event p50 %.2f ms, p99 %.2f ms (%zu events)\n",
                delays[delays.size() / 2], delays[delays.size() * 99 / 100], delays.size());
}

void bench_webhooks(std::string const& binary, std::function<std::string()> const& fresh, int seconds) {
    std::printf("\nWebhooks, two endpoints for every event\n");
    for (auto const& flow : flows()) {
        if (!flow.writes) continue;
        double without = 0;
        {
            Server server(binary, fresh());
            without = run(server.port, seconds, flow).per_second;
        }
        Receiver receiver;
        Server server(binary, fresh());
        Client client("127.0.0.1", server.port, kKey);
        for (int n = 0; n < 2; ++n) {
            add_endpoint(client, receiver.url());
            add_endpoint(client, receiver.url() + "connect&connect=true");
        }
        auto with = run(server.port, seconds, flow).per_second;
        std::printf("%-34s   16  %9.0f/s without, %9.0f/s with: %.2f; %.0f deliveries/s meanwhile\n", flow.name.c_str(),
                    without, with, with / without, static_cast<double>(receiver.count()) / seconds);
        std::fflush(stdout);
    }
    bench_delays(binary, fresh(), seconds);
}

}  // namespace bursar::bench
