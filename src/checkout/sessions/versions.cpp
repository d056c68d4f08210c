// How Checkout Sessions looked to callers of older versions (reference/versions.md: Breaking changes).
#include "api/versions/walk.hpp"
#include "checkout/sessions/session.hpp"

namespace bursar::checkout {

using namespace api;

namespace {

void ui_mode_has_old_names(Tx&, json::object& session) {
    static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"hosted_page", "hosted"}, {"embedded_page", "embedded"}, {"elements", "custom"}};
    for (auto const& [now, before] : kNames)
        if (text_at(session, "ui_mode") == now) {
            session["ui_mode"] = before;
            return;
        }
}

}  // namespace

VersionChange const kVersions[] = {
    {"2026-03-25", "ui_mode of a Checkout Session tells pages from elements", ui_mode_has_old_names},
};

}  // namespace bursar::checkout
