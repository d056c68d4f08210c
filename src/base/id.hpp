// Ids look like the reference's (reference/conventions.md: Ids) and lead straight to their row: the last eight
// characters are the object's sequence number under a keyed permutation, so that neighbours cannot be guessed and no
// index over text is needed.
//   pm_ pi_ ch_ ...   version digit, 5 characters of time, the last 10 of the account's id, 8 of the sequence number
//   cus_              6 characters of time, 8 of the sequence number
//   acct_             version digit, 5 of time, 2 of chance, 8 of the sequence number
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace bursar {

inline constexpr char kBase62[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

using Seq = std::uint64_t;  // numbers every object of a database, in order of creation

class IdCipher {
public:
    explicit IdCipher(std::uint64_t key) : key_(key) {}
    std::string encode(Seq seq) const;                       // 8 characters
    std::optional<Seq> decode(std::string_view tail) const;  // of any text that ends in 8 such characters

private:
    std::uint64_t key_;
};

std::string time_letters(Timestamp at, int count);
std::string structured_id(std::string_view prefix, char version, Timestamp at, std::string_view account_id,
                          std::string_view tail);
std::string short_id(std::string_view prefix, Timestamp at, std::string_view tail);
std::string account_id(Timestamp at, std::string_view two, std::string_view tail);

// "pm" of "pm_1abc".
std::string_view prefix_of(std::string_view id);

}  // namespace bursar
