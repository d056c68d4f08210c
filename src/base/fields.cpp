#include "base/fields.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/dated.hpp"
#include "base/text.hpp"

namespace bursar {

std::string Path::text() const {
    if (!parent || (parent->name.empty() && !parent->parent)) return std::string(name);
    return parent->text() + '[' + std::string(name) + ']';
}

std::string echo(json::value const& value) {
    if (value.is_string()) return std::string(value.get_string());
    if (!value.is_object()) return to_text(value);
    std::string out = "{";
    for (auto const& [key, element] : value.get_object()) {
        if (out.size() > 1) out += ", ";
        write_json_string(out, key);
        out += "=>";
        if (element.is_string())
            write_json_string(out, element.get_string());
        else
            out += echo(element);
    }
    return out + "}";
}

std::unexpected<Refusal> refuse_empty(Path const& path) {
    auto name = path.text();
    return refuse("parameter_invalid_empty", name,
                  "You passed an empty string for '" + name +
                      "'. We assume empty values are an attempt to unset a parameter; however '" + name +
                      "' cannot be unset. You should remove '" + name +
                      "' from your request or supply a non-empty value.");
}

std::unexpected<Refusal> refuse_missing(std::string const& param) {
    return refuse("parameter_missing", param, "Missing required param: " + param + ".");
}

std::unexpected<Refusal> refuse_integer(Path const& path, json::value const& in) {
    return refuse("parameter_invalid_integer", path.text(), "Invalid integer: " + echo(in));
}

std::unexpected<Refusal> refuse_together(std::string const& param, std::string_view names) {
    return refuse("", param, "You may only specify one of these parameters: " + std::string(names) + ".");
}

std::unexpected<Refusal> refuse_longer(Path const& path, std::string_view text, std::size_t letters_max) {
    return refuse("", path.text(),
                  "Invalid string: " + std::string(cut(text, 4)) + "…" + std::string(last_of(text, 4)) +
                      "; must be at most " + std::to_string(letters_max) + " characters");
}

std::unexpected<Refusal> refuse_word(std::string const& param, std::span<std::string_view const> words) {
    std::string list;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) list += words.size() == 2 ? " " : ", ";
        if (i > 0 && i + 1 == words.size()) list += "or ";
        list += words[i];
    }
    return refuse("", param, "Invalid " + param + ": must be " + (words.size() > 1 ? "one of " : "") + list);
}

// The name of a member needs no escaping.
static void write_name(std::string& out, std::string_view name, bool is_first) {
    auto at = out.size(), size = at + name.size() + (is_first ? 3 : 4);
    out.resize_and_overwrite(size, [&](char* all, std::size_t) {  // of which g++ 12 may say that it is more
        char* end = all + at;
        if (!is_first) *end++ = ',';
        *end++ = '"';
        end = std::ranges::copy(name, end).out;
        *end++ = '"';
        *end = ':';
        return size;
    });
}

static void write_some(void const* object, Fields fields, bool hidden, std::string& out) {
    out.push_back('{');
    bool first = true;
    for (auto const& field : fields) {
        if (field.kind->hidden != hidden) continue;
        void const* value = field.in(const_cast<void*>(object));
        if (field.kind->is_left_out && field.kind->is_left_out(value)) continue;
        write_name(out, field.name, std::exchange(first, false));
        field.kind->write(value, out);
    }
    out.push_back('}');
}

void write_fields(void const* object, Fields fields, std::string& out) { write_some(object, fields, false, out); }
void write_hidden(void const* object, Fields fields, std::string& out) { write_some(object, fields, true, out); }

constexpr std::size_t kNameLengthMax = 64;  // longer ones are not compared

// Words that differ by one or two letters, for "Did you mean".
static bool is_close(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            auto previous = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])});
            diagonal = previous;
        }
    }
    return row[b.size()] <= 2 && b.size() > 3;
}

static Result<void> refuse_unknown(Fields fields, json::object const& in, Path const& path) {
    std::vector<std::string> names;
    std::string_view unknown;
    for (auto const& [key, ignored] : in) {
        if (std::ranges::any_of(fields, [&](Field const& f) { return f.name == key && is_known(*f.kind, path); }))
            continue;
        Path here{&path, key};
        names.push_back(here.text());
        unknown = key;
    }
    if (names.empty()) return {};
    std::string message = names.size() == 1 ? "Received unknown parameter: " : "Received unknown parameters: ";
    for (std::size_t i = 0; i < names.size(); ++i) message += (i ? ", " : "") + names[i];
    if (names.size() == 1 && unknown.size() <= kNameLengthMax)
        for (auto const& f : fields)
            if (is_known(*f.kind, path) && is_close(unknown, f.name)) {
                message += ". Did you mean " + Path{&path, f.name}.text() + "?";
                break;
            }
    return refuse("parameter_unknown", names.front(), message);
}

