// Answers and headers as bytes.
#pragma once

#include "base/message.hpp"

namespace bursar::http {

// What an answer is written with that is the connection's affair or the operator's.
struct Ending {
    bool keep_alive = true;
    bool head_only = false;
    std::int64_t hsts_seconds = 0;  // 0: nothing is said of it
};
std::string to_bytes(Response const& response, Ending const& ending);

// Puts a header where Request keeps it, if Request does.
void take_header(Request& request, std::string_view name, std::string_view value);

}  // namespace bursar::http
