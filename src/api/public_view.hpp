// What a publishable key may see of an answer (reference/conventions.md: Publishable keys) is cut here alone, by kind,
// whatever the way it came into the answer: of lists, errors, expanded objects and those that older versions carried
// along, too. What a kind shows it says in its table (api/resource.hpp: PublicView).
#pragma once

#include "base/json.hpp"

namespace bursar::api {

class Catalogue;

void cut_to_public_view(Catalogue const& catalogue, json::value& body);

}  // namespace bursar::api
