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

// Whether a pattern, in which a * stands for anything, describes the text. Takes time in proportion to both.
bool fits(std::string_view pattern, std::string_view text);

class Faults {
public:
    static constexpr std::size_t kOrderedMax = 100, kPathMax = 200;  // of one platform; letters of a pattern
    bool order(Seq platform, Fault fault);                           // false: there are too many already
    std::vector<Fault> ordered(Seq platform);
    void clear(Seq platform);
    // The first that fits, one of its count used up. Any thread.
    std::optional<Fault> meet(Seq platform, std::string_view method, std::string_view path);

    // One that was met by a request that begins again.
    void give_back(Seq platform, Fault fault);

private:
    std::mutex mutex_;
    std::map<Seq, std::vector<Fault>> by_platform_;
};

}  // namespace bursar::api
