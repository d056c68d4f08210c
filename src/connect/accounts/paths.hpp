// A member of a struct by its path, as requirements and test values name it: "address.line1". The path is followed when
// this is compiled, so that one which leads nowhere does not compile; what is not there on the way is not told.
#pragma once

#include "base/fields.hpp"

namespace bursar::accounts {

template <Word Path, std::size_t From>
consteval std::string_view member_at() {
    auto rest = Path.view().substr(From);
    return rest.substr(0, rest.find('.'));
}

template <Word Path, std::size_t From = 0, class T, class See>
void see_at(T const& value, See const& see) {
    if constexpr (requires { *value, static_cast<bool>(value); }) {  // optional and its like
        if (value) see_at<Path, From>(*value, see);
    } else if constexpr (From >= Path.view().size()) {
        see(value);
    } else {
        [&]<class... All>(Members<All...>) {
            static_assert(((All::name == member_at<Path, From>()) || ...), "no member is called so");
            (
                [&] {
                    if constexpr (All::name == member_at<Path, From>())
                        see_at<Path, From + All::name.size() + 1>(All::of(value), see);
                }(),
                ...);
        }(field_members(static_cast<T const*>(nullptr)));
    }
}

// Neither null nor false.
template <class T, Word Path>
bool is_told(T const& object) {
    bool told = false;
    see_at<Path>(object, [&](auto const& leaf) {
        if constexpr (std::is_same_v<decltype(leaf), bool const&>)
            told = leaf;
        else
            told = true;
    });
    return told;
}

// Empty where there is none.
template <class T, Word Path>
std::string_view text_of(T const& object) {
    std::string_view text;
    see_at<Path>(object, [&](auto const& leaf) {
        if constexpr (requires { leaf.text; })
            text = leaf.text;
        else
            text = leaf;
    });
    return text;
}

// The same as rows of a table.
template <class T>
struct NamedMember {
    std::string_view path;
    bool (*is_told)(T const&);
};
template <class T, Word Path, Word Member = Path>
constexpr NamedMember<T> named_member() {
    return {Path.view(), is_told<T, Member>};
}

}  // namespace bursar::accounts
