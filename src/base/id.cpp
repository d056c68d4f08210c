#include "base/id.hpp"

namespace bursar {

namespace {

constexpr std::uint64_t kCodes = 218340105584896;  // 62^8
constexpr std::uint64_t kHalf = (1u << 24) - 1;

std::uint64_t mix(std::uint64_t x) {  // splitmix64's finaliser
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

// A Feistel network over 48 bits.
std::uint64_t permute(std::uint64_t x, std::uint64_t key, bool forward) {
    std::uint64_t left = x >> 24, right = x & kHalf;
    for (int i = 0; i < 6; ++i) {
        auto round = static_cast<std::uint64_t>(forward ? i : 5 - i);
        if (forward) {
            auto next = left ^ (mix(right + key + (round << 48)) & kHalf);
            left = right;
            right = next;
        } else {
            auto previous = right ^ (mix(left + key + (round << 48)) & kHalf);
            right = left;
            left = previous;
        }
    }
    return left << 24 | right;
}

constexpr Timestamp kTimeOrigin = 1342389380;  // chosen so that today's ids look like today's ids

}  // namespace

std::string IdCipher::encode(Seq seq) const {
    auto x = permute(seq, key_, true);
    while (x >= kCodes) x = permute(x, key_, true);
    std::string out(8, '0');
    for (int i = 7; i >= 0; --i, x /= 62) out[static_cast<std::size_t>(i)] = kBase62[x % 62];
    return out;
}

std::optional<Seq> IdCipher::decode(std::string_view text) const {
    if (text.size() < 8) return std::nullopt;
    std::uint64_t x = 0;
    for (char c : text.substr(text.size() - 8)) {
        std::uint64_t digit;
        if (c >= '0' && c <= '9')
            digit = static_cast<std::uint64_t>(c - '0');
        else if (c >= 'A' && c <= 'Z')
            digit = static_cast<std::uint64_t>(c - 'A') + 10;
        else if (c >= 'a' && c <= 'z')
            digit = static_cast<std::uint64_t>(c - 'a') + 36;
        else
            return std::nullopt;
        x = x * 62 + digit;
    }
    do x = permute(x, key_, false);
    while (x >= kCodes);
    return x;
}

std::string time_letters(Timestamp at, int count) {
    auto x = static_cast<std::uint64_t>(at > kTimeOrigin ? at - kTimeOrigin : 0);
    std::string out(static_cast<std::size_t>(count), '0');
    for (int i = count - 1; i >= 0; --i, x /= 62) out[static_cast<std::size_t>(i)] = kBase62[x % 62];
    return out;
}

std::string structured_id(std::string_view prefix, char version, Timestamp at, std::string_view account,
                          std::string_view tail) {
    std::string out(prefix);
    out.push_back('_');
    out.push_back(version);
    out += time_letters(at, 5);
    out += account.substr(account.size() - 10);
    return out += tail;
}

std::string short_id(std::string_view prefix, Timestamp at, std::string_view tail) {
    return std::string(prefix) + '_' + time_letters(at, 6) + std::string(tail);
}

std::string account_id(Timestamp at, std::string_view two, std::string_view tail) {
    return "acct_1" + time_letters(at, 5) + std::string(two) + std::string(tail);
}

std::string_view prefix_of(std::string_view id) { return id.substr(0, std::min(id.find('_'), id.size())); }

}  // namespace bursar
