// The engine without the API on it: what bounds a flow.
#pragma once

#include <cstdint>
#include <string>

namespace bursar::bench {

// Commits the rows that `flows` flows left behind in one store into another, as many transactions side by side as the
// engine asks for, `batch` flows to a commit where it asks for one. Flows per second.
double raw_engine(std::string const& from, std::string const& to, std::size_t flows, std::size_t batch);

// Adds customers' rows to a store until `count` objects are in it.
void fill(std::string const& store, std::uint64_t count);

}  // namespace bursar::bench
