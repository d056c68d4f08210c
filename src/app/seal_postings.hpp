// Postings of before had no seal (docs/decisions/008-sealed-postings.md).
#pragma once

#include "api/tx.hpp"

namespace bursar::app {

// Seals them as they are. Goes on where it was when the server ended; nothing may be served before it returns. On a
// database of now it reads one setting.
void seal_postings_of_before(store::Engine& engine, api::Environment& environment);

}  // namespace bursar::app
