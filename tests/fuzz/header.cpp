// Writing an answer: whatever a header, a type or a place to go to is made of, it is either refused when it is made, or
// a parser reads it back as it was, in one answer with one body.
#include <boost/beast/http.hpp>
#include <cstdint>
#include <string_view>

#include "base/url.hpp"
#include "http/bytes.hpp"

using namespace bursar;
namespace beast = boost::beast::http;

static std::string_view trimmed(std::string_view text) {  // what a reader takes for the value
    auto blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

static void check_read_back(Response const& response, std::string_view type, std::string_view value) {
    auto bytes = http::to_bytes(response, {.keep_alive = true, .head_only = false, .hsts_seconds = 1});
    beast::response_parser<beast::string_body> parser;
    parser.eager(true);
    parser.header_limit(1 << 20);
    boost::system::error_code error;
    auto used = parser.put(boost::asio::buffer(bytes), error);
    CHECK(!error && parser.is_done() && used == bytes.size());
    auto const& answer = parser.get();
    CHECK(answer.body() == response.body);
    CHECK(std::string_view(answer["Content-Type"]) == trimmed(type));
    CHECK(std::string_view(answer["X-Fuzzed"]) == trimmed(value) && answer.count("X-Fuzzed") == 1);
    CHECK(std::distance(answer.begin(), answer.end()) == 7);  // nothing was added
}

// Halves of the input: a type and a value.
extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view text(reinterpret_cast<char const*>(data), size);
    auto type = text.substr(0, size / 2), value = text.substr(size / 2);
    if (auto url = ReturnUrl::parse(text)) {  // an address is always clean
        CHECK(HeaderValue::is_clean(url->text()) && !text.starts_with("javascript:") && !text.starts_with("//"));
        value = text;
        type = "text/html";
    }
    Response response{.headers = {}, .body = "body", .own_headers = true};
    try {
        response.content_type = type;
        response.headers.push_back({"X-Fuzzed", value});
    } catch (Broken const&) {
        CHECK(!HeaderValue::is_clean(type) || !HeaderValue::is_clean(value));
        return 0;
    }
    check_read_back(response, type, value);
    return 0;
}
