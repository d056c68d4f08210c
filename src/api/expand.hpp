// expand[]: ids in an answer become the objects they name (reference/conventions.md: Expand). What may be expanded each
// resource says.
#pragma once

#include "api/resource.hpp"

namespace bursar::api {

class Catalogue;

Result<void> expand(Tx& tx, Catalogue const& catalogue, json::value& body, std::vector<std::string> const& paths);

// The `expand` parameter, taken out of the parameters. Refused: not an array; more than four levels.
Result<std::vector<std::string>> take_expand(json::object& params);

}  // namespace bursar::api
