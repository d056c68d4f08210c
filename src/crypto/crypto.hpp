// Sealing, hashing and chance. The only folder that includes OpenSSL.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace bursar::crypto {

using Digest = std::array<unsigned char, 32>;
using Key = std::array<unsigned char, 32>;

Digest sha256(std::string_view data);
Digest hmac_sha256(std::string_view key, std::string_view data);

// The same under one key for many texts: what the key alone gives is kept, which of a short text is half the work. Any
// thread may ask.
class Hmac {
public:
    explicit Hmac(std::string_view key);
    Hmac(Hmac&&) noexcept;
    ~Hmac();
    Digest operator()(std::string_view data) const;

private:
    struct Begun;
    std::unique_ptr<Begun> begun_;
};

std::string hex(std::string_view bytes);
std::string hex(Digest const& digest);
std::optional<std::string> from_hex(std::string_view text);
std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);
std::string letters_of(Digest const& digest, std::size_t count);  // 0-9A-Za-z, for fingerprints
bool equal(std::string_view a, std::string_view b);               // in time that depends on the lengths only

// AES-256-GCM: a fresh 12-byte nonce, the sealed text, a 16-byte tag. `bound` is authenticated and not stored: a record
// that is moved to another place does not open there.
std::string seal(Key const& key, std::string_view text, std::string_view bound);
// The same with a nonce that is counted: for a key that one process alone seals under, and never gives a number twice.
std::string seal_counted(Key const& key, std::uint64_t count, std::string_view text, std::string_view bound);
std::optional<std::string> open(Key const& key, std::string_view sealed, std::string_view bound);

void wipe(std::string& text);

// What nobody can guess. Any thread may ask.
class SystemRandom final : public Random {
public:
    std::uint64_t bits() override;
};

Key random_key();

}  // namespace bursar::crypto
