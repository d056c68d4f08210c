// Every endpoint with its parameters, as the routes' tables have them: for tests that send each parameter all manner of
// values, and for whoever describes the API to a tool.
#pragma once

#include "api/catalogue.hpp"

namespace bursar::app {

// [{"method", "path", "access", "parameters": {NAME: KIND}}], where a KIND is
// {"shape", "required", "clears", "of": KIND, "fields": {NAME: KIND}, "words", "min", "max"}, with what does not apply
// left out. Always holds: the shape "same" is unfolded, so that none of the kinds has it.
json::value schema_of(api::Catalogue const& catalogue);

}  // namespace bursar::app
