// What a resource tells the API about itself; app/registry.cpp lists them all.
#pragma once

#include <span>

#include "api/route.hpp"

namespace bursar::api {

// A list that an object carries only when it is asked for: customer.sources, charge.refunds.
struct Include {
    std::string_view field;
    json::value (*render)(Tx& tx, json::object const& object);
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
    std::span<std::string_view const> expandable;  // "customer", "transfer_data.destination"
    std::span<Include const> includes = {};
    std::span<JobKind const> jobs = {};
    std::span<Reaction const> reactions = {};
    std::span<VersionChange const> versions = {};  // newest first
    // Brings a document up to the present where time alone changes it (a balance transaction becomes available).
    void (*refresh)(json::object& object, Timestamp now) = nullptr;
    Fields (*shape)() = nullptr;  // fields_of<Customer>: what a caller sees, for whoever describes it (`bursar schema`)
};

}  // namespace bursar::api
