// The log of API requests: see README.md of this folder.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/message.hpp"
#include "base/metrics.hpp"
#include "request_log/log_file.hpp"

namespace bursar {

struct RequestLogLimits {
    int days = 7;
    int megabytes = 512;
};

// Where requests are told of, either or both.
struct RequestLogPlaces {
    std::optional<std::string> file = {};  // an empty path: in memory
    bool lines = false;                    // on standard error (request_log/line.hpp)
};

class RequestLog {
public:
    // Where the file cannot be used nothing is kept, until it can be.
    RequestLog(RequestLogPlaces places, RequestLogLimits limits);
    ~RequestLog();

    // Kept are requests whose caller is known; a line tells of any.
    void note(Request const& request, Response const& response, std::int64_t microseconds);

    // While the file cannot be read there are none.
    // Of one platform: those after a number, oldest first; or before one (0: from the newest), newest first.
    std::vector<LoggedRequest> after(std::uint64_t platform, std::int64_t number, std::size_t limit);
    std::vector<LoggedRequest> before(std::uint64_t platform, std::int64_t number, std::size_t limit);
    std::int64_t newest();

    void write_metrics(MetricsText& out) const;

private:
    void run();
    void write(std::deque<LoggedRequest>& entries);
    void keep(std::vector<LoggedRequest>& batch);
    void forget_old();
    bool is_open();
    void failed(LogFailed const& problem);
    template <class Do>
    bool with_file(Do what);

    RequestLogPlaces places_;
    RequestLogLimits limits_;
    std::mutex file_mutex_;
    std::optional<LogFile> file_;
    std::int64_t open_again_at_ = 0;
    std::atomic<bool> has_failed_ = false;
    std::int64_t pruned_at_ = 0;

    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<LoggedRequest> queue_;
    std::size_t queued_bytes_ = 0;
    bool ending_ = false;
    std::atomic<std::uint64_t> written_ = 0, dropped_ = 0;
    std::thread thread_;
};

}  // namespace bursar
