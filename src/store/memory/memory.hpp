// An engine that forgets: everything in maps. For tests, simulations and throw-away servers.
#pragma once

#include "store/engine.hpp"

namespace bursar::store {
std::unique_ptr<Engine> open_memory();
}
