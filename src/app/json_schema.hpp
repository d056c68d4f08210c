// What a table of fields says, as a JSON Schema (draft 2020-12, the one of OpenAPI 3.1).
#pragma once

#include <functional>

#include "base/fields.hpp"

namespace bursar::app {

// As a parameter it may be sent: bounds, words, what must be there, what may be empty. A hash takes no other names.
json::object parameter_schema(Kind const& kind);
// Several tables as one hash: what a route reads.
json::object parameters_schema(std::span<Fields (*const)()> tables);

// As it stands in an answer: null where it may be, and required where it is always there. What is hidden is not shown;
// names that no table has may be added any day. `what_is(path)` has the last word on a field, or none.
using FieldSchema = std::function<std::optional<json::object>(std::string const& path, json::object schema)>;
json::object document_schema(Fields fields, FieldSchema const& what_is);

}  // namespace bursar::app
