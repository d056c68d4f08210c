// A running server: everything between a request that has arrived and its answer, and what goes on beside.
#pragma once

#include <atomic>
#include <memory>

#include "app/workers.hpp"
#include "app/world.hpp"
#include "courier/courier.hpp"

namespace bursar::app {

class Service {
public:
    // `storage_failed`: nothing more can be kept, the server should end.
    Service(World& world, Options const& options, std::function<void()> storage_failed);
    ~Service();  // answers what waits

    // On the thread that serves sockets.
    void answer(Request request, Respond respond);

private:
    std::optional<Response> answer_at_once(Request const& request);

    World& world_;
    bool waits_;  // the engine is behind a network
    std::unique_ptr<courier::Courier> courier_;
    std::unique_ptr<http::Client> client_;
    std::unique_ptr<Workers> workers_;
};

}  // namespace bursar::app
