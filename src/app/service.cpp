#include "app/service.hpp"

#include <filesystem>

#include "api/faults.hpp"
#include "api/rate_limits.hpp"
#include "api/scan.hpp"
#include "app/home.hpp"
#include "app/openapi.hpp"
#include "app/registry.hpp"
#include "base/log.hpp"
#include "base/private_file.hpp"
#include "console/stripecli/session.hpp"
#include "events/webhook_endpoints/subscriptions.hpp"
#include "web/assets.hpp"

namespace bursar::app {

// In a sandbox everything but the place where clouds keep the credentials of a machine; otherwise the Internet, and
// what was named.
static http::Client::MayReach may_reach(World& world) {
    return [&environment = *world.environment](IpAddress const& address) {
        if (environment.webhook_networks.allow(address)) return true;
        return environment.sandbox ? !Networks::is_link_local(address) : !Networks::is_own(address);
    };
}

// Beside the database; in memory when that is.
static std::string request_log_path(Options const& options) {
    if (!options.request_log.empty()) return options.request_log;
    if (options.store == "memory:") return {};
    if (options.store.starts_with("sqlite:"))
        return std::filesystem::path(options.store.substr(7)).replace_extension(".requests.db");
    make_folder_of("data/postgres.requests.db");
    return "data/postgres.requests.db";
}

static constexpr std::size_t kLookedAtMax = 20'000;  // entries of the log, for one answer

Service::Service(World& world, Options const& options, std::function<void()> storage_failed)
    : world_(world), waits_(world.engine->concurrency() > 1) {
    auto& environment = *world.environment;
    if (environment.sandbox) openapi_ = to_text(openapi_of(all_resources()));
    if (environment.sandbox && options.public_url.empty()) own_links_.emplace(environment.base_url);
    environment.faults = std::make_shared<api::Faults>();
    auto figures = api::RateLimitFigures::parse(options.rate_limits.empty() ? (options.sandbox ? "off" : "on")
                                                                            : options.rate_limits);
    environment.rate_limits = std::make_shared<api::RateLimits>(*figures);
    RequestLogPlaces places{.lines = is_logged(LogLevel::info)};
    if (options.request_log != "off") {
        places.file = request_log_path(options);
        environment.read_requests = [this](api::RequestsWanted const& wanted) { return requests(wanted); };
    }
    if (places.file || places.lines)
        request_log_ =
            std::make_unique<RequestLog>(places, RequestLogLimits{options.request_log_days, options.request_log_mb});
    live_ = std::make_unique<live::Live>(*world.engine, environment, places.file ? request_log_.get() : nullptr);
    client_ = std::make_unique<http::Client>(may_reach(world), options.webhook_ca);
    auto record = [this](Workers::Task task, std::function<void(bool)> then) {
        workers_->submit(std::move(task), std::move(then));
    };
    courier_ = std::make_unique<courier::Courier>(*world.engine, environment, *client_, record);
    environment.delivery_wait = [this](std::string const& endpoint) { return courier_->wait_for(endpoint); };
    // In memory a writer waits until nobody reads, so there is a moment between two scans.
    scans_ = std::make_unique<Scans>(options.store == "memory:" ? 1 : 2);
    workers_ = std::make_unique<Workers>(
        world, Workers::Hooks{.storage_failed =
                                  [this, storage_failed] {
                                      storage_failed_ = true;
                                      storage_failed();
                                  },
                              .committed =
                                  [this](store::Session const& session) {
                                      courier_->take(session.enqueued());
                                      live_->streams().committed(session);
                                  },
                              .answered = [this](Request const& request, Response& response,
                                                 Now::time_point came) { answered(request, response, came); },
                              .scan =
                                  [this](Seq platform, Request request, Respond respond, Now::time_point came) {
                                      scan(platform, std::move(request), std::move(respond), came);
                                  }});
    if (waits_) return;
    try {
        workers_->take_up_leased(webhook_endpoints::kLeasedJob, webhook_endpoints::kLease);
    } catch (std::exception const& problem) {  // their leases end by themselves
        log(LogLevel::error, "deliveries under way could not be taken up", {{"problem", problem.what()}});
    }
}

Service::~Service() {
    courier_->finish();
    workers_.reset();
    scans_.reset();
    client_.reset();
    live_.reset();
}

using ScanEnd = api::ScanBudget::AtEnd;
static constexpr std::size_t kScannedAtOnce = 100, kScannedMax = 1'000'000;
static constexpr auto kScanAtOnce = std::chrono::milliseconds(5);
static constexpr auto kScan = std::chrono::seconds(5);

// From a snapshot, on the thread that serves sockets. Nothing when that is not enough, or does not work now: the
// workers know what to do then.
std::optional<Response> Service::answer_at_once(Request const& request) {
    api::ScanBudget budget(kScannedAtOnce, kScanAtOnce, ScanEnd::hand_over);
    try {
        auto session = world_.engine->read();
        return world_.dispatcher->answer_from_snapshot(*session, request);
    } catch (std::exception const& problem) {
        log(LogLevel::warning, "a snapshot could not be read", {{"problem", problem.what()}});
        return std::nullopt;
    }
}

std::optional<Response> Service::refuse_head(Request head) {
    try {
        auto session = waits_ ? nullptr : world_.engine->read();
        return world_.dispatcher->refuse_head(head, session.get());
    } catch (std::exception const& problem) {
        log(LogLevel::warning, "a snapshot could not be read", {{"problem", problem.what()}});
        return std::nullopt;
    }
}

bool Service::is_proxy(std::string const& address) const {
    auto parsed = IpAddress::parse(address);
    return parsed && world_.environment->proxies.allow(*parsed);
}

// An exception on this thread would be everybody's.
void Service::answer(Request request, Respond respond) {
    try {
        answer_any(std::move(request), respond);
    } catch (std::exception const& problem) {
        log(LogLevel::error, "a request was not answered", {{"problem", problem.what()}});
        respond({.status = 500, .body = R"({"error":{"message":"An unknown error occurred","type":"api_error"}})"});
    }
}

void Service::answer_any(Request request, Respond const& respond) {
    request.client_ip = world_.environment->proxies.sender(request.client_ip, request.forwarded_for);
    if (request.method == "OPTIONS") return respond(api::Dispatcher::preflight());
    if (request.path == "/healthz") return respond(health());
    if (request.path == "/metrics") return respond(metrics());
    if (request.path == "/openapi.json") return respond(openapi());
    if (auto at_home = home(request, *world_.environment)) {
        if (own_links_) own_links_->lead_to_host(request, *at_home);
        return respond(std::move(*at_home));
    }
    if (request.path.starts_with(stripecli::kSubscribePath)) return respond(live_->subscribe(request));
    if (auto file = web::answer(request, world_.environment->shops)) return respond(std::move(*file));
    answer_api(std::move(request), respond);
}

void Service::answer_api(Request request, Respond respond) {
    auto began = Now::now();
    try {
        if (!waits_ && world_.dispatcher->is_read(request))
            if (auto response = answer_at_once(request)) {
                answered(request, *response, began);
                return respond(std::move(*response));
            }
    } catch (api::ScanTooLong const& too_long) {
        return scan(too_long.platform, std::move(request), std::move(respond), began);
    }
    workers_->submit(std::move(request), std::move(respond));
}

// What looks through more than the thread of the sockets has time for.
void Service::scan(Seq platform, Request request, Respond respond, Now::time_point began) {
    auto work = [this, request, respond, began] {
        api::ScanBudget budget(kScannedMax, kScan, ScanEnd::stop);
        std::optional<Response> response;
        try {
            auto session = world_.engine->read();
            response = world_.dispatcher->answer_from_snapshot(*session, request);
        } catch (std::exception const& problem) {
            log(LogLevel::warning, "a snapshot could not be read", {{"problem", problem.what()}});
        }
        if (!response)
            response = Response{.status = 500,
                                .body = R"({"error":{"message":"An unknown error occurred","type":"api_error"}})"};
        answered(request, *response, began);
        respond(std::move(*response));
    };
    if (scans_->submit(platform, std::move(work))) return;
    Response busy{.status = 429,
                  .headers = {{"Stripe-Rate-Limited-Reason", "endpoint-concurrency"}},
                  .body =
                      R"({"error":{"code":"rate_limit","message":"Too many searches are waiting. Please try again.",)"
                      R"("type":"invalid_request_error"}})",
                  .about = {.platform = platform}};
    answered(request, busy, began);
    respond(std::move(busy));
}

// As the metrics name it: what a caller has made up has no line of its own.
static std::string_view method_label(std::string_view method) {
    for (std::string_view known : {"GET", "POST", "DELETE", "PUT", "PATCH"})
        if (method == known) return known;
    return "other";
}

// Any thread: before an answer is given.
void Service::answered(Request const& request, Response& response, Now::time_point began) {
    if (response.content_type == "text/event-stream" && !live_->streams().have_room(response.about))
        response = {.status = 429,
                    .body = R"({"error":{"message":"Too many streams are open.","type":"invalid_request_error"}})",
                    .about = response.about};
    if (response.content_type == "text/event-stream")
        response.event_stream = [this, about = response.about,
                                 after = request.last_event_id](std::shared_ptr<Channel> channel) {
            live_->streams().open(about, after, std::move(channel));
        };
    if (own_links_) own_links_->lead_to_host(request, response);
    auto took = Now::now() - began;
    auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    if (request_log_) request_log_->note(request, response, microseconds);
    live_->streams().requested(request, response, microseconds);
    std::lock_guard lock(figures_mutex_);
    auto& figures = figures_[{response.about.route, method_label(request.method)}];
    ++figures.by_status[response.status];
    figures.seconds.add(std::chrono::duration<double>(took).count());
}

Response Service::health() {
    if (storage_failed_) return {.status = 503, .body = R"({"status":"storage_failed"})"};
    if (!workers_->is_alive()) return {.status = 503, .body = R"({"status":"store_unavailable"})"};
    return {.body = R"({"status":"ok"})"};
}

// Computed once, at the start.
Response Service::openapi() const {
    if (!openapi_.empty()) return {.body = openapi_};
    return {.status = 404,
            .body = R"({"error":{"message":"Only a sandbox serves it.","type":"invalid_request_error"}})"};
}

Response Service::metrics() {
    MetricsText out;
    {
        std::lock_guard lock(figures_mutex_);
        MetricsText::Series<std::uint64_t> counts;
        MetricsText::Series<Histogram const*> seconds;
        for (auto const& [key, figures] : figures_) {
            auto labels = label("route", key.first.empty() ? "none" : key.first) + ',' + label("method", key.second);
            for (auto const& [status, count] : figures.by_status)
                counts.emplace_back(labels + ',' + label("status", std::to_string(status)), count);
            seconds.emplace_back(labels, &figures.seconds);
        }
        out.counter("bursar_requests_total", "Answers, by route and status.", counts);
        out.histogram("bursar_request_seconds", "From a request to its answer.", seconds);
    }
    workers_->write_metrics(out);
    courier_->write_metrics(out);
    scans_->write_metrics(out);
    if (request_log_) request_log_->write_metrics(out);
    live_->write_metrics(out);
    for (auto const& [name, value] : world_.engine->figures())
        out.gauge("bursar_store_" + std::string(name), "Of the storage engine.", {{"", value}});
    out.gauge("bursar_uptime_seconds", "Since the server began.",
              {{"", std::chrono::duration<double>(Now::now() - began_).count()}});
    return {.content_type = "text/plain; version=0.0.4; charset=utf-8", .body = out.take(), .own_headers = true};
}

// ---- the request log, read ----

static json::object view_of(LoggedRequest const& entry) {
    auto parsed = [](std::string const& text) { return parse_untrusted(text).value_or(json::value(text)); };
    return {
        {"id", std::to_string(entry.number)},
        {"object", "request"},
        {"account", entry.account_id},
        {"answer", parsed(entry.answer)},
        {"api_version", entry.api_version},
        {"client_ip", entry.client_ip},
        {"created", entry.created / 1000},
        {"duration", entry.duration},
        {"idempotency_key", entry.idempotency_key.empty() ? json::value(nullptr) : json::value(entry.idempotency_key)},
        {"livemode", entry.livemode},
        {"method", entry.method},
        {"parameters", entry.parameters.empty() ? json::value(nullptr) : parsed(entry.parameters)},
        {"path", entry.path},
        {"request", entry.request_id},
        {"status", entry.status},
        {"user_agent", entry.user_agent}};
}

std::string Service::requests(api::RequestsWanted const& wanted) {
    auto is = [](std::string const& asked, std::string const& value) { return asked.empty() || asked == value; };
    json::array data;
    bool has_more = false;
    auto before = wanted.before;
    for (std::size_t looked_at = 0; !has_more && looked_at < kLookedAtMax;) {
        auto page = request_log_->before(wanted.platform, before, 50);
        if (page.empty()) break;
        looked_at += page.size();
        before = page.back().number;
        for (auto const& entry : page) {
            if (!api::ScanBudget::allows_another()) {
                looked_at = kLookedAtMax;
                break;
            }
            if (entry.livemode != wanted.livemode || !is(wanted.account, entry.account_id) ||
                !is(wanted.method, entry.method) || !is(wanted.path, entry.path) ||
                !is(wanted.request, entry.request_id) || (wanted.status && wanted.status != entry.status))
                continue;
            has_more = data.size() == wanted.limit;
            if (has_more) break;
            data.push_back(view_of(entry));
        }
    }
    return to_text(
        json::object{{"object", "list"}, {"data", data}, {"has_more", has_more}, {"url", "/dashboard/api/requests"}});
}

}  // namespace bursar::app
