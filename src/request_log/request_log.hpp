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
#include "store/sqlite/connection.hpp"

namespace bursar {

struct LoggedRequest {
    std::int64_t number = 0;    // grows
    std::int64_t created = 0;   // milliseconds since 1970
    std::int64_t duration = 0;  // microseconds
    std::uint64_t platform = 0;
    std::string account_id;
    bool livemode = false;
    std::string method, path, request_id, idempotency_key, api_version, client_ip, user_agent;
    int status = 0;
    std::string parameters;  // JSON
    std::string answer;      // its first kAnswerLoggedMax bytes
};
inline constexpr std::size_t kAnswerLoggedMax = 32 * 1024;

struct RequestLogLimits {
    int days = 7;
    int megabytes = 512;
};

class RequestLog {
public:
    // An empty path: in memory. Throws std::runtime_error when the file cannot be used.
    RequestLog(std::string const& path, RequestLogLimits limits);
    ~RequestLog();

    // Only of requests whose caller is known.
    void note(Request const& request, Response const& response, std::int64_t microseconds);

    // Of one platform: those after a number, oldest first; or before one (0: from the newest), newest first.
    std::vector<LoggedRequest> after(std::uint64_t platform, std::int64_t number, std::size_t limit);
    std::vector<LoggedRequest> before(std::uint64_t platform, std::int64_t number, std::size_t limit);
    std::int64_t newest();

    void write_metrics(MetricsText& out) const;

private:
    void run();
    void write(std::deque<LoggedRequest>& entries);
    void prune();
    std::vector<LoggedRequest> select(char const* sql, std::uint64_t platform, std::int64_t number, std::size_t limit);

    RequestLogLimits limits_;
    std::mutex database_mutex_;
    store::Connection database_;
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
