// A request and an answer as plain values, between the sockets (http/) and the API (api/), which do not know each
// other.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bursar {

struct Request {
    std::string method;  // GET, POST, DELETE, OPTIONS
    std::string path;    // without the query, still percent-encoded
    std::string query;
    std::string body;
    std::string authorization, content_type, stripe_account, stripe_version, idempotency_key, user_agent, host, origin;
    std::string client_ip;
};

struct Response {
    int status = 200;
    std::vector<std::pair<std::string_view, std::string>> headers;  // names are literals
    std::string content_type = "application/json";
    std::string body;
};

using Respond = std::function<void(Response)>;

}  // namespace bursar
