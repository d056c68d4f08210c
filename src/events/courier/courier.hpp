// Carries events to webhook endpoints. Jobs come in from memory, right after the commit that made or leased them; what
// is sent is read from a snapshot; what was answered goes back to the store together, many at a time.
//
// What always holds:
// - A job is sent only while its lease is ours with time to spare. One that waited too long is let go: it is due in the
//   store when the lease ends, and whoever is there takes it up again. So nothing is lost here, and the courier may be
//   dropped at any moment.
// - Every endpoint has a lane of its own, with kAtOnce requests under way: a slow one delays nobody else.
// - Memory is bounded: a lane keeps kLaneMax jobs, and lets go of what comes beyond. Those come back at the pace at
// which
//   the lane has been answered lately (wait_for()), so that what has piled up is written anew about once before it is
//   sent, not again and again.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include "api/tx.hpp"
#include "base/metrics.hpp"
#include "events/webhook_deliveries/webhook_delivery.hpp"
#include "http/client.hpp"

namespace bursar::courier {

class Courier {
public:
    // Carries a function out in a transaction that commits, then calls the second one with whether it did.
    using Record = std::function<void(std::function<void(store::Session&)>, std::function<void(bool)>)>;
    Courier(store::Engine& engine, api::Environment& environment, http::Client& client, Record record);
    ~Courier();
    void finish();  // takes nothing more, waits up to two seconds for answers that are under way and keeps them

    // After a commit: the jobs that it left behind, of which the courier takes those that are its business.
    void take(std::map<store::JobKey, store::Job> const& jobs);

    // Seconds until a delivery to the endpoint may be taken up; 0: now, there is room in its lane.
    Timestamp wait_for(std::string const& endpoint);

    void write_metrics(MetricsText& out) const;

private:
    struct Lane {
        std::deque<store::Job> jobs;
        int under_way = 0;
    };
    struct Pace {
        double per_second = 50;     // answers, lately
        std::int64_t answered = 0;  // in the second that began at
        Timestamp second = 0;
        double next = 0;  // when the next that is put off shall come
    };
    struct Done {
        store::Job job;
        std::optional<webhook_deliveries::Outcome> outcome;
        std::string problem = {};  // why it could not be sent at all
    };

    void run();
    std::vector<std::pair<std::string, store::Job>> next_jobs();
    void send(std::vector<std::pair<std::string, store::Job>> jobs);
    void send(std::string const& endpoint, store::Job job, webhook_deliveries::Parcel parcel);
    void answered(std::string const& endpoint, Done done);
    void note_pace(std::string const& endpoint);
    void record_answers(std::unique_lock<std::mutex>& lock);
    void keep(store::Session& session, Done const& done);

    store::Engine& engine_;
    api::Environment& environment_;
    http::Client& client_;
    Record record_;

    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::map<std::string, Lane> lanes_;  // by endpoint; only those with something to do
    std::string last_lane_;              // served before, so that the next one is first
    std::vector<Done> done_;
    std::size_t waiting_ = 0, under_way_ = 0, recording_ = 0;
    std::map<std::string, Pace> paces_;  // by endpoint
    bool ending_ = false, given_up_ = false;
    std::atomic<std::uint64_t> succeeded_ = 0, refused_ = 0, unreachable_ = 0, dropped_ = 0, let_go_ = 0;
    Histogram duration_;
    std::thread thread_;
};

}  // namespace bursar::courier
