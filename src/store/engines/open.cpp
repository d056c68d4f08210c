#include "store/engines/open.hpp"

#include <stdexcept>

#include "store/memory/memory.hpp"
#include "store/postgres/postgres.hpp"
#include "store/sqlite/sqlite.hpp"

namespace bursar::store {

std::unique_ptr<Engine> open(std::string const& url) {
    if (url == "memory:") return open_memory();
    if (url.starts_with("sqlite:") && url.size() > 7) return open_sqlite(url.substr(7));
    if (url.starts_with("postgres://") || url.starts_with("postgresql://")) return open_postgres(url);
    throw std::invalid_argument("--store must be sqlite:PATH, postgres://... or memory:, not '" + url + "'");
}

}  // namespace bursar::store
