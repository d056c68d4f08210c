// overlay(params, object) assigns to an object what its parameters call alike: a parameter that was not sent changes
// nothing, one that clears makes its member null, metadata merges. Names that only one of them has are left to the
// verb; names that both have must be of types that go together, or it does not compile.
#pragma once

#include <type_traits>

#include "base/part.hpp"

namespace bursar {

// How one parameter lies over a member. A kind of parameter with rules of its own adds its overload beside it.
template <class T, class U>
    requires std::is_assignable_v<T&, U const&>
void lay(U const& param, T& member) {
    member = param;
}
template <class T, Word... Words>
void lay(Choice<Words...> const& param, T& member) {
    member = param.text;
}
template <class T, class U>
void lay(std::optional<U> const& param, T& member) {
    if (param) lay(*param, member);
}
template <class T, class U>
void lay(Emptyable<U> const& param, std::optional<T>& member) {
    if (param.cleared()) member.reset();
    if (param.value) lay(*param.value, member);
}
template <class T, class U>
void lay(Emptyable<U> const& param, Omitted<T>& member) {
    lay(param, member.value);
}
inline void lay(MetadataParam const& param, Metadata& member) { param.apply_to(member); }

template <class Param, class P, class T, class... Targets>
void lay_over(P const& params, T& object, Members<Targets...>) {
    (
        [&] {
            if constexpr (Param::name == Targets::name) lay(Param::of(params), Targets::of(object));
        }(),
        ...);
}

// Of the parameters only those: overlay(Only<Params, "name", "phone">{}, params, object).
template <Fielded P, bool are_taken, Word... Names, Fielded T>
void overlay(Part<P, are_taken, Names...> part, P const& params, T& object) {
    auto lay_one = [&]<class Param>(std::type_identity<Param>) {
        if constexpr (decltype(part)::has(Param::name))
            lay_over<Param>(params, object, field_members(static_cast<T const*>(nullptr)));
    };
    [&]<class... Params>(Members<Params...>) {
        (lay_one(std::type_identity<Params>{}), ...);
    }(field_members(static_cast<P const*>(nullptr)));
}

template <Fielded P, Fielded T>
void overlay(P const& params, T& object) {
    overlay(Without<P>{}, params, object);
}

}  // namespace bursar
