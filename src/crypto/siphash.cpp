#include "crypto/siphash.hpp"

#include <bit>
#include <cstring>

#include "crypto/crypto.hpp"

namespace bursar::crypto {

static_assert(std::endian::native == std::endian::little, "words are read as they lie");

namespace {

std::uint64_t word_at(void const* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

struct State {
    std::uint64_t v0, v1, v2, v3;

    void round() {
        v0 += v1;
        v2 += v3;
        v1 = std::rotl(v1, 13) ^ v0;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 = std::rotl(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = std::rotl(v1, 17) ^ v2;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 = std::rotl(v2, 32);
    }
    void take(std::uint64_t word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
};

}  // namespace

SipHash::SipHash(std::string_view secret) {
    auto digest = sha256(secret);
    k0_ = word_at(digest.data());
    k1_ = word_at(digest.data() + 8);
}

std::uint64_t SipHash::operator()(std::string_view text) const {
    State s{k0_ ^ 0x736f6d6570736575, k1_ ^ 0x646f72616e646f6d, k0_ ^ 0x6c7967656e657261, k1_ ^ 0x7465646279746573};
    auto const whole = text.size() & ~std::size_t{7};
    for (std::size_t at = 0; at < whole; at += 8) s.take(word_at(text.data() + at));
    std::uint64_t last = static_cast<std::uint64_t>(text.size()) << 56;
    for (std::size_t i = 0; whole + i < text.size(); ++i)
        last |= static_cast<std::uint64_t>(static_cast<unsigned char>(text[whole + i])) << (8 * i);
    s.take(last);
    s.v2 ^= 0xff;
    for (int i = 0; i < 4; ++i) s.round();
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

}  // namespace bursar::crypto
