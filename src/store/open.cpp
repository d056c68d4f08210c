#include <stdexcept>

#include "store/engine.hpp"
#include "store/memory/memory.hpp"
#include "store/sqlite/sqlite.hpp"

namespace bursar::store {

std::unique_ptr<Engine> open(std::string const& url) {
    if (url == "memory:") return open_memory();
    if (url.starts_with("sqlite:") && url.size() > 7) return open_sqlite(url.substr(7));
    throw std::invalid_argument("--store must be sqlite:PATH or memory:, not '" + url + "'");
}

std::uint64_t hash64(std::string_view text, std::uint64_t seed) {  // FNV-1a with a finaliser
    std::uint64_t h = 0xcbf29ce484222325ull ^ seed;
    for (char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9ull;
    h = (h ^ (h >> 27)) * 0x94d049bb133111ebull;
    return h ^ (h >> 31);
}

}  // namespace bursar::store
