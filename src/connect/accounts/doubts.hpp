// What checking found, or will find (verification.hpp), by the requirement that it asks for again.
#pragma once

#include <map>

#include "base/fields.hpp"

namespace bursar::accounts {

struct Doubt {
    std::string code, reason;
    bool payouts_only = false;
    bool operator==(Doubt const&) const = default;
};
FIELDS(Doubt, code, reason, payouts_only);

struct Doubts {
    std::map<std::string, Doubt, std::less<>> by_requirement;
};

}  // namespace bursar::accounts

template <>
struct bursar::KindOf<bursar::accounts::Doubts> {
    static void write(void const* value, std::string& out);
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source);
    static constexpr Kind kind{.write = write, .read = read};
};
