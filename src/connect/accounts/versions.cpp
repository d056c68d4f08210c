// How accounts looked to callers of older versions (reference/versions.md: Breaking changes).
#include "api/versions/walk.hpp"
#include "connect/accounts/account.hpp"

namespace bursar::accounts {

using namespace api;

namespace {

void rejected_without_platform(Tx&, json::object& account) {
    auto* requirements = account.if_contains("requirements");
    if (!requirements || !requirements->is_object()) return;
    auto& reason = requirements->as_object()["disabled_reason"];
    if (!reason.is_string()) return;
    std::string text(reason.as_string());
    if (text.starts_with("rejected.platform_")) reason = "rejected." + text.substr(18);
}

void payments_without_prefixes(Tx&, json::object& account) {
    auto* payments = inside(account, "settings", "payments");
    if (!payments) return;
    payments->erase("statement_descriptor_prefix_kana");
    payments->erase("statement_descriptor_prefix_kanji");
}

}  // namespace

VersionChange const kVersions[] = {
    {"2026-09-30", "requirements.disabled_reason tells a platform's rejection apart", rejected_without_platform},
    {"2026-07-29", "descriptor prefixes for Japan stand in settings.payments", payments_without_prefixes},
};

}  // namespace bursar::accounts
