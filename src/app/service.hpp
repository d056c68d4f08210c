// A running server: everything between a request that has arrived and its answer, and what goes on beside.
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>

#include "app/own_links.hpp"
#include "app/scans.hpp"
#include "app/workers.hpp"
#include "app/world.hpp"
#include "base/metrics.hpp"
#include "console/live/live.hpp"
#include "events/courier/courier.hpp"
#include "request_log/request_log.hpp"

namespace bursar::app {

class Service {
public:
    // `storage_failed`: nothing more can be kept, the server should end.
    Service(World& world, Options const& options, std::function<void()> storage_failed);
    ~Service();  // answers what waits

    // On the thread that serves sockets.
    void answer(Request request, Respond respond);
    // Before a large body is read: nothing, or the answer that the head deserves.
    std::optional<Response> refuse_head(Request head);
    bool is_proxy(std::string const& address) const;

private:
    using Now = std::chrono::steady_clock;
    // Of one route (its pattern) and method: how many answers of each status, and how long they took.
    struct RouteFigures {
        std::map<int, std::uint64_t> by_status;
        Histogram seconds;
    };

    void answer_any(Request request, Respond const& respond);
    void answer_api(Request request, Respond respond);
    void answered(Request const& request, Response& response, Now::time_point began);
    std::optional<Response> answer_at_once(Request const& request);
    void scan(Seq platform, Request request, Respond respond, Now::time_point began);
    Response health();
    Response metrics();
    Response openapi() const;
    std::string requests(api::RequestsWanted const& wanted);

    World& world_;
    bool waits_;           // the engine is behind a network
    std::string openapi_;  // of a sandbox; otherwise empty
    std::optional<OwnLinks> own_links_;
    std::atomic<bool> storage_failed_ = false;
    std::unique_ptr<RequestLog> request_log_;
    std::unique_ptr<live::Live> live_;
    std::unique_ptr<courier::Courier> courier_;
    std::unique_ptr<http::Client> client_;
    std::unique_ptr<Workers> workers_;
    std::unique_ptr<Scans> scans_;
    Now::time_point const began_ = Now::now();
    std::mutex figures_mutex_;
    std::map<std::pair<std::string_view, std::string_view>, RouteFigures> figures_;  // literals: nobody else's words
};

}  // namespace bursar::app
