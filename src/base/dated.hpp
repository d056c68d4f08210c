// Parameters and words that some versions of the API have and others have not, as kinds of a field. Of a caller whose
// version does not know a parameter it is refused as unknown, exactly as a name that never was one.
//
//   Until<std::optional<T>, "2026-09-30">   until that version, which does not know it any more
//   Since<std::optional<T>, "2025-09-30">   from that version on
//   Reworded<"2026-03-25", New, Old>        one of the words of New, and of those of Old before that version; how the
//                                           older words are understood is the handler's to say
//
// Versions are written as their dates. What is read for nobody is read as the newest version has it.
#pragma once

#include "base/fields.hpp"

namespace bursar {

template <class T, Word Date>
struct Until : T {};
template <class T, Word Date>
struct Since : T {};

template <Word Date, class New, class Old>
struct Reworded;
template <Word Date, Word... New, Word... Old>
struct Reworded<Date, Choice<New...>, Choice<Old...>> {
    std::string text;
};

// Whether the version in which everything at that path is read knows a parameter of the kind.
bool is_known(Kind const& kind, Path const& path);
// Whether that version is older than the date.
bool is_read_before(std::string_view date, Path const& path);

// A kind in all that T is, but for the versions that know it.
template <class Value, class T>
struct DatedKind {
    static void write(void const* value, std::string& out) {
        T const& inner = *static_cast<Value const*>(value);
        kind_of<T>.write(&inner, out);
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        T& inner = *static_cast<Value*>(value);
        return kind_of<T>.read(&inner, in, path, source);
    }
    static constexpr Kind dated(std::string_view since, std::string_view until) {
        Kind out = kind_of<T>;
        out.write = write;
        out.read = read;
        out.since = since;
        out.until = until;
        return out;
    }
};

template <class T, Word Date>
struct KindOf<Until<T, Date>> {
    static constexpr Kind kind = DatedKind<Until<T, Date>, T>::dated({}, Date.view());
};
template <class T, Word Date>
struct KindOf<Since<T, Date>> {
    static constexpr Kind kind = DatedKind<Since<T, Date>, T>::dated(Date.view(), {});
};

template <Word Date, Word... New, Word... Old>
struct KindOf<Reworded<Date, Choice<New...>, Choice<Old...>>> {
    using Value = Reworded<Date, Choice<New...>, Choice<Old...>>;
    static void write(void const* value, std::string& out) {
        write_json_string(out, static_cast<Value const*>(value)->text);
    }
    template <class Words>
    static Result<void> read_as(Value& value, json::value const& in, Path const& path, Source source) {
        Words word;
        TRY_DO(kind_of<Words>.read(&word, in, path, source));
        value.text = std::move(word.text);
        return {};
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        auto& v = *static_cast<Value*>(value);
        return is_read_before(Date.view(), path) ? read_as<Choice<Old...>>(v, in, path, source)
                                                 : read_as<Choice<New...>>(v, in, path, source);
    }
    // Every word that some version has: which of them are of one version is no matter of shape.
    static constexpr std::array<std::string_view, sizeof...(New) + sizeof...(Old)> kWords{New.view()..., Old.view()...};
    static constexpr Kind kind{.write = write, .read = read, .required = true, .shape = Shape::word, .words = kWords};
};

}  // namespace bursar
