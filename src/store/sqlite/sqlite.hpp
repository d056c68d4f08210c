// The embedded engine: one file, WAL, every commit on the disk before it is acknowledged (synchronous=FULL).
#pragma once

#include "store/engine.hpp"

namespace bursar::store {
std::unique_ptr<Engine> open_sqlite(std::string const& path);
}
