// All connections that stay open, and the thread that feeds them.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include "console/live/listener.hpp"
#include "console/live/streams.hpp"
#include "console/stripecli/session.hpp"

namespace bursar::live {

class Live {
public:
    Live(store::Engine& engine, api::Environment& environment, RequestLog* log);
    ~Live();

    Streams& streams() { return streams_; }

    // The answer to a request for stripecli::kSubscribePath.
    Response subscribe(Request const& request);

    void write_metrics(MetricsText& out);

private:
    using Now = std::chrono::steady_clock;
    struct Arrival {
        std::string id;
        stripecli::Session session;
        std::shared_ptr<Channel> channel;
    };
    // A client redials within seconds; where it had got to is kept for a while.
    struct Listening {
        std::unique_ptr<Listener> listener;
        std::shared_ptr<Channel> channel;
        Now::time_point left;
        store::Owner owner = 0;
    };
    void run();
    void arrive(std::string const& id, stripecli::Session session, std::shared_ptr<Channel> channel);
    bool have_room(Arrival const& arrival) const;
    void welcome(Arrival arrival);
    void tell();

    store::Engine& engine_;
    api::Environment& environment_;
    RequestLog* log_;
    Streams streams_;
    std::map<std::string, Listening> listening_;  // by session id; only the thread's
    std::atomic<std::size_t> count_ = 0;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<Arrival> arrived_;
    std::vector<std::shared_ptr<Channel>> left_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace bursar::live
