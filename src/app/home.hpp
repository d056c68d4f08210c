// GET / and /favicon.ico: what somebody has reached who was given nothing but the address.
#pragma once

#include <optional>

#include "api/tx.hpp"
#include "base/message.hpp"

namespace bursar::app {

// A program is told in JSON, a person's browser in a page. Nothing for any other path.
std::optional<Response> home(Request const& request, api::Environment const& environment);

}  // namespace bursar::app
