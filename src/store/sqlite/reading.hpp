// What a row of a statement is, column by column in the order that its query names them.
#pragma once

#include <optional>
#include <vector>

#include "store/rows.hpp"
#include "store/sqlite/connection.hpp"

namespace bursar::store {

template <class Make>
auto first(Statement& s, Make make) -> std::optional<decltype(make(s))> {
    if (!s.step()) return std::nullopt;
    std::optional out(make(s));
    s.reset();
    return out;
}
template <class Make>
auto all(Statement& s, Make make) {
    std::vector<decltype(make(s))> out;
    while (s.step()) out.push_back(make(s));
    return out;
}
inline Object object_of(Statement& s) {
    return {static_cast<Seq>(s.integer(0)),
            static_cast<Owner>(s.integer(1)),
            s.text(2),
            s.text(3),
            s.text(4),
            s.integer(0)};
}
inline Place place_in(Statement& s) { return {s.integer(0), static_cast<Seq>(s.integer(0))}; }
inline Job job_of(Statement& s) {
    return {s.integer(0),      static_cast<Seq>(s.integer(1)), s.text(2),
            s.text(3),         static_cast<int>(s.integer(4)), s.text(5),
            s.integer(6) != 0, static_cast<Seq>(s.integer(7)), static_cast<Seq>(s.integer(8))};
}
inline Sealed sealed_of(Statement& s) { return {static_cast<Seq>(s.integer(0)), s.text(1), s.text(2)}; }
inline ApiKey api_key_of(Statement& s) {
    return {s.text(0),         static_cast<Seq>(s.integer(1)),
            s.integer(2) != 0, s.text(3),
            s.text(4),         s.integer(5),
            s.integer(6),      s.text(7),
            s.text(8)};
}

}  // namespace bursar::store
