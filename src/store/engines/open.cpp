#include "store/engines/open.hpp"

#include <stdexcept>

#include "store/memory/memory.hpp"
#include "store/sqlite/sqlite.hpp"

namespace bursar::store {

std::unique_ptr<Engine> open(std::string const& url) {
    if (url == "memory:") return open_memory();
    if (url.starts_with("sqlite:") && url.size() > 7) return open_sqlite(url.substr(7));
    throw std::invalid_argument("--store must be sqlite:PATH or memory:, not '" + url + "'");
}

}  // namespace bursar::store
