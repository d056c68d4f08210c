// Eight bytes of a text, looked at together: for what nearly every text passes without anything being found.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace bursar {

class Eight {
public:
    static constexpr std::size_t kSize = 8;

    Eight(std::string_view text, std::size_t at) { std::memcpy(&bytes_, text.data() + at, kSize); }

    // Whether any of them is; `limit` is at most 128.
    bool has(char c) const { return has_zero(bytes_ ^ each(c)); }
    bool has_below(unsigned char limit) const { return (bytes_ - each(static_cast<char>(limit))) & ~bytes_ & kHighs; }
    bool has_digit() const {  // '0' to '9' become 0 to 9
        auto values = bytes_ ^ each('0');
        return (values - each(10)) & ~values & kHighs;
    }
    bool has_non_ascii() const { return bytes_ & kHighs; }

private:
    static constexpr std::uint64_t kOnes = 0x0101010101010101u, kHighs = 0x8080808080808080u;
    static constexpr std::uint64_t each(char c) { return kOnes * static_cast<unsigned char>(c); }
    static bool has_zero(std::uint64_t bytes) { return (bytes - kOnes) & ~bytes & kHighs; }

    std::uint64_t bytes_ = 0;
};

}  // namespace bursar
