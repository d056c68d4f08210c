// The threads of requests that look through many objects (api/scan.hpp), apart from those that serve everybody.
//
// What always holds: of one platform one scan runs at a time, so that one platform never has all threads; what waits is
// bounded, in all and by platform.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "base/id.hpp"
#include "base/message.hpp"
#include "base/metrics.hpp"

namespace bursar::app {

class Scans {
public:
    using Work = std::function<void()>;
    explicit Scans(int threads);
    ~Scans();  // carries out what waits

    // False: too many wait.
    bool submit(Seq platform, Work work);
    void write_metrics(MetricsText& out);

private:
    struct Waiting {
        Seq platform = 0;
        Work work;
    };
    void run();
    std::deque<Waiting>::iterator next();

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Waiting> queue_;
    std::set<Seq> running_;
    bool ending_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace bursar::app
