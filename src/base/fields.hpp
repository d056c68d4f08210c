// FIELDS(Struct, a, b, c) gives a plain struct one flat table of its members. Writing JSON, reading form parameters and
// reading stored documents are ordinary functions over that table, so what one of them refuses is refused for every
// endpoint with the same code and message (reference/conventions.md: Parameters).
//
// The types carry the rules. In a struct of parameters:
//   T                      must be sent
//   std::optional<T>       may be sent; "" is refused
//   Emptyable<T>           may be sent; "" clears
//   Choice<"a", "b">       one of these words
//   std::vector<T>         an array; MetadataParam: a hash of strings that merges; Raw: anything
// base/rules.hpp has kinds with more to say of a value. What two parameters may not say together stands in their
// struct:
//   static constexpr std::string_view kExclusive[] = {"amount_off, percent_off"};
// In a resource: std::optional<T> is null when empty, Omitted<T> is absent when empty, Hidden<T> is stored in the
// object's state and never shown.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/kind.hpp"
#include "base/result.hpp"

namespace bursar {

// ---- types that carry rules ----------------------------------------------------------------------------------------

template <class T>
struct Emptyable {
    bool given = false;
    std::optional<T> value;
    bool cleared() const { return given && !value; }
    template <class U>
    void apply_to(std::optional<U>& target) const {
        if (given) target = value;
    }
    explicit operator bool() const { return value.has_value(); }
    T const& operator*() const { return *value; }
    T const* operator->() const { return &*value; }
};

template <class T>
struct Omitted {
    std::optional<T> value;
    Omitted() = default;
    Omitted(T v) : value(std::move(v)) {}
    Omitted(std::optional<T> v) : value(std::move(v)) {}
    explicit operator bool() const { return value.has_value(); }
    T& operator*() { return *value; }
    T const& operator*() const { return *value; }
    T* operator->() { return &*value; }
    T const* operator->() const { return &*value; }
};

template <class T>
struct Hidden {
    T value{};
    Hidden() = default;
    Hidden(T v) : value(std::move(v)) {}
    template <class U>
        requires std::is_assignable_v<T&, U>
    Hidden& operator=(U&& v) {
        value = std::forward<U>(v);
        return *this;
    }
    operator T const&() const { return value; }
    T& operator*() { return value; }
    T const& operator*() const { return value; }
    T* operator->() { return &value; }
    T const* operator->() const { return &value; }
};

template <std::size_t N>
struct Word {
    char text[N];
    constexpr Word(char const (&from)[N]) {
        for (std::size_t i = 0; i < N; ++i) text[i] = from[i];
    }
    constexpr std::string_view view() const { return {text, N - 1}; }
};

// One of a fixed list of words.
template <Word... Words>
struct Choice {
    static constexpr std::array<std::string_view, sizeof...(Words)> kWords{Words.view()...};
    std::string text;
    operator std::string const&() const { return text; }
    bool operator==(std::string_view other) const { return text == other; }
};

using Metadata = std::map<std::string, std::string>;

// metadata[a]=b merges, metadata[a]= removes one, metadata= removes all.
struct MetadataParam {
    bool given = false;
    bool cleared = false;
    std::vector<std::pair<std::string, std::string>> entries;
    void apply_to(Metadata& metadata) const;  // throws Refused where it would have too many keys
};

// Any JSON. In parameters: accepted as it is.
struct Raw {
    json::value value;
    bool given() const { return !value.is_null(); }
};

inline constexpr std::size_t kStringLengthMax = 5000, kMetadataMax = 50;

// ---- kinds ---------------------------------------------------------------------------------------------------------

template <class T>
struct KindOf;  // specialised below for every type that a field may have

template <class T>
inline constexpr Kind const& kind_of = KindOf<T>::kind;

extern Kind const kStringKind, kIntegerKind, kBoolKind, kMetadataKind, kMetadataParamKind, kRawKind;
template <>
struct KindOf<std::string> {
    static constexpr Kind const& kind = kStringKind;
};
template <>
struct KindOf<std::int64_t> {
    static constexpr Kind const& kind = kIntegerKind;
};
template <>
struct KindOf<bool> {
    static constexpr Kind const& kind = kBoolKind;
};
template <>
struct KindOf<Metadata> {
    static constexpr Kind const& kind = kMetadataKind;
};
template <>
struct KindOf<MetadataParam> {
    static constexpr Kind const& kind = kMetadataParamKind;
};
template <>
struct KindOf<Raw> {
    static constexpr Kind const& kind = kRawKind;
};

template <class T>
concept Fielded = requires(T const* t) { field_list(t); };

template <Fielded T>
constexpr bool is_member(std::string_view name) {
    constexpr auto all = field_list(static_cast<T const*>(nullptr));
    return std::ranges::find(all, name, &Field::name) != all.end();
}

// Of the names in "amount, quantity".
template <class Each>
constexpr void for_each_name(std::string_view names, Each each) {
    for (auto end = names.find(','); end != names.npos; end = names.find(',')) {
        each(names.substr(0, end));
        names.remove_prefix(end + 2);
    }
    each(names);
}

template <Fielded T>
consteval bool are_members(std::span<std::string_view const> groups) {
    bool all = true;
    for (auto names : groups) for_each_name(names, [&](std::string_view name) { all = all && is_member<T>(name); });
    return all;
}

template <Fielded T>
constexpr std::span<std::string_view const> exclusive_list(T const*) {
    return {};
}
template <Fielded T>
    requires requires { T::kExclusive; }
constexpr std::span<std::string_view const> exclusive_list(T const*) {
    static_assert(are_members<T>(T::kExclusive), "kExclusive: a name that is no member of the struct");
    return T::kExclusive;
}

template <Fielded T>
constexpr Fields fields_of() {
    static constexpr auto list = field_list(static_cast<T const*>(nullptr));
    return {list, exclusive_list(static_cast<T const*>(nullptr))};
}

template <Fielded T>
struct KindOf<T> {
    static void write(void const* value, std::string& out) { write_fields(value, fields_of<T>(), out); }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        return read_fields(value, fields_of<T>(), in, path, source);
    }
    static constexpr Kind kind{
        .write = write, .read = read, .required = true, .shape = Shape::hash, .fields = fields_of<T>};
};

