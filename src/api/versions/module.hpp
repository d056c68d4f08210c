// A breaking change of the API: what an object of the newer shape looks like to a caller from before `date`. Modules
// are applied from the newest to the oldest, to every object of their types in an answer, nested and expanded ones
// included.
#pragma once

#include <span>

#include "api/tx.hpp"

namespace bursar::api {

struct VersionModule {
    std::string_view date;         // callers from before it see the older shape
    std::string_view description;  // for the changelog
    std::string_view object;       // "payment_intent"
    void (*to_older)(Tx& tx, json::object& object);
};

std::span<VersionModule const> version_modules();  // newest first

bool changes_anything(Version const& version);
bool changes(std::string_view object, Version const& version);  // whether that kind looks otherwise to such a caller
void walk_back(Tx& tx, json::value& body, Version const& version);

}  // namespace bursar::api
