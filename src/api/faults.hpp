// Faults that a platform orders for its own requests, in sandboxes only, to prove that its retries are right. They live
// in memory, on the server that took the order.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"

namespace bursar::api {

struct Fault {
    std::string id;
    std::string method = "*";  // GET, POST, DELETE; * for any
    std::string path = "*";    // /v1/payment_intents; a * stands for anything, slashes included
    std::string kind;          // rate_limit, lock_timeout, server_error, drop, delay
    bool after = false;        // carried out and committed first; otherwise nothing is
    int delay_ms = 0;
    std::int64_t count = 1;  // requests that it still meets
};

class Faults {
public:
    void order(Seq platform, Fault fault);
    std::vector<Fault> ordered(Seq platform);
    void clear(Seq platform);
    // The first that fits, one of its count used up. Any thread.
    std::optional<Fault> meet(Seq platform, std::string_view method, std::string_view path);

private:
    std::mutex mutex_;
    std::map<Seq, std::vector<Fault>> by_platform_;
};

}  // namespace bursar::api