// What excludes each other, and how that is told (reference/conventions.md: Parameters).
static Result<void> check_exclusive(Fields fields, json::object const& in, Path const& path) {
    for (auto names : fields.exclusive) {
        int sent = 0;
        for_each_name(names, [&](std::string_view name) {
            auto const* value = in.if_contains(name);
            sent += value && !value->is_null() && !is_empty_text(*value);
        });
        if (sent > 1) return refuse_together(Path{&path, names.substr(0, names.find(','))}.text(), names);
    }
    return {};
}

namespace {

// The members of a JSON object for whoever asks for them in the order in which they most likely stand: of documents,
// that of the fields that they were written from. Then none has to be searched for.
class InOrder {
public:
    explicit InOrder(json::object const& object) : object_(object), next_(object.begin()) {}

    json::value const* find(std::string_view name) {
        if (next_ != object_.end() && next_->key() == name) return found(next_);
        if (found_ == object_.size()) return nullptr;  // there are no others
        auto at = object_.find(name);
        return at == object_.end() ? nullptr : found(at);
    }

private:
    json::value const* found(json::object::const_iterator at) {
        ++found_;
        next_ = at + 1;
        return &at->value();
    }

    json::object const& object_;
    json::object::const_iterator next_;
    std::size_t found_ = 0;
};

}  // namespace

Result<void> read_fields(void* object, Fields fields, json::value const& in, Path const& path, Source source) {
    auto const* hash = in.if_object();
    if (!hash) return refuse("", path.text(), "Invalid object");
    if (source == Source::parameters) {
        TRY_DO(refuse_unknown(fields, *hash, path));
        TRY_DO(check_exclusive(fields, *hash, path));
    }
    InOrder members(*hash);
    for (auto const& field : fields) {
        auto const* value = members.find(field.name);
        Path here{&path, field.name};
        if (value) {
            TRY_DO(field.kind->read(field.in(object), *value, here, source));
        } else if (field.kind->required && source == Source::parameters && is_known(*field.kind, path)) {
            return refuse_missing(here.text());
        }
    }
    return {};
}

Result<std::vector<json::value const*>> array_elements(json::value const& in, Path const& path) {
    std::vector<json::value const*> elements;
    if (auto const* list = in.if_array()) {
        for (auto const& element : *list) elements.push_back(&element);
        return elements;
    }
    if (is_empty_text(in)) return elements;
    auto const* hash = in.if_object();
    if (!hash) return refuse("", path.text(), "Invalid array");
    for (auto const& [key, element] : *hash) {
        if (key.empty() || !std::ranges::all_of(key, [](char c) { return c >= '0' && c <= '9'; }))
            return refuse("", path.text(), "Invalid array");
        elements.push_back(&element);
    }
    return elements;
}

static void write_string(void const* value, std::string& out) {
    write_json_string(out, *static_cast<std::string const*>(value));
}

static Result<void> read_string(void* value, json::value const& in, Path const& path, Source source) {
    if (!in.is_string()) return refuse("", path.text(), "Invalid string: " + echo(in));
    std::string_view text = in.get_string();
    if (source == Source::parameters) {
        if (text.empty()) return refuse_empty(path);
        if (is_longer(text, kStringLengthMax)) return refuse_longer(path, text, kStringLengthMax);
    }
    *static_cast<std::string*>(value) = text;
    return {};
}

static void write_integer(void const* value, std::string& out) {
    write_json_integer(out, *static_cast<std::int64_t const*>(value));
}

static Result<void> read_integer(void* value, json::value const& in, Path const& path, Source source) {
    auto& number = *static_cast<std::int64_t*>(value);
    if (in.is_int64()) {
        number = in.get_int64();
        return {};
    }
    if (!in.is_string()) return refuse_integer(path, in);
    std::string_view text = in.get_string();
    if (source == Source::parameters && text.empty()) return refuse_empty(path);
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return refuse_integer(path, in);
    return {};
}

