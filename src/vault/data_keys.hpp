// The keys that a database's own data are made with: one key for each use, and none that the database alone gives.
//
// Each is made once, of chance, and lies in the settings ("data_key/" and its name) sealed under the vault's current
// key. `vault rekey` seals it anew, so changing the vault's key changes no fingerprint and no id. They are opened when
// the server starts, and leave this class through its uses only.
//
// What must hold: no key has two uses; whoever has the database without the vault's key can neither make nor try a
// fingerprint, nor read a stored answer.
#pragma once

#include <atomic>
#include <string>
#include <string_view>

#include "crypto/crypto.hpp"
#include "store/session.hpp"
#include "vault/vault.hpp"

namespace bursar::vault {

class DataKeys {
public:
    // Those of a database, which are made and sealed where there are none. Until now one key, in clear, made
    // fingerprints, ids and listeners' secrets: where it is found it goes on as the value of those three, so that none
    // of them changes, and is taken out of the settings and of the files (Engine::scrub).
    // Throws std::runtime_error when they do not open under the vault's keys.
    static DataKeys of(store::Engine& engine, Keys const& keys);
    // For tests: the same for the same seed.
    static DataKeys from_seed(std::string_view seed);

    DataKeys(DataKeys&& other) noexcept;
    DataKeys& operator=(DataKeys&&) = delete;

    // 16 letters that are the same for a number wherever it is used in one platform's tree, and tell nothing about it.
    std::string fingerprint(std::string_view platform, std::string_view number) const;
    // What ids that follow from another one are made of: an account's application, its payment method configuration.
    std::string derived_id(std::string_view subject, std::size_t letters) const;
    // With which webhooks are signed for who listens on a device: the same whenever it listens.
    std::string listener_secret(std::string_view subject) const;
    // What a listener is given to come back with: opens again as it was sealed, here alone.
    std::string seal_session(std::string_view text) const;
    std::optional<std::string> open_session(std::string_view sealed) const;
    // Of a request with an idempotency key, to tell another one by.
    std::string request_fingerprint(std::string_view request) const;

    // Of a posting of the ledger as it was written: who has the database alone cannot make one for another.
    std::string posting_seal(std::string_view posting) const;

    // An answer that is kept under an idempotency key, and opens under that one alone.
    store::SealedText seal_answer(store::IdempotencyKey const& key, std::string_view answer) const;
    // Nothing when it was not sealed here.
    std::optional<std::string> open_answer(store::IdempotencyKey const& key, store::SealedText const& sealed) const;

private:
    struct Secrets {
        std::string fingerprints, ids, listeners, sessions, requests, answers, postings;
    };
    explicit DataKeys(Secrets secrets);
    static Secrets read(store::Session& session, Keys const& keys);

    crypto::Hmac fingerprints_, ids_, listeners_, sessions_, requests_, answers_, postings_;
    // Answers are sealed by the thousand in a second, too many for nonces of chance under one key. So each process
    // seals under a key of its own, made of the answers' key and some chance that it puts before each, and counts.
    std::string salt_;
    crypto::Key sealing_{};
    mutable std::atomic<std::uint64_t> sealed_ = 0;
};

// Seals the data keys anew under the current key.
void rekey_data(store::Session& session, Keys const& keys);

}  // namespace bursar::vault
