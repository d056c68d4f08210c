#include "api/kept_id.hpp"

#include <algorithm>

#include "crypto/crypto.hpp"

namespace bursar::api {

// A plain hash will do: the credential has 40 letters of chance, and nobody tries those.
std::string kept_id(std::string_view credential) {
    constexpr std::size_t kTail = 8, kLetters = 40;
    auto tail = credential.substr(credential.size() - std::min(credential.size(), kTail));
    auto prefix = credential.substr(0, credential.size() - std::min(credential.size(), kTail + kLetters));
    return std::string(prefix) + crypto::letters_of(crypto::sha256(credential), kLetters) + std::string(tail);
}

}  // namespace bursar::api
