// What webhooks cost the API, how many arrive in a second, and how soon.
#pragma once

#include <functional>
#include <string>

namespace bursar::bench {

// The flows that write, without endpoints and with two. `fresh` makes a store.
void bench_webhooks(std::string const& binary, std::function<std::string()> const& fresh, int seconds);

}  // namespace bursar::bench
