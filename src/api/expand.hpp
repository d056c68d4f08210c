// expand[]: ids in an answer become the objects they name, and what is only shown when it is asked for is shown
// (reference/conventions.md: Expand). What may be expanded each resource says (api/resource.hpp: Expandable).
#pragma once

#include <functional>

#include "api/answers.hpp"

namespace bursar::api {

class Catalogue;

// The `expand` parameter, taken out of the parameters. Refused: not an array; more than four levels.
Result<std::vector<std::string>> take_expand(json::object& params);

// Whether what a route answers has these paths, by types alone: of an empty list, of a null, of what is not there the
// same ones are right, and they are refused before anything is done.
Result<void> check_paths(Catalogue const& catalogue, Caller const& caller, Answer const& answer,
                         std::vector<std::string> const& paths);

// Puts in what was asked for, of the paths that are right. The body is in the caller's version already; what is put
// into it is brought there by `settle`.
using Settle = std::function<void(json::value&)>;
Result<void> expand(Tx& tx, Catalogue const& catalogue, json::value& body, std::vector<std::string> const& paths,
                    Settle const& settle);

}  // namespace bursar::api
