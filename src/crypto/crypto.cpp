#include "crypto/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <stdexcept>

#include "base/id.hpp"
#include "base/result.hpp"

namespace bursar::crypto {

namespace {

constexpr std::size_t kNonceSize = 12, kTagSize = 16;

unsigned char const* bytes(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }
unsigned char* bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

// OpenSSL looks an algorithm up by name whenever one is asked for, and makes a context of each: both take longer than
// the work on what we have. So an algorithm is looked up once, and a thread keeps its context.
struct Free {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

EVP_CIPHER const* aes_256_gcm() {
    static EVP_CIPHER const* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
    CHECK(cipher);
    return cipher;
}

EVP_CIPHER_CTX* cipher_context() {
    thread_local std::unique_ptr<EVP_CIPHER_CTX, Free> context(EVP_CIPHER_CTX_new());
    CHECK(context);
    return context.get();
}

using DigestContext = std::unique_ptr<EVP_MD_CTX, Free>;

EVP_MD_CTX* digest_context() {
    thread_local DigestContext context(EVP_MD_CTX_new());
    CHECK(context);
    return context.get();
}

void begin_sha256(EVP_MD_CTX* context) {
    static EVP_MD const* const digest = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    CHECK(digest && EVP_DigestInit_ex(context, digest, nullptr) == 1);
}

Digest end_sha256(EVP_MD_CTX* context, std::string_view data) {
    Digest out{};
    unsigned size = 0;
    CHECK(EVP_DigestUpdate(context, data.data(), data.size()) == 1);
    CHECK(EVP_DigestFinal_ex(context, out.data(), &size) == 1 && size == out.size());
    return out;
}

std::string_view text_of(Digest const& digest) { return {reinterpret_cast<char const*>(digest.data()), digest.size()}; }

}  // namespace

Digest sha256(std::string_view data) {
    begin_sha256(digest_context());
    return end_sha256(digest_context(), data);
}

// H(key ^ opad, H(key ^ ipad, data)), RFC 2104: both digests stand where the key ends.
struct Hmac::Begun {
    DigestContext inner{EVP_MD_CTX_new()}, outer{EVP_MD_CTX_new()};
};

Hmac::Hmac(std::string_view key) : begun_(std::make_unique<Begun>()) {
    constexpr std::size_t kBlock = 64;
    CHECK(!key.empty());
    std::string block(key.size() > kBlock ? text_of(sha256(key)) : key);
    block.resize(kBlock);
    auto begin = [&](EVP_MD_CTX* context, char pad) {
        auto padded = block;
        for (char& c : padded) c = static_cast<char>(c ^ pad);
        CHECK(context);
        begin_sha256(context);
        CHECK(EVP_DigestUpdate(context, padded.data(), padded.size()) == 1);
        wipe(padded);
    };
    begin(begun_->inner.get(), 0x36);
    begin(begun_->outer.get(), 0x5c);
    wipe(block);
}

Hmac::Hmac(Hmac&&) noexcept = default;
Hmac::~Hmac() = default;

Digest Hmac::operator()(std::string_view data) const {
    auto* context = digest_context();
    CHECK(EVP_MD_CTX_copy_ex(context, begun_->inner.get()) == 1);
    auto inner = end_sha256(context, data);
    CHECK(EVP_MD_CTX_copy_ex(context, begun_->outer.get()) == 1);
    return end_sha256(context, text_of(inner));
}

Digest hmac_sha256(std::string_view key, std::string_view data) { return Hmac(key)(data); }

std::string hex(std::string_view data) {
    static constexpr char kHex[] = "0123456789abcdef";
    std::string out(2 * data.size(), '\0');
    auto at = out.begin();
    for (char c : data) {
        *at++ = kHex[static_cast<unsigned char>(c) >> 4];
        *at++ = kHex[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

std::string hex(Digest const& digest) { return hex(text_of(digest)); }

std::optional<std::string> from_hex(std::string_view text) {
    auto digit = [](char c) {
        return c >= '0' && c <= '9'   ? c - '0'
               : c >= 'a' && c <= 'f' ? c - 'a' + 10
               : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                      : -1;
    };
    if (text.size() % 2 != 0) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        int high = digit(text[i]), low = digit(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out.push_back(static_cast<char>(high * 16 + low));
    }
    return out;
}

std::string base64(std::string_view data) {
    std::string out((data.size() + 2) / 3 * 4 + 1, '\0');  // EVP_EncodeBlock ends with a NUL
    out.resize(static_cast<std::size_t>(EVP_EncodeBlock(bytes(out), bytes(data), static_cast<int>(data.size()))));
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string padded(text);
    while (padded.size() % 4 != 0) padded.push_back('=');
    std::string out(padded.size() / 4 * 3, '\0');
    int size = EVP_DecodeBlock(bytes(out), bytes(padded), static_cast<int>(padded.size()));
    if (size < 0) return std::nullopt;
    for (std::size_t i = padded.size(); i > 0 && padded[i - 1] == '='; --i) --size;
    out.resize(static_cast<std::size_t>(std::max(size, 0)));
    return out;
}

std::string letters_of(Digest const& digest, std::size_t count) {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(kBase62[digest[i % digest.size()] % 62]);
    return out;
}

bool equal(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// `out` begins with the nonce.
static std::string seal_with_nonce(Key const& key, std::string out, std::string_view text, std::string_view bound) {
    out.resize(kNonceSize + text.size() + kTagSize);
    auto* context = cipher_context();
    int size = 0;
    CHECK(EVP_EncryptInit_ex(context, aes_256_gcm(), nullptr, key.data(), bytes(out)) == 1);
    CHECK(EVP_EncryptUpdate(context, nullptr, &size, bytes(bound), static_cast<int>(bound.size())) == 1);
    CHECK(EVP_EncryptUpdate(context, bytes(out) + kNonceSize, &size, bytes(text), static_cast<int>(text.size())) == 1);
    CHECK(EVP_EncryptFinal_ex(context, bytes(out) + kNonceSize + size, &size) == 1);
    CHECK(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, kTagSize, bytes(out) + kNonceSize + text.size()) == 1);
    return out;
}

std::string seal(Key const& key, std::string_view text, std::string_view bound) {
    std::string nonce(kNonceSize, '\0');
    CHECK(RAND_bytes(bytes(nonce), kNonceSize) == 1);
    return seal_with_nonce(key, std::move(nonce), text, bound);
}

std::string seal_counted(Key const& key, std::uint64_t count, std::string_view text, std::string_view bound) {
    std::string nonce(kNonceSize, '\0');
    for (std::size_t at = kNonceSize; count != 0; count >>= 8) nonce[--at] = static_cast<char>(count & 0xff);
    return seal_with_nonce(key, std::move(nonce), text, bound);
}

std::optional<std::string> open(Key const& key, std::string_view sealed, std::string_view bound) {
    if (sealed.size() < kNonceSize + kTagSize) return std::nullopt;
    std::string out(sealed.size() - kNonceSize - kTagSize, '\0');
    std::string tag(sealed.substr(sealed.size() - kTagSize));
    auto* context = cipher_context();
    int size = 0;
    bool good =
        EVP_DecryptInit_ex(context, aes_256_gcm(), nullptr, key.data(), bytes(sealed)) == 1 &&
        EVP_DecryptUpdate(context, nullptr, &size, bytes(bound), static_cast<int>(bound.size())) == 1 &&
        EVP_DecryptUpdate(context, bytes(out), &size, bytes(sealed) + kNonceSize, static_cast<int>(out.size())) == 1 &&
        EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, kTagSize, bytes(tag)) == 1 &&
        EVP_DecryptFinal_ex(context, bytes(out) + size, &size) == 1;
    if (!good) return std::nullopt;
    return out;
}

void wipe(std::string& text) {
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

std::uint64_t SystemRandom::bits() {
    thread_local std::array<std::uint64_t, 64> pool{};
    thread_local std::size_t left = 0;
    if (left == 0) {
        if (RAND_bytes(reinterpret_cast<unsigned char*>(pool.data()), sizeof pool) != 1)
            throw std::runtime_error("no randomness");
        left = pool.size();
    }
    return std::exchange(pool[--left], 0);
}

Key random_key() {
    Key key;
    CHECK(RAND_bytes(key.data(), static_cast<int>(key.size())) == 1);
    return key;
}

}  // namespace bursar::crypto
