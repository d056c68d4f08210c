// The parts of an absolute URL. Only what the server must know of one that a caller names: who connects parses for
// himself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bursar {

struct Url {
    std::string scheme, host;  // lower case; of an IPv6 address without the brackets
    static std::optional<Url> parse(std::string_view text);
};

}  // namespace bursar
