// What the browser library asks at its start: which payment methods an intent, or one that is to be made, may be paid
// with, and which of them a customer saved (reference/browser.md: Calls). Private between the library and the server:
// the reference documents neither, so the shapes are ours where no page depends on them.
#pragma once

#include "api/resource.hpp"

namespace bursar::elements_sessions {

extern api::ResourceType const kResource;

}  // namespace bursar::elements_sessions
