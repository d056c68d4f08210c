// What payers send without a secret key: on pages that a link opens, and with a publishable key.
#pragma once

#include "api/route.hpp"

namespace bursar::api {

// Whether a request tries a card: a number is among its parameters, or it confirms an intent.
bool tries_card(Route const& route, json::object const& params);

// What a page says of too many requests. `shops`: whose pages may hold it, as Content-Security-Policy writes them.
Reply too_many_page(std::string const& shops);

}  // namespace bursar::api
