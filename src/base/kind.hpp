// What a table of fields (fields.hpp) knows of the C++ types of its members, and how what they do not take is refused.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"

namespace bursar {

// Where in the parameters a value stands; its text is only made for an error message: card[exp_month].
struct Path {
    Path const* parent = nullptr;
    std::string_view name;
    std::string_view version = {};  // of whom all of it is read, where it begins; nothing is the newest
    std::string text() const;
};

enum class Source { parameters, document };

struct Field;
struct Fields : std::span<Field const> {               // the table of a struct
    std::span<std::string_view const> exclusive = {};  // "amount, quantity": of these at most one may be sent
};

// What a value of a kind looks like, for whoever walks a table without having one: `bursar schema`, tests.
enum class Shape {
    text,
    integer,
    boolean,
    word,  // one of `words`
    hash,  // with `fields`
    list,  // each element as `of` says
    metadata,
    anything,
    same,  // as `of` says: optional, Emptyable, Omitted, Hidden
};

// What the table needs to know of a C++ type. There is one Kind per type, whoever uses it.
struct Kind {
    void (*write)(void const* value, std::string& out);
    Result<void> (*read)(void* value, json::value const& in, Path const& path, Source source);
    bool (*is_left_out)(void const* value) = nullptr;  // the field does not appear in the JSON
    bool required = false;                             // as a parameter it must be sent
    bool hidden = false;                               // lives in the state of an object, not in its document
    bool clears = false;                               // as a parameter it may be "", which clears
    bool ignored = false, unsupported = false;         // base/rules.hpp
    std::string_view since = {}, until = {};           // which versions know it: base/dated.hpp

    Shape shape = Shape::anything;
    Kind const* of = nullptr;
    Fields (*fields)() = nullptr;
    std::span<std::string_view const> words = {};
    std::int64_t min = INT64_MIN, max = INT64_MAX;  // of an integer
    std::size_t letters_max = 0;                    // of a text; 0: as it is said elsewhere
};

struct Field {
    std::string_view name;
    Kind const* kind;
    void* (*in)(void* object);
};

void write_fields(void const* object, Fields fields, std::string& out);  // what the caller of the API sees
void write_hidden(void const* object, Fields fields, std::string& out);  // the rest
Result<void> read_fields(void* object, Fields fields, json::value const& in, Path const& path, Source source);

// Refusals (reference/conventions.md: Parameters), for kinds and for handlers that check more than a type can say.
std::unexpected<Refusal> refuse_empty(Path const& path);
std::unexpected<Refusal> refuse_missing(std::string const& param);
std::unexpected<Refusal> refuse_together(std::string const& param, std::string_view names);
std::unexpected<Refusal> refuse_longer(Path const& path, std::string_view text, std::size_t letters_max);
std::unexpected<Refusal> refuse_integer(Path const& path, json::value const& in);
std::unexpected<Refusal> refuse_word(std::string const& param, std::span<std::string_view const> words);

// Text of a value as the reference echoes it in messages: strings raw, hashes as {"0"=>"a"}.
std::string echo(json::value const& value);

}  // namespace bursar
