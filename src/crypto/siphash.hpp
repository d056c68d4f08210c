// SipHash-2-4 (Aumasson and Bernstein, 2012): 64 bits of a text under a key of 128. Who does not have the key can
// neither foresee the hash of a text nor find two texts of one hash faster than by trying, and cannot try without us.
#pragma once

#include <cstdint>
#include <string_view>

namespace bursar::crypto {

class SipHash {
public:
    explicit SipHash(std::string_view secret);  // any text that cannot be guessed; the key is made of it
    SipHash(std::uint64_t k0, std::uint64_t k1) : k0_(k0), k1_(k1) {}

    std::uint64_t operator()(std::string_view text) const;

private:
    std::uint64_t k0_, k1_;
};

}  // namespace bursar::crypto
