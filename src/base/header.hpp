// Headers of a message. What always holds: no header can end its line, or the head, early. Whoever writes a message
// takes these types alone, so text that came from outside either is clean or never gets there.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.hpp"

namespace bursar {

// A literal, which the compiler looks at.
class HeaderName {
public:
    template <std::size_t N>
    consteval HeaderName(char const (&literal)[N]) : text_(literal, N - 1) {
        for (char c : text_)
            if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9') && c != '-')
                throw "a header's name is of letters, digits and hyphens";
    }
    constexpr std::string_view text() const { return text_; }
    constexpr bool operator==(std::string_view other) const { return text_ == other; }

private:
    std::string_view text_;
};

// Text without control characters (a tab is none). To make one of other text is a fault of ours, for what comes from
// outside is refused where it comes in: it throws Broken.
class HeaderValue {
public:
    HeaderValue() = default;
    HeaderValue(std::string text) : text_(std::move(text)) { MUST(is_clean(text_)); }
    HeaderValue(std::string_view text) : HeaderValue(std::string(text)) {}
    HeaderValue(char const* text) : HeaderValue(std::string(text)) {}

    static bool is_clean(std::string_view text) {
        return std::ranges::all_of(text, [](unsigned char c) { return (c >= 0x20 && c != 0x7f) || c == '\t'; });
    }
    std::string const& text() const { return text_; }
    bool empty() const { return text_.empty(); }
    bool operator==(std::string_view other) const { return text_ == other; }

private:
    std::string text_;
};

struct Header {
    HeaderName name;
    HeaderValue value;
};

}  // namespace bursar
