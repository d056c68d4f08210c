// Part of a struct, by the names of its members: what of the parameters that several routes share one of them takes,
// what of an object somebody is shown. A name that is no member does not compile.
//
//   using Confirming = Only<Params, "payment_method", "return_url">;
//   using Updating = Without<Params, "confirm", "return_url">;
//
//   TRY(auto p, read_part(Confirming{}, in, version));  // a Params; the others are refused as unknown
//   write_part(Only<Customer, "id", "email">{}, customer)
#pragma once

#include <algorithm>

#include "base/fields.hpp"

namespace bursar {

template <Fielded T, bool are_taken, Word... Names>
struct Part {
    static_assert((is_member<T>(Names.view()) && ...), "a name that is no member of the struct");
    static constexpr bool has([[maybe_unused]] std::string_view name) {
        return ((name == Names.view()) || ...) == are_taken;
    }
};
template <Fielded T, Word... Names>
using Only = Part<T, true, Names...>;
template <Fielded T, Word... Names>
using Without = Part<T, false, Names...>;

template <Fielded T, bool are_taken, Word... Names>
constexpr auto field_list(Part<T, are_taken, Names...> const*) {
    using Own = Part<T, are_taken, Names...>;
    constexpr auto all = field_list(static_cast<T const*>(nullptr));
    std::array<Field, std::ranges::count_if(all, Own::has, &Field::name)> taken{};
    std::ranges::copy_if(all, taken.begin(), Own::has, &Field::name);
    return taken;
}

template <Fielded T, bool are_taken, Word... Names>
constexpr std::span<std::string_view const> exclusive_list(Part<T, are_taken, Names...> const*) {
    return exclusive_list(static_cast<T const*>(nullptr));
}

template <Fielded T, bool are_taken, Word... Names>
Result<T> read_part(Part<T, are_taken, Names...>, json::value const& in, std::string_view version = {}) {
    T params{};
    TRY_DO(read_fields(&params, fields_of<Part<T, are_taken, Names...>>(), in, Path{.version = version},
                       Source::parameters));
    return params;
}

template <Fielded T, bool are_taken, Word... Names>
std::string write_part(Part<T, are_taken, Names...>, T const& object) {
    std::string out;
    write_fields(&object, fields_of<Part<T, are_taken, Names...>>(), out);
    return out;
}

}  // namespace bursar
