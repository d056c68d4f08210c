#include "events/courier/courier.hpp"

#include <chrono>

#include "base/log.hpp"
#include "events/webhook_endpoints/subscriptions.hpp"

namespace bursar::courier {

using namespace webhook_deliveries;
using webhook_endpoints::kLeasedJob;

static constexpr int kAtOnce = 16;              // requests under way to one endpoint
static constexpr std::size_t kAllAtOnce = 512;  // and to all
static constexpr std::size_t kLaneMax = 1000;   // jobs that wait for one endpoint
static constexpr std::size_t kWaitingMax = 20'000;
static constexpr Timestamp kLeaseLeft = 25;     // seconds, more than an attempt may take
static constexpr std::size_t kPackMax = 64;     // jobs read in one snapshot
static constexpr std::size_t kRecordMax = 128;  // answers kept in one transaction
static constexpr std::size_t kRecordings = 4;   // such transactions at a time
static constexpr std::size_t kPacesMax = 10'000;
static constexpr double kComeBackMin = 500;  // a second, to one lane, of what was put off

// Of a delivery that failed, in the log.
struct Told {
    std::string type, event, url;
};

Courier::Courier(store::Engine& engine, api::Environment& environment, http::Client& client, Record record)
    : engine_(engine), environment_(environment), client_(client), record_(std::move(record)) {
    thread_ = std::thread([this] { run(); });
}

Courier::~Courier() { finish(); }

void Courier::finish() {
    if (!thread_.joinable()) return;
    std::unique_lock lock(mutex_);
    ending_ = true;
    wake_.notify_all();
    wake_.wait_for(lock, std::chrono::seconds(2), [&] { return under_way_ + recording_ + done_.size() == 0; });
    given_up_ = true;
    wake_.notify_all();
    lock.unlock();
    thread_.join();
}

// Nothing where the payload cannot be read: such a job comes due when its lease ends, fails there, and is told of.
static std::optional<std::string> endpoint_of(store::Job const& job) {
    try {
        Scratch scratch;
        return std::string(text_at(parse_document(job.payload, scratch.pointer()).as_object(), "endpoint"));
    } catch (std::exception const&) {
        return std::nullopt;
    }
}

void Courier::take(std::map<store::JobKey, store::Job> const& jobs) {
    auto leased_until = environment_.clock.now() + kLeaseLeft;
    for (auto const& [key, job] : jobs) {
        if (job.kind != kLeasedJob || job.run_at < leased_until) continue;
        auto endpoint = endpoint_of(job);
        if (!endpoint) continue;
        std::lock_guard lock(mutex_);
        auto& lane = lanes_[*endpoint];
        if (ending_ || lane.jobs.size() >= kLaneMax || waiting_ >= kWaitingMax) {
            ++let_go_;
            continue;
        }
        lane.jobs.push_back(job);
        ++waiting_;
        wake_.notify_all();
    }
}

Timestamp Courier::wait_for(std::string const& endpoint) {
    std::lock_guard lock(mutex_);
    auto lane = lanes_.find(endpoint);
    bool has_room = lane == lanes_.end() || lane->second.jobs.size() < kLaneMax;
    if (has_room && waiting_ < kWaitingMax) return 0;
    auto now = environment_.clock.now();
    auto& pace = paces_[endpoint];
    auto per_second = std::max(kComeBackMin, 1.5 * pace.per_second);  // rather too soon than a lane that runs dry
    pace.next = std::max(pace.next, static_cast<double>(now + 1)) + 1 / per_second;
    return static_cast<Timestamp>(pace.next) - now;
}

// Counted by the second; half of what is believed comes from the last one.
void Courier::note_pace(std::string const& endpoint) {
    if (paces_.size() > kPacesMax) paces_.clear();
    auto& pace = paces_[endpoint];
    auto now = environment_.clock.now();
    if (now != pace.second) {
        auto seconds = std::max<Timestamp>(1, std::min<Timestamp>(60, now - pace.second));
        if (pace.second)
            pace.per_second =
                pace.per_second / 2 + static_cast<double>(pace.answered) / static_cast<double>(seconds) / 2;
        pace.second = now;
        pace.answered = 0;
    }
    ++pace.answered;
}

// Lane by lane, starting after the one that was served last.
std::vector<std::pair<std::string, store::Job>> Courier::next_jobs() {
    std::vector<std::pair<std::string, store::Job>> out;
    for (bool more = true; more && out.size() < kPackMax;) {
        more = false;
        auto lane = lanes_.upper_bound(last_lane_);
        for (std::size_t n = lanes_.size(); n > 0 && out.size() < kPackMax; --n, ++lane) {
            if (lane == lanes_.end()) lane = lanes_.begin();
            auto& [endpoint, state] = *lane;
            if (state.jobs.empty() || state.under_way >= kAtOnce || under_way_ >= kAllAtOnce) continue;
            out.emplace_back(endpoint, std::move(state.jobs.front()));
            state.jobs.pop_front();
            --waiting_;
            ++state.under_way;
            ++under_way_;
            last_lane_ = endpoint;
            more = true;
        }
    }
    return out;
}

void Courier::run() {
    std::unique_lock lock(mutex_);
    for (;;) {
        record_answers(lock);
        if (given_up_) return;
        if (ending_ && under_way_ + recording_ + done_.size() == 0) wake_.notify_all();
        auto jobs = ending_ ? std::vector<std::pair<std::string, store::Job>>() : next_jobs();
        if (!jobs.empty()) {
            lock.unlock();
            send(std::move(jobs));
            lock.lock();
            continue;
        }
        if (!given_up_) wake_.wait(lock);
    }
}

void Courier::send(std::vector<std::pair<std::string, store::Job>> jobs) {
    auto leased_until = environment_.clock.now() + kLeaseLeft;
    std::unique_ptr<store::Session> session;
    for (auto& [endpoint, job] : jobs) {
        try {
            if (job.run_at < leased_until) throw std::runtime_error("it waited too long");
            if (!session) session = engine_.read();
            Scratch scratch;
            auto payload = parse_document(job.payload, scratch.pointer());
            auto tx = api::Tx::of_job(environment_, *session, job, payload.as_object());
            std::optional<Parcel> parcel;
            std::string problem;
            try {
                parcel = pack(tx, payload.as_object());
            } catch (store::Trouble const&) {
                throw;
            } catch (std::exception const& wrong) {
                problem = wrong.what();
            }
            if (parcel)
                send(endpoint, std::move(job), std::move(*parcel));
            else
                answered(endpoint, {std::move(job), std::nullopt, std::move(problem)});
        } catch (std::exception const& problem) {  // its lease ends, and then it comes back
            log(LogLevel::warning, "a delivery was put off", {{"endpoint", endpoint}, {"problem", problem.what()}});
            std::lock_guard lock(mutex_);
            ++let_go_;
            --lanes_[endpoint].under_way;
            --under_way_;
        }
    }
}

// Without its query, in which receivers are known to keep secrets, and without a user's name.
static std::string told_url(std::string const& url) {
    auto address = url.substr(0, url.find_first_of("?#"));
    auto host = address.find("://");
    if (host == std::string::npos) return address;
    host += 3;
    auto at = address.rfind('@', address.find('/', host));
    return at == std::string::npos || at < host ? address : address.erase(host, at + 1 - host);
}

// Whoever wrote the receiver reads it beside the requests.
static void tell_failure(Told const& told, Outcome const& outcome) {
    log(LogLevel::warning, "a webhook was not delivered",
        {{"type", told.type},
         {"event", told.event},
         {"url", told_url(told.url)},
         {"problem", outcome.status ? "answered " + std::to_string(outcome.status) : outcome.problem},
         {"milliseconds", std::to_string(outcome.duration_ms)}});
}

void Courier::send(std::string const& endpoint, store::Job job, Parcel parcel) {
    Told told{parcel.event_type, parcel.event, parcel.url};
    Outcome outcome{.sent_at = environment_.clock.now()};
    outcome.signature = signature(parcel.secrets, environment_.clock.outside(), parcel.body, parcel.livemode);
    http::Outbound request{.url = std::move(parcel.url),
                           .body = std::move(parcel.body),
                           .headers = headers_of(outcome.signature),
                           .timeout_seconds = parcel.timeout_seconds()};
    client_.post(std::move(request), [this, endpoint, job = std::move(job), outcome = std::move(outcome),
                                      told = std::move(told)](http::Answer answer) mutable {
        outcome.status = answer.status;
        outcome.duration_ms = answer.duration_ms;
        outcome.problem = std::move(answer.problem);
        outcome.body = std::move(answer.body);
        ++(outcome.succeeded() ? succeeded_ : outcome.status ? refused_ : unreachable_);
        duration_.add(static_cast<double>(answer.duration_ms) / 1000);
        if (!outcome.succeeded()) tell_failure(told, outcome);
        answered(endpoint, {std::move(job), std::move(outcome)});
    });
}

void Courier::answered(std::string const& endpoint, Done done) {
    std::lock_guard lock(mutex_);
    if (!done.outcome) ++dropped_;
    note_pace(endpoint);
    --under_way_;
    if (auto lane = lanes_.find(endpoint); lane != lanes_.end()) {
        --lane->second.under_way;
        if (lane->second.under_way == 0 && lane->second.jobs.empty()) lanes_.erase(lane);
    }
    done_.push_back(std::move(done));
    wake_.notify_all();
}

// One that cannot be sent, or whose answer cannot be kept, is parked: tried again it would go on like that for ever.
void Courier::keep(store::Session& session, Done const& done) {
    session.savepoint();
    try {
        if (!done.problem.empty()) throw std::runtime_error(done.problem);
        Scratch scratch;
        auto payload = parse_document(done.job.payload, scratch.pointer());
        auto tx = api::Tx::of_job(environment_, session, done.job, payload.as_object());
        record(tx, done.job, payload.as_object(), done.outcome);
    } catch (store::Trouble const&) {
        throw;
    } catch (std::exception const& problem) {
        session.rollback();
        session.park(done.job, problem.what());
        log(LogLevel::error, "a delivery is parked",
            {{"job", std::to_string(done.job.seq)}, {"problem", problem.what()}});
    }
    session.release();
}

void Courier::record_answers(std::unique_lock<std::mutex>& lock) {
    while (!done_.empty() && recording_ < kRecordings) {
        auto count = std::min(done_.size(), kRecordMax);
        auto batch = std::make_shared<std::vector<Done>>(
            std::make_move_iterator(done_.begin()), std::make_move_iterator(done_.begin() + static_cast<long>(count)));
        done_.erase(done_.begin(), done_.begin() + static_cast<long>(count));
        ++recording_;
        lock.unlock();
        auto keep_all = [this, batch](store::Session& session) {
            for (auto const& done : *batch) keep(session, done);
        };
        record_(std::move(keep_all), [this](bool) {  // what could not be kept is sent again when its lease ends
            std::lock_guard guard(mutex_);
            --recording_;
            wake_.notify_all();
        });
        lock.lock();
    }
}

void Courier::write_metrics(MetricsText& out) const {
    out.counter("bursar_webhook_deliveries_total", "Attempts to deliver an event, by what came of them.",
                {{R"(outcome="succeeded")", succeeded_},
                 {R"(outcome="refused")", refused_},
                 {R"(outcome="unreachable")", unreachable_},
                 {R"(outcome="endpoint_gone")", dropped_}});
    out.counter("bursar_webhook_deliveries_put_off_total", "Deliveries left in the store for later, for want of room.",
                {{"", let_go_}});
    out.histogram("bursar_webhook_delivery_seconds", "From sending an event to its answer.", {{"", &duration_}});
    std::lock_guard lock(mutex_);
    out.gauge("bursar_webhook_deliveries_waiting", "Deliveries in memory that wait for their turn.",
              {{"", static_cast<double>(waiting_)}});
    out.gauge("bursar_webhook_deliveries_under_way", "Deliveries sent and not answered yet.",
              {{"", static_cast<double>(under_way_)}});
}

}  // namespace bursar::courier
