#include "store/engine.hpp"

#include "store/session.hpp"

namespace bursar::store {

std::unique_ptr<Session> Engine::write() { return std::make_unique<Session>(begin(true), true); }
std::unique_ptr<Session> Engine::read() { return std::make_unique<Session>(begin(false), false); }

std::uint64_t hash64(std::string_view text, std::uint64_t seed) {  // FNV-1a with a finaliser
    std::uint64_t h = 0xcbf29ce484222325ull ^ seed;
    for (char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    h = (h ^ (h >> 30)) * 0xbf58476d1ce4e5b9ull;
    h = (h ^ (h >> 27)) * 0x94d049bb133111ebull;
    return h ^ (h >> 31);
}

}  // namespace bursar::store
