// --listen: where the server listens, and how whoever is told of it gets there.
#pragma once

#include <string>

#include "http/server.hpp"

namespace bursar::app {

// 127.0.0.1:8420, localhost:8420, [::1]:8420; :8420 is every address of the machine. Throws UsageError.
http::Address address_of(std::string const& listen);

// With the port that was taken. What stands for every address nobody can go to: such a server is at 127.0.0.1, too.
std::string url_of(http::Address const& address, std::uint16_t port, bool tls);

}  // namespace bursar::app
