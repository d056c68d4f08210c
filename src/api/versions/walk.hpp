// Answers in the shape that they had for callers of an older version: each object through the changes of its type,
// which stand in its versions.cpp (api/resource.hpp: VersionChange). Behaviour that depends on the version (defaults,
// what is refused) stands where the behaviour is, as `tx.version().is_before(...)`.
#pragma once

#include "api/tx.hpp"

namespace bursar::api {

// Whether anything at all looks otherwise to a caller of that version.
bool changes_anything(Tx& tx, Version const& version);

// Nested and expanded objects included, and those that a change adds.
void walk_back(Tx& tx, json::value& body, Version const& version);

// ---- what changes are made of ----

// Puts it in its place among the others.
void add(json::object& object, std::string_view field, json::value value);

// object[outer][inner], where both are hashes.
json::object* inside(json::object& object, std::string_view outer, std::string_view inner);

// The newest ten, as older versions listed them in the object that they belong to.
json::object listed_within(Tx& tx, ListOf const& list, std::string const& url);

}  // namespace bursar::api
