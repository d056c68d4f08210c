// Rules of parameters, as kinds of a field: a value that is read fulfils its rule, so nobody behind
// asks again; and a table of fields tells the rule to whoever walks it (Kind.min, Kind.max). What a type cannot know
// (no more than was captured, than the currency allows) its handler asks.
//
//   AtLeast<1>, Between<1, 10>   any integer of those
//   Amount                       money that is asked for: at least 1, at most as many digits as any currency allows
//   PaymentAmount                the same, in the reference's words for payments
//   CaptureAmount                a part of what is there already, in its words for captures
//   Length<50>                   a text of at most so many letters
//   Unsupported<T>               T's shape, and then refused by name: to take it and do nothing would mislead
//   Ignored<T>                   T's shape, and without effect: listed in docs/differences.md, with why
#pragma once

#include "base/fields.hpp"
#include "base/text.hpp"

namespace bursar {

inline constexpr std::int64_t kAmountMax = 999'999'999'999;  // minor units: of rupiahs; others have eight digits

struct Bounds {
    std::int64_t min, max;
};

// Why a value outside its bounds is not taken.
using RefuseOutside = std::unexpected<Refusal> (*)(Path const&, std::int64_t value, Bounds);
std::unexpected<Refusal> refuse_outside(Path const& path, std::int64_t value, Bounds bounds);
std::unexpected<Refusal> refuse_amount(Path const& path, std::int64_t value, Bounds bounds);
std::unexpected<Refusal> refuse_payment_amount(Path const& path, std::int64_t value, Bounds bounds);
std::unexpected<Refusal> refuse_capture_amount(Path const& path, std::int64_t value, Bounds bounds);

template <std::int64_t Min, std::int64_t Max, RefuseOutside refuse_other = refuse_outside>
class Between {
    static_assert(Min <= Max);

public:
    operator std::int64_t const&() const { return value_; }
    // Of a number that came to be otherwise, as it is refused of a parameter at that path.
    static Result<Between> of(std::int64_t value, Path const& path) {
        if (value < Min || value > Max) return refuse_other(path, value, {Min, Max});
        Between out;
        out.value_ = value;
        return out;
    }

private:
    std::int64_t value_ = Min;
};

template <std::int64_t Min>
using AtLeast = Between<Min, INT64_MAX>;
using Amount = Between<1, kAmountMax, refuse_amount>;
using AmountOrNothing = Between<0, kAmountMax, refuse_amount>;
using PaymentAmount = Between<1, kAmountMax, refuse_payment_amount>;
using CaptureAmount = Between<1, INT64_MAX, refuse_capture_amount>;

// Why a text of more letters is not taken.
using RefuseLonger = std::unexpected<Refusal> (*)(Path const&, std::string_view text, std::size_t letters_max);

template <std::size_t Max, RefuseLonger refuse_other = refuse_longer>
struct Length {
    std::string text;
    operator std::string const&() const { return text; }
};

template <class T>
struct Unsupported {};
template <class T>
struct Ignored {};

std::unexpected<Refusal> refuse_unsupported_param(Path const& path);

// Whether a value was sent at all, once it has T's shape. Neither null nor an empty value that clears asks for
// anything.
template <class T>
Result<bool> read_shape(json::value const& in, Path const& path, Source source) {
    if (in.is_null()) return false;
    if (is_empty_text(in) && !kind_of<T>.clears && kind_of<T>.shape != Shape::list) return refuse_empty(path);
    T shape{};
    TRY_DO(kind_of<T>.read(&shape, in, path, source));
    return !is_empty_text(in);
}

template <class T>
struct KindOf<Unsupported<T>> {
    static void write(void const*, std::string& out) { out += "null"; }
    static Result<void> read(void*, json::value const& in, Path const& path, Source source) {
        TRY(auto given, read_shape<T>(in, path, source));
        if (given) return refuse_unsupported_param(path);
        return {};
    }
    static constexpr Kind kind{
        .write = write, .read = read, .unsupported = true, .shape = Shape::same, .of = &kind_of<T>};
};

template <class T>
struct KindOf<Ignored<T>> {
    static void write(void const*, std::string& out) { out += "null"; }
    static Result<void> read(void*, json::value const& in, Path const& path, Source source) {
        TRY_DO(read_shape<T>(in, path, source));
        return {};
    }
    static constexpr Kind kind{.write = write, .read = read, .ignored = true, .shape = Shape::same, .of = &kind_of<T>};
};

template <std::size_t Max, RefuseLonger refuse_other>
struct KindOf<Length<Max, refuse_other>> {
    using Value = Length<Max, refuse_other>;
    static void write(void const* value, std::string& out) {
        write_json_string(out, static_cast<Value const*>(value)->text);
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        auto& text = static_cast<Value*>(value)->text;
        TRY_DO(kStringKind.read(&text, in, path, source));
        if (is_longer(text, Max)) return refuse_other(path, text, Max);
        return {};
    }
    static constexpr Kind kind{
        .write = write, .read = read, .required = true, .shape = Shape::text, .letters_max = Max};
};

template <std::int64_t Min, std::int64_t Max, RefuseOutside refuse_other>
struct KindOf<Between<Min, Max, refuse_other>> {
    using Value = Between<Min, Max, refuse_other>;
    static void write(void const* value, std::string& out) {
        std::int64_t const& number = *static_cast<Value const*>(value);
        write_json_integer(out, number);
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        std::int64_t number = 0;
        TRY_DO(kIntegerKind.read(&number, in, path, source));
        TRY(*static_cast<Value*>(value), Value::of(number, path));
        return {};
    }
    static constexpr Kind kind{
        .write = write, .read = read, .required = true, .shape = Shape::integer, .min = Min, .max = Max};
};

}  // namespace bursar