inline bool is_empty_text(json::value const& in) { return in.is_string() && in.get_string().empty(); }

// Optional, Emptyable, Omitted and Hidden differ only in what emptiness means on either side.
template <class T>
struct KindOf<std::optional<T>> {
    using Value = std::optional<T>;
    static void write(void const* value, std::string& out) {
        auto const& v = *static_cast<Value const*>(value);
        if (v)
            kind_of<T>.write(&*v, out);
        else
            out += "null";
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        auto& v = *static_cast<Value*>(value);
        if (in.is_null()) {
            v.reset();
            return {};
        }
        if (source == Source::parameters && is_empty_text(in)) return refuse_empty(path);
        return kind_of<T>.read(&v.emplace(), in, path, source);
    }
    static constexpr Kind kind{.write = write, .read = read, .shape = Shape::same, .of = &kind_of<T>};
};

template <class T>
struct KindOf<Emptyable<T>> {
    using Value = Emptyable<T>;
    static void write(void const* value, std::string& out) {
        auto const& v = *static_cast<Value const*>(value);
        if (v.value)
            kind_of<T>.write(&*v.value, out);
        else
            out += "null";
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        auto& v = *static_cast<Value*>(value);
        v.given = true;
        if (in.is_null() || is_empty_text(in)) {
            v.value.reset();
            return {};
        }
        return kind_of<T>.read(&v.value.emplace(), in, path, source);
    }
    static constexpr Kind kind{.write = write, .read = read, .clears = true, .shape = Shape::same, .of = &kind_of<T>};
};

template <class T>
struct KindOf<Omitted<T>> {
    using Value = Omitted<T>;
    static void write(void const* value, std::string& out) {
        kind_of<T>.write(&*static_cast<Value const*>(value)->value, out);
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        return KindOf<std::optional<T>>::read(&static_cast<Value*>(value)->value, in, path, source);
    }
    static bool is_left_out(void const* value) { return !static_cast<Value const*>(value)->value; }
    static constexpr Kind kind{
        .write = write, .read = read, .is_left_out = is_left_out, .shape = Shape::same, .of = &kind_of<T>};
};

template <class T>
struct KindOf<Hidden<T>> {
    using Value = Hidden<T>;
    static void write(void const* value, std::string& out) {
        kind_of<T>.write(&static_cast<Value const*>(value)->value, out);
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        return kind_of<T>.read(&static_cast<Value*>(value)->value, in, path, source);
    }
    static constexpr Kind kind{.write = write, .read = read, .hidden = true, .shape = Shape::same, .of = &kind_of<T>};
};

Result<std::vector<json::value const*>> array_elements(json::value const& in, Path const& path);

template <class T>
struct KindOf<std::vector<T>> {
    using Value = std::vector<T>;
    static void write(void const* value, std::string& out) {
        out.push_back('[');
        bool first = true;
        for (auto const& element : *static_cast<Value const*>(value)) {
            if (!first) out.push_back(',');
            first = false;
            kind_of<T>.write(&element, out);
        }
        out.push_back(']');
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        TRY(auto elements, array_elements(in, path));
        auto& v = *static_cast<Value*>(value);
        v.clear();
        for (std::size_t i = 0; i < elements.size(); ++i) {
            auto index = std::to_string(i);
            Path here{&path, index};
            TRY_DO(kind_of<T>.read(&v.emplace_back(), *elements[i], here, source));
        }
        return {};
    }
    static constexpr Kind kind{.write = write, .read = read, .shape = Shape::list, .of = &kind_of<T>};
};

