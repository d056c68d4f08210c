// What a sandbox offers to tests, under /_bursar.
#pragma once

#include <array>
#include <span>
#include <utility>
#include <vector>

#include "api/resource.hpp"

namespace bursar::sandbox {

// Settings of the store: how many seconds the world of this database is ahead, and until when it is being moved on.
inline constexpr std::string_view kClockAhead = "clock_ahead", kClockTarget = "clock_target";
Timestamp kept_time(store::Session& session, std::string_view setting);  // 0: none
bool is_clock_moved(store::Session& session);                            // or is being moved

// A route and what it is for, in a line: for GET /_bursar. Whoever declares a route here says so beside it.
struct Offer {
    api::Route route;
    std::string_view about;
};
template <std::size_t N>
constexpr std::array<api::Route, N> routes_of(Offer const (&offers)[N]) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<api::Route, N>{offers[I].route...};
    }(std::make_index_sequence<N>{});
}
std::span<Offer const> clock_offers(), fault_offers();
std::vector<Offer> offers();  // all

extern api::ResourceType const kIndex, kFaults, kClock;

}  // namespace bursar::sandbox
