// The engines by their URLs; the only place that knows them all.
#pragma once

#include "store/engine.hpp"

namespace bursar::store {

// sqlite:PATH, postgres://USER@HOST:PORT/DATABASE or memory:. Throws std::invalid_argument for anything else,
// std::runtime_error when it cannot be opened.
std::unique_ptr<Engine> open(std::string const& url);

}  // namespace bursar::store