template <Word... Words>
struct KindOf<Choice<Words...>> {
    using Value = Choice<Words...>;
    static void write(void const* value, std::string& out) {
        write_json_string(out, static_cast<Value const*>(value)->text);
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        auto& v = *static_cast<Value*>(value);
        TRY_DO(kStringKind.read(&v.text, in, path, source));
        for (auto word : Value::kWords)
            if (word == v.text) return {};
        return refuse_word(path.text(), Value::kWords);
    }
    static constexpr Kind kind{
        .write = write, .read = read, .required = true, .shape = Shape::word, .words = Value::kWords};
};

// ---- whole structs -------------------------------------------------------------------------------------------------

template <Fielded T>
std::string document_of(T const& object) {
    std::string out;
    write_fields(&object, fields_of<T>(), out);
    return out;
}

template <Fielded T>
Result<T> read_params(json::value const& in, std::string_view version = {}) {
    T params{};
    TRY_DO(read_fields(&params, fields_of<T>(), in, Path{.version = version}, Source::parameters));
    return params;
}

constexpr std::string_view field_name(std::string_view name) {  // a field called like a C++ keyword ends in '_'
    return name.ends_with('_') ? name.substr(0, name.size() - 1) : name;
}

// How many members an aggregate has, by what it can be initialised with: for FIELDS to count with.
struct AnyMember {
    template <class T>
    operator T&() const {
        std::abort();
    }  // never called: it only has to exist
};
template <class T, std::size_t... I>
constexpr bool takes_members(std::index_sequence<I...>) {
    return requires { T{(static_cast<void>(I), AnyMember{})...}; };
}
template <class T, std::size_t N>
constexpr bool has_members =
    takes_members<T>(std::make_index_sequence<N>()) && !takes_members<T>(std::make_index_sequence<N + 1>());

template <class Member>
struct MemberOf;
template <class Struct, class T>
struct MemberOf<T Struct::*> {
    using Type = T;
};

// One member of a struct, as a type. Struct stands among the arguments for the linker's sake: of two structs in unnamed
// namespaces that are called alike g++ 12 makes one function of `&Params::name`, unless a type that is local goes with
// it.
template <class Struct, auto Pointer, Word Name>
struct Member {
    using Type = typename MemberOf<decltype(Pointer)>::Type;
    static constexpr std::string_view name = field_name(Name.view());
    static Type& of(Struct& object) { return object.*Pointer; }
    static Type const& of(Struct const& object) { return object.*Pointer; }
    static constexpr Field field() {
        return {name, &kind_of<Type>, [](void* object) -> void* { return &(static_cast<Struct*>(object)->*Pointer); }};
    }
};
template <class... All>
struct Members {
    static constexpr auto list() { return std::array{All::field()...}; }
};

}  // namespace bursar

#define FIELDS_PARENS ()
#define FIELDS_E(...) FIELDS_E4(FIELDS_E4(FIELDS_E4(__VA_ARGS__)))
#define FIELDS_E4(...) FIELDS_E3(FIELDS_E3(FIELDS_E3(FIELDS_E3(__VA_ARGS__))))
#define FIELDS_E3(...) FIELDS_E2(FIELDS_E2(FIELDS_E2(FIELDS_E2(__VA_ARGS__))))
#define FIELDS_E2(...) FIELDS_E1(FIELDS_E1(FIELDS_E1(FIELDS_E1(__VA_ARGS__))))
#define FIELDS_E1(...) __VA_ARGS__
#define FIELDS_EACH(S, x, ...) ::bursar::Member<S, &S::x, #x> __VA_OPT__(, FIELDS_AGAIN FIELDS_PARENS(S, __VA_ARGS__))
#define FIELDS_AGAIN() FIELDS_EACH
#define FIELDS(Struct, ...)                                                                              \
    [[maybe_unused]] constexpr auto field_members(Struct const*)                                         \
        -> ::bursar::Members<FIELDS_E(FIELDS_EACH(Struct, __VA_ARGS__))> {                               \
        return {};                                                                                       \
    }                                                                                                    \
    constexpr auto field_list(Struct const* s) { return decltype(field_members(s))::list(); }            \
    static_assert(::bursar::has_members<Struct, field_list(static_cast<Struct const*>(nullptr)).size()>, \
                  #Struct ": FIELDS must name every member once")
