// JSON text. Values go out through our own writer (numbers as the API prints them, non-ASCII left raw); trees, where
// one is needed (versions, expansion, stored documents), are Boost.JSON's.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace bursar {

namespace json = boost::json;

void write_json_string(std::string& out, std::string_view text);
void write_json_integer(std::string& out, std::int64_t number);
void write_json(std::string& out, json::value const& value);
std::string to_text(json::value const& value);

// Compact JSON, which must be well formed, laid out as the reference API prints it: two spaces, one field a line.
std::string pretty(std::string_view compact);

// A stored or freshly written document, as a tree. It is ours, so it must parse.
json::value parse_document(std::string_view text, json::storage_ptr where = {});

// What somebody else wrote; nothing when it is no JSON, or nested deeper than 32 levels.
std::optional<json::value> parse_untrusted(std::string_view text);

// Memory for trees that are only looked at and then let go: parsing them costs no allocation while they are small.
class Scratch {
public:
    json::storage_ptr pointer() { return &resource_; }

private:
    unsigned char first_[16 * 1024];
    json::monotonic_resource resource_{first_};
};

// The string, integer or bool at a key, or the fallback when it is absent or of another type.
std::string_view text_at(json::object const& object, std::string_view key);
std::int64_t integer_at(json::object const& object, std::string_view key, std::int64_t fallback = 0);

}  // namespace bursar