static void write_bool(void const* value, std::string& out) {
    out += *static_cast<bool const*>(value) ? "true" : "false";
}

static Result<void> read_bool(void* value, json::value const& in, Path const& path, Source source) {
    auto& flag = *static_cast<bool*>(value);
    if (in.is_bool()) {
        flag = in.get_bool();
        return {};
    }
    std::string_view text = in.is_string() ? std::string_view(in.get_string()) : std::string_view();
    if (source == Source::parameters && is_empty_text(in)) return refuse_empty(path);
    if (text != "true" && text != "True" && text != "false" && text != "False")  // Python's spelling is taken, too
        return refuse("", path.text(), "Invalid boolean: " + echo(in));
    flag = text == "true" || text == "True";
    return {};
}

static void write_metadata(void const* value, std::string& out) {
    out.push_back('{');
    bool first = true;
    for (auto const& [key, text] : *static_cast<Metadata const*>(value)) {
        if (!first) out.push_back(',');
        first = false;
        write_json_string(out, key);
        out.push_back(':');
        write_json_string(out, text);
    }
    out.push_back('}');
}

static Result<void> read_metadata(void* value, json::value const& in, Path const&, Source) {
    auto& metadata = *static_cast<Metadata*>(value);
    metadata.clear();
    if (auto const* hash = in.if_object())
        for (auto const& [key, text] : *hash) metadata.emplace(key, echo(text));
    return {};
}

static std::unexpected<Refusal> refuse_keys(std::string const& param, std::size_t keys) {
    return refuse("", param,
                  "Metadata can have up to " + std::to_string(kMetadataMax) + " keys, but you've set " +
                      std::to_string(keys) + ".");
}

static Result<void> read_metadata_param(void* value, json::value const& in, Path const& path, Source) {
    auto& param = *static_cast<MetadataParam*>(value);
    param.given = true;
    if (is_empty_text(in)) {
        param.cleared = true;
        return {};
    }
    auto const* hash = in.if_object();
    if (!hash) return refuse("", path.text(), "Invalid object");
    if (hash->size() > kMetadataMax) return refuse_keys(path.text(), hash->size());
    for (auto const& [key, text] : *hash) {
        if (is_longer(key, 40))
            return refuse("", path.text(),
                          "Metadata keys can have up to 40 characters, but you passed in a key that is " +
                              std::to_string(letters_in(key)) + " characters. Invalid key: " + std::string(key));
        if (!text.is_string()) return refuse("", Path{&path, key}.text(), "Invalid string: " + echo(text));
        std::string_view v = text.get_string();
        if (is_longer(v, 500))
            return refuse("", Path{&path, key}.text(),
                          "Metadata values can have up to 500 characters, but you passed in a value that is " +
                              std::to_string(letters_in(v)) + " characters. Invalid value: " + std::string(v));
        param.entries.emplace_back(key, v);
    }
    return {};
}

void MetadataParam::apply_to(Metadata& metadata) const {
    if (cleared) metadata.clear();
    for (auto const& [key, text] : entries) {
        if (text.empty())
            metadata.erase(key);
        else
            metadata[key] = text;
    }
    if (metadata.size() > kMetadataMax) throw Refused(refuse_keys("metadata", metadata.size()).error());
}

static void write_raw(void const* value, std::string& out) { write_json(out, static_cast<Raw const*>(value)->value); }
static Result<void> read_raw(void* value, json::value const& in, Path const&, Source) {
    static_cast<Raw*>(value)->value = in;
    return {};
}

static void write_nothing(void const*, std::string& out) { out += "{}"; }

constinit Kind const kStringKind{.write = write_string,
                                 .read = read_string,
                                 .required = true,
                                 .shape = Shape::text,
                                 .letters_max = kStringLengthMax};
constinit Kind const kIntegerKind{
    .write = write_integer, .read = read_integer, .required = true, .shape = Shape::integer};
constinit Kind const kBoolKind{.write = write_bool, .read = read_bool, .required = true, .shape = Shape::boolean};
constinit Kind const kMetadataKind{.write = write_metadata, .read = read_metadata, .shape = Shape::metadata};
constinit Kind const kMetadataParamKind{.write = write_nothing, .read = read_metadata_param, .shape = Shape::metadata};
constinit Kind const kRawKind{.write = write_raw, .read = read_raw};

}  // namespace bursar
