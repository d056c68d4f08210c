// The one thread that writes. It takes the requests that wait, runs each under a savepoint of one transaction, commits
// them together and answers when the commit is durable: the price of a sync is shared by all that waited for it.
// Between batches it runs the jobs that are due.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "api/dispatch.hpp"

namespace bursar::app {

inline constexpr std::size_t kBatchMax = 64;

class Writer {
public:
    Writer(store::Engine& engine, api::Dispatcher& dispatcher, Clock& clock);
    ~Writer();  // answers what waits, then ends
    void submit(Request request, Respond respond);

private:
    struct Waiting {
        Request request;
        Respond respond;
    };
    void run();
    void serve(std::vector<Waiting> batch);
    void run_jobs();
    void prune();

    store::Engine& engine_;
    api::Dispatcher& dispatcher_;
    Clock& clock_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Waiting> queue_;
    bool ending_ = false;
    Timestamp pruned_at_ = 0;
    std::thread thread_;
};

}  // namespace bursar::app
