// What an account keeps of what it is told, where a plain member and base/overlay.hpp do not say enough:
//
//   Told<T>            a member that is absent until it was told, and null where that was cleared again
//   ListParam<T>       the parameter of a list, which is also sent to empty it: not sent at all is something else
//
// A hash of parameters lies over the hash of the same name leaf by leaf; where there is none yet, one is made.
#pragma once

#include "base/address.hpp"
#include "base/dated.hpp"
#include "base/overlay.hpp"
#include "base/url.hpp"

namespace bursar::accounts {

template <class T>
struct Told {
    bool given = false;
    std::optional<T> value;
    Told() = default;
    Told(T v) : given(true), value(std::move(v)) {}
    explicit operator bool() const { return value.has_value(); }
    T& operator*() { return *value; }
    T const& operator*() const { return *value; }
    T* operator->() { return &*value; }
    T const* operator->() const { return &*value; }
    void clear() {
        given = true;
        value.reset();
    }
};

template <class T>
struct ListParam {
    std::optional<std::vector<T>> value;
};

using bursar::lay;

template <class U, class T>
void lay(U const& param, Told<T>& member) {
    member.given = true;
    if (!member.value) member.value.emplace();
    lay(param, *member.value);
}
template <class U, class T>
void lay(std::optional<U> const& param, Told<T>& member) {
    if (param) lay(*param, member);
}
template <class U, class T>
void lay(Emptyable<U> const& param, Told<T>& member) {
    if (param.cleared()) member.clear();
    if (param.value) lay(*param.value, member);
}
template <class U, Word Date, class T>
void lay(Since<U, Date> const& param, Told<T>& member) {
    lay(static_cast<U const&>(param), member);
}
template <class T>
void lay(ListParam<T> const& param, std::optional<std::vector<T>>& member) {
    if (param.value) member = param.value;
}
template <class T>
void lay(ListParam<T> const& param, Told<std::vector<T>>& member) {
    if (param.value) member = *param.value;
}
// Of a plain list it is not known whether it was sent: an empty one tells nothing.
template <class T>
void lay(std::vector<T> const& param, Told<std::vector<T>>& member) {
    if (!param.empty()) member = param;
}
template <Fielded P, Fielded T>
    requires(!std::is_assignable_v<T&, P const&>)
void lay(P const& params, T& hash) {
    overlay(params, hash);
}
template <Fielded P, Fielded T>
    requires(!std::is_assignable_v<T&, P const&>)
void lay(P const& params, std::optional<T>& hash) {
    if (!hash) hash.emplace();
    overlay(params, *hash);
}

}  // namespace bursar::accounts

namespace bursar {

// As it was told, letter for letter.
inline void lay(AddressParams const& params, Address& address) { overlay(params, address); }
inline void lay(AddressParams const& params, std::optional<Address>& address) {
    if (!address) address.emplace();
    overlay(params, *address);
}
inline void lay(SiteUrl const& param, std::string& member) { member = param.text; }
inline void lay(SiteUrl const& param, std::optional<std::string>& member) { member = param.text; }

template <class T>
struct KindOf<accounts::Told<T>> {
    using Value = accounts::Told<T>;
    static void write(void const* value, std::string& out) {
        KindOf<std::optional<T>>::write(&static_cast<Value const*>(value)->value, out);
    }
    // Documents from before this kind was have an empty hash where nothing was told.
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        auto& told = *static_cast<Value*>(value);
        if (auto const* hash = in.if_object(); hash && hash->empty()) return {};
        told.given = true;
        return KindOf<std::optional<T>>::read(&told.value, in, path, source);
    }
    static bool is_left_out(void const* value) { return !static_cast<Value const*>(value)->given; }
    static constexpr Kind kind{.write = write,
                               .read = read,
                               .is_left_out = is_left_out,
                               .shape = Shape::same,
                               .of = &kind_of<std::optional<T>>};
};

template <class T>
struct KindOf<accounts::ListParam<T>> {
    using Value = accounts::ListParam<T>;
    static void write(void const* value, std::string& out) {
        KindOf<std::optional<std::vector<T>>>::write(&static_cast<Value const*>(value)->value, out);
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        return kind_of<std::vector<T>>.read(&static_cast<Value*>(value)->value.emplace(), in, path, source);
    }
    static constexpr Kind kind{.write = write, .read = read, .shape = Shape::list, .of = &kind_of<T>};
};

}  // namespace bursar
