// Card and bank account numbers at rest, and nothing else ever holds one. A number comes in once, is sealed with
// AES-256-GCM under the vault's current key, and comes out only into a function passed to use(), after which the copy
// is wiped. Each record keeps the id of the key that sealed it, so keys can be changed record by record (rekey). A
// security code is never stored.
//
// Keys: 32 bytes, as 64 hex digits, from BURSAR_VAULT_KEY or from a file; `id` is the start of the key's hash.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "crypto/crypto.hpp"
#include "store/session.hpp"

namespace bursar::vault {

// A number that cannot be printed, compared or turned into JSON. Only the vault and what it calls look inside.
class SecretNumber {
public:
    explicit SecretNumber(std::string digits) : digits_(std::move(digits)) {}
    SecretNumber(SecretNumber&&) = default;
    SecretNumber(SecretNumber const&) = delete;
    SecretNumber& operator=(SecretNumber const&) = delete;
    ~SecretNumber() { crypto::wipe(digits_); }
    std::string_view reveal() const { return digits_; }

private:
    std::string digits_;
};

class Keys {
public:
    // The first key seals, all of them open. Throws std::invalid_argument on a malformed one.
    explicit Keys(std::vector<std::string> const& hex_keys);
    std::string const& current_id() const { return current_; }
    crypto::Key const* find(std::string const& id) const;
    crypto::Key const& current() const { return keys_.at(current_); }

private:
    std::map<std::string, crypto::Key> keys_;
    std::string current_;
};

Seq put(store::Session& session, Keys const& keys, SecretNumber const& number);
Seq clone(store::Session& session, Keys const& keys, Seq record);

// Throws when the record is missing, or its key is not among the keys.
void use(store::Session& session, Keys const& keys, Seq record, std::function<void(SecretNumber const&)> const& with);

// Seals up to `limit` records after `after` anew under the current key. Returns the last one seen, 0 when done.
Seq rekey(store::Session& session, Keys const& keys, Seq after, std::size_t limit);

// Records that do not open: for `bursar check`.
std::vector<std::string> broken_seals(store::Session& session, Keys const& keys);

}  // namespace bursar::vault
