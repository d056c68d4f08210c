// The API as an OpenAPI 3.1 document: what `bursar schema` prints, and a sandbox serves at /openapi.json. It is made of
// the tables that requests are read with and answers are written with, and says nothing where those do not know.
#pragma once

#include <span>

#include "api/resource.hpp"

namespace bursar::app {

#ifndef BURSAR_VERSION
#define BURSAR_VERSION "0.1.0"
#endif
inline constexpr char kVersion[] = BURSAR_VERSION;

json::object openapi_of(std::span<api::ResourceType const* const> types);

}  // namespace bursar::app
