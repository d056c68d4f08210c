// How disputes looked to callers of older versions (reference/versions.md: Breaking changes).
#include "api/versions/walk.hpp"
#include "money/disputes/dispute.hpp"

namespace bursar::disputes {

using namespace api;

namespace {

void without_intended_method(Tx&, json::object& dispute) { dispute.erase("intended_submission_method"); }

}  // namespace

VersionChange const kVersions[] = {
    {"2026-10-28", "a dispute tells how its evidence will be submitted", without_intended_method},
};

}  // namespace bursar::disputes
