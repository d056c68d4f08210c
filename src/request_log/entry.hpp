// One request and its answer, as they are logged.
#pragma once

#include <cstdint>
#include <string>

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
inline constexpr std::size_t kAnswerLoggedMax = 32 * 1024, kParametersLoggedMax = 32 * 1024, kWordLoggedMax = 2 * 1024;

}  // namespace bursar
