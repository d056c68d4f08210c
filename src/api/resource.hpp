// What a resource tells the API about itself; app/registry.cpp lists them all.
#pragma once

#include <array>
#include <span>

#include "api/route.hpp"

namespace bursar::api {

// Makes what is there only when it is asked for. A class, since g++ does not look at a function's address where it
// compiles with sanitizers.
class Render {
public:
    using Function = std::optional<json::value> (*)(Tx& tx, json::object const& object);
    constexpr Render() = default;
    constexpr Render(Function function) : function_(function), is_given_(true) {}
    constexpr explicit operator bool() const { return is_given_; }
    std::optional<json::value> operator()(Tx& tx, json::object const& object) const { return function_(tx, object); }

private:
    Function function_ = nullptr;
    bool is_given_ = false;
};

// A property that `expand[]` may name, of an object or of a hash in it (reference/conventions.md: Expand). By these and
// by the struct's own hashes a path is right or wrong, whatever the data is: a null stays null.
struct Expandable {
    std::string_view path;     // "customer", "transfer_data.destination"
    std::string_view to = {};  // the kind that it leads to, or several: "card source"
    bool listed = false;       // a list of them, so that the next level is `data`
    // Of what is there only when it is asked for. Nothing: even then it is not, of this object.
    Render render = {};
    std::string_view before = {};  // callers of versions before that date alone know it
};

// Of what no object here has.
inline std::optional<json::value> render_nothing(Tx&, json::object const&) { return std::nullopt; }

constexpr bool is_on_demand(std::span<Expandable const> all, std::string_view name) {
    for (auto const& one : all)
        if (one.path == name) return static_cast<bool>(one.render) || !one.before.empty();
    return false;
}

// Those of a struct. A name that is no member does not compile, unless it is there only when it is asked for, or was
// in older versions.
template <Fielded T, std::size_t N>
consteval std::array<Expandable, N> expandable_of(Expandable const (&all)[N]) {
    for (auto const& one : all) {
        auto name = one.path.substr(0, one.path.find('.'));
        if (!is_member<T>(name) && !is_on_demand(all, name) && !is_on_demand(all, one.path))
            throw "a path that begins with no member of the struct";
    }
    return std::to_array(all);
}

// What a publishable key is shown of an object: the presenter cuts the rest, wherever it stands. Of a kind that says
// nothing no more than the id is shown.
struct PublicView {
    Fields (*part)() = nullptr;                      // fields_of<Only<T, ...>>
    std::span<std::string_view const> besides = {};  // what is no member of the struct
    void (*trim)(json::object& object) = nullptr;    // what is shown in part
    bool is_given() const { return part || !besides.empty(); }
    bool shows(std::string_view name) const;
};

// What a commit leaves behind: run after `run_at` in a transaction of its own, again when that fails.
struct JobKind {
    std::string_view name;
    void (*run)(Tx& tx, json::object const& payload);
    bool under_way = false;  // somebody is at it already; a clock that is moved on does not leave it behind
};

// What follows from a change of another resource: run by the event that tells of it, in its transaction. The
// object is stored by then. A reaction touches its own wing or one below, and refuses nothing.
struct Reaction {
    std::string_view event;  // "payment_intent.succeeded"
    void (*run)(Tx& tx, std::string const& id);
};

// A breaking change of the API: what an object of the type looks like to a caller from before `date`.
struct VersionChange {
    std::string_view date;
    std::string_view description;
    void (*to_older)(Tx& tx, json::object& object);
};

struct ResourceType {
    std::string_view object;  // "customer"
    std::span<Route const> routes;
    std::span<Expandable const> expandable = {};
    std::span<JobKind const> jobs = {};
    std::span<Reaction const> reactions = {};
    std::span<VersionChange const> versions = {};  // newest first
    // Brings a document up to the present where time alone changes it (a balance transaction becomes available).
    void (*refresh)(json::object& object, Timestamp now) = nullptr;
    PublicView shown_publicly = {};
    Fields (*shape)() = nullptr;  // fields_of<Customer>: what a caller sees, for whoever describes it (`bursar schema`)
};

}  // namespace bursar::api
