#include "console/live/live.hpp"

#include <algorithm>

#include "base/log.hpp"
#include "console/stripecli/session.hpp"

namespace bursar::live {

static constexpr auto kInterval = std::chrono::milliseconds(100);
static constexpr auto kKeepAlive = std::chrono::seconds(15);
static constexpr auto kRemembered = std::chrono::seconds(120);
static constexpr std::size_t kListenersMax = 1000, kListenersOfOneMax = 20;  // in all, of one account

Live::Live(store::Engine& engine, api::Environment& environment, RequestLog* log)
    : engine_(engine), environment_(environment), log_(log), streams_(engine, environment) {
    thread_ = std::thread([this] { run(); });
}

Live::~Live() {
    {
        std::lock_guard lock(mutex_);
        ending_ = true;
    }
    wake_.notify_all();
    thread_.join();
}

// The words of the refusal are what makes the client ask for a new session.
static Response refuse_id() { return {.status = 401, .body = R"({"error":{"message":"Unknown WebSocket ID."}})"}; }

Response Live::subscribe(Request const& request) {
    auto session = stripecli::open_session(environment_, request.websocket_id);
    if (!session) return refuse_id();
    if (!request.wants_websocket)
        return {.status = 426,
                .headers = {{"Upgrade", "websocket"}},
                .body = R"({"error":{"message":"This is for WebSockets.","type":"invalid_request_error"}})"};
    Response response{.status = 101};
    response.subprotocol = "stripecli-devproxy-v1";
    response.web_socket = [this, id = request.websocket_id, session = *session](std::shared_ptr<Channel> channel) {
        arrive(id, session, std::move(channel));
    };
    return response;
}

// On the server's thread, which does not wait for a store.
void Live::arrive(std::string const& id, stripecli::Session session, std::shared_ptr<Channel> channel) {
    channel->on_close = [this, gone = std::weak_ptr(channel)] {
        std::lock_guard lock(mutex_);
        if (auto channel = gone.lock()) left_.push_back(std::move(channel));
    };
    std::lock_guard lock(mutex_);
    arrived_.push_back({id, std::move(session), std::move(channel)});
    wake_.notify_all();
}

bool Live::have_room(Arrival const& arrival) const {
    if (listening_.contains(arrival.id)) return true;
    auto of_one = std::ranges::count_if(listening_,
                                        [&](auto const& entry) { return entry.second.owner == arrival.session.owner; });
    return listening_.size() < kListenersMax && static_cast<std::size_t>(of_one) < kListenersOfOneMax;
}

void Live::welcome(Arrival arrival) {
    if (!have_room(arrival)) return arrival.channel->close();
    auto& entry = listening_[arrival.id];
    entry.owner = arrival.session.owner;
    try {
        if (!entry.listener)
            entry.listener = std::make_unique<Listener>(environment_, engine_, log_, std::move(arrival.session));
    } catch (std::exception const& problem) {
        log(LogLevel::warning, "a listener could not begin", {{"problem", problem.what()}});
        listening_.erase(arrival.id);
        return arrival.channel->close();
    }
    if (entry.channel) entry.channel->close();
    entry.channel = arrival.channel;
    entry.listener->connect(std::move(arrival.channel));
}

void Live::tell() {
    for (auto& [id, entry] : listening_) {
        try {
            entry.listener->tell();
        } catch (std::exception const& problem) {  // the store cannot be read now: later
            log(LogLevel::warning, "a listener was not told", {{"problem", problem.what()}});
        }
    }
    std::erase_if(listening_, [](auto const& entry) {
        return !entry.second.channel && Now::now() - entry.second.left > kRemembered;
    });
    count_ = listening_.size();
}

void Live::run() {
    auto kept_alive = Now::now();
    std::unique_lock lock(mutex_);
    while (!ending_) {
        auto arrived = std::exchange(arrived_, {});
        auto left = std::exchange(left_, {});
        lock.unlock();
        for (auto& arrival : arrived) welcome(std::move(arrival));
        for (auto const& channel : left)
            for (auto& [id, entry] : listening_)
                if (entry.channel == channel) {
                    entry.channel.reset();
                    entry.listener->disconnect();
                    entry.left = Now::now();
                }
        tell();
        if (Now::now() - kept_alive > kKeepAlive) {
            kept_alive = Now::now();
            streams_.keep_alive();
        }
        bool quiet = listening_.empty();
        lock.lock();
        wake_.wait_for(lock, quiet ? std::chrono::milliseconds(kKeepAlive) : kInterval,
                       [&] { return ending_ || !arrived_.empty(); });
    }
}

void Live::write_metrics(MetricsText& out) {
    out.gauge("bursar_listeners", "Command lines that listen.", {{"", static_cast<double>(count_)}});
    out.gauge("bursar_streams", "Open streams of server-sent events.", {{"", static_cast<double>(streams_.count())}});
}

}  // namespace bursar::live
