// A card number is planted in a request or an answer, spelled in some way, among anything at all: nothing of what is
// logged holds it.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/form.hpp"
#include "base/redact.hpp"
#include "base/result.hpp"

using namespace bursar;

namespace {

// Digits that pass the Luhn check, as many as `length`, made of what the fuzzer gives.
std::string number_of(std::string_view bytes, std::size_t length) {
    std::string out = "4";
    for (std::size_t n = 1; n + 1 < length; ++n)
        out.push_back(static_cast<char>('0' + static_cast<unsigned char>(bytes[n % bytes.size()]) % 10));
    int sum = 0;
    for (std::size_t n = 0; n < out.size(); ++n) {
        int digit = out[out.size() - 1 - n] - '0';
        if (n % 2 == 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    out.push_back(static_cast<char>('0' + (10 - sum % 10) % 10));
    return out;
}

std::string grouped(std::string const& number, std::size_t size, std::string_view between) {
    std::string out;
    for (std::size_t n = 0; n < number.size(); ++n) {
        if (n > 0 && n % size == 0) out += between;
        out.push_back(number[n]);
    }
    return out;
}

std::string without_digits(std::string_view text) {
    std::string out;
    for (char c : text)
        if (c < '0' || c > '9') out.push_back(c);
    return out;
}

// An escape that is cut off would take the first digits for its own.
std::string apart(std::string before) {
    auto end = before.size() > 5 ? before.size() - 5 : 0;
    return before.find_first_of("%\\", end) == std::string::npos ? before : before + " ";
}

void check(std::string const& clean, std::string const& number, std::string const& spelled) {
    CHECK(clean.find(number) == std::string::npos);
    CHECK(clean.find(spelled) == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    if (size < 8) return 0;
    std::string_view bytes(reinterpret_cast<char const*>(data), size);
    static constexpr std::string_view kBetween[] = {"",    " ",   "-",     ".",       "/",   ", ",
                                                    " - ", "%20", "%2520", "\\u00a0", "\\t", "+"};
    auto number = number_of(bytes.substr(0, 8), 13 + data[0] % 7u);
    auto spelled = grouped(number, 1 + data[1] % 6u, kBetween[data[2] % std::size(kBetween)]);
    auto context = without_digits(bytes.substr(8));  // digits beside it would be part of it
    auto at = context.empty() ? 0 : data[3] % (context.size() + 1);
    auto text = apart(context.substr(0, at)) + spelled + context.substr(at);
    check(redacted_text(text), number, spelled);
    check(redacted_answer(text), number, spelled);
    check(redacted_answer(R"({"error": {"message": ")" + text), number, spelled);
    auto parameters = redacted_parameters(text, "metadata[note]=" + text);
    check(parameters.text, number, spelled);
    check(redacted_answer(apart(context) + spelled, parameters.taken), number, spelled);
    CHECK(without_card_numbers(without_card_numbers(text)) == without_card_numbers(text));
    // By name, whatever its value looks like.
    auto secret = "Q" + std::to_string(1'000'000 + data[4]) + "Q";
    for (auto const& form : {"card[number]=" + secret + "&" + text, text + "&card.number=" + secret})
        CHECK(redacted_parameters("", form).text.find(secret) == std::string::npos);
    return 0;
}
