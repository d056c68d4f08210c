// Ids and cursors: whatever text comes, what decodes encodes back to the same eight characters.
#include <cstdint>

#include "base/id.hpp"
#include "base/result.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view text(reinterpret_cast<char const*>(data), size);
    bursar::IdCipher cipher(7);
    if (auto seq = cipher.decode(text)) CHECK(cipher.encode(*seq) == text.substr(text.size() - 8));
    return 0;
}
