// Answers and headers as bytes.
#pragma once

#include "base/message.hpp"

namespace bursar::http {

std::string to_bytes(Response const& response, bool keep_alive, bool head_only);

// Puts a header where Request keeps it, if Request does.
void take_header(Request& request, std::string_view name, std::string_view value);

}  // namespace bursar::http
