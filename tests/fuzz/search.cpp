// The search query language.
#include <cstdint>

#include "api/search.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto query = bursar::api::parse_search({reinterpret_cast<char const*>(data), size});
    if (query) CHECK(!query->clauses.empty() && query->clauses.size() <= 10);
    return 0;
}
