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

void shipping_details_are_outside(Tx&, json::object& session) {
    auto* details = inside(session, "collected_information", "shipping_details");
    add(session, "shipping_details", details ? json::value(*details) : json::value());
}

void shipping_has_old_names(Tx&, json::object& session) {
    auto details = std::move(session["shipping_details"]);
    session.erase("shipping_details");
    auto* cost = session.if_contains("shipping_cost");
    json::value rate = cost && cost->is_object() ? std::move(cost->as_object()["shipping_rate"]) : json::value();
    session.erase("shipping_cost");
    add(session, "shipping", std::move(details));
    add(session, "shipping_rate", std::move(rate));
}

}  // namespace

VersionChange const kVersions[] = {
    {"2026-03-25", "ui_mode of a Checkout Session tells pages from elements", ui_mode_has_old_names},
    {"2025-03-31", "shipping_details of a Checkout Session are collected_information", shipping_details_are_outside},
    {"2022-08-01", "shipping and shipping_rate of a Checkout Session are shipping_details and shipping_cost",
     shipping_has_old_names},
};

}  // namespace bursar::checkout
