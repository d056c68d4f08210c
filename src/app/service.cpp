#include "app/service.hpp"

#include "base/log.hpp"
#include "resources/webhook_endpoints/subscriptions.hpp"

namespace bursar::app {

// In a sandbox everything but the place where clouds keep the credentials of a machine; otherwise the Internet, and
// what was named.
static http::Client::MayReach may_reach(World& world) {
    return [&environment = *world.environment](IpAddress const& address) {
        if (environment.webhook_networks.allow(address)) return true;
        return environment.sandbox ? !Networks::is_link_local(address) : !Networks::is_own(address);
    };
}

Service::Service(World& world, Options const& options, std::function<void()> storage_failed)
    : world_(world), waits_(world.engine->concurrency() > 1) {
    client_ = std::make_unique<http::Client>(may_reach(world), options.webhook_ca);
    auto record = [this](Workers::Task task, std::function<void(bool)> then) {
        workers_->submit(std::move(task), std::move(then));
    };
    courier_ = std::make_unique<courier::Courier>(*world.engine, *world.environment, *client_, record);
    world.environment->delivery_lease = [this] { return courier_->lease(); };
    workers_ = std::make_unique<Workers>(
        *world.engine, *world.dispatcher, world.clock,
        Workers::Hooks{.storage_failed = std::move(storage_failed),
                       .committed = [this](Workers::Jobs const& jobs) { courier_->take(jobs); }});
    if (!waits_) workers_->take_up_leased(webhook_endpoints::kDeliverJob, webhook_endpoints::kLease);
}

Service::~Service() {
    courier_->finish();
    workers_.reset();
    client_.reset();
}

// From a snapshot, on the thread that serves sockets. Nothing when that is not enough, or does not work now: the
// workers know what to do then.
std::optional<Response> Service::answer_at_once(Request const& request) {
    try {
        auto session = world_.engine->read();
        return world_.dispatcher->answer_from_snapshot(*session, request);
    } catch (std::exception const& problem) {
        log(LogLevel::warning, "a snapshot could not be read", {{"problem", problem.what()}});
        return std::nullopt;
    }
}

void Service::answer(Request request, Respond respond) {
    if (request.method == "OPTIONS") return respond(api::Dispatcher::preflight());
    if (request.path == "/healthz") return respond({.body = "{\"status\":\"ok\"}"});
    if (!waits_ && world_.dispatcher->is_read(request))
        if (auto response = answer_at_once(request)) return respond(std::move(*response));
    workers_->submit(std::move(request), std::move(respond));
}

}  // namespace bursar::app
