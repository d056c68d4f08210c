// How accounts looked to callers of older versions (reference/versions.md: Breaking changes).
#include "api/versions/walk.hpp"
#include "connect/accounts/account.hpp"

namespace bursar::accounts {

using namespace api;

namespace {

void rejected_without_platform(Tx&, json::object& account) {
    static constexpr std::string_view kByPlatform = "rejected.platform_";
    for (auto name : {"requirements", "future_requirements"}) {
        auto* requirements = account.if_contains(name);
        if (!requirements || !requirements->is_object()) continue;
        auto& reason = requirements->as_object()["disabled_reason"];
        if (!reason.is_string()) continue;
        std::string text(reason.as_string());
        if (text.starts_with(kByPlatform)) reason = "rejected." + text.substr(kByPlatform.size());
    }
}

void payments_without_prefixes(Tx&, json::object& account) {
    auto* payments = inside(account, "settings", "payments");
    if (!payments) return;
    payments->erase("statement_descriptor_prefix_kana");
    payments->erase("statement_descriptor_prefix_kanji");
}

void website_errors_are_general(Tx&, json::object& account) {
    for (auto name : {"requirements", "future_requirements"}) {
        auto* requirements = account.if_contains(name);
        auto* errors =
            requirements && requirements->is_object() ? requirements->as_object().if_contains("errors") : nullptr;
        if (!errors || !errors->is_array()) continue;
        for (auto& error : errors->as_array())
            if (error.is_object() && text_at(error.as_object(), "code").starts_with("invalid_url_"))
                error.as_object()["code"] = "invalid_value_other";
    }
}

}  // namespace

VersionChange const kCapabilityVersions[] = {
    {"2023-10-16", "what is wrong with a website has codes of its own", website_errors_are_general},
};

VersionChange const kVersions[] = {
    {"2026-09-30", "requirements.disabled_reason tells a platform's rejection apart", rejected_without_platform},
    {"2026-07-29", "descriptor prefixes for Japan stand in settings.payments", payments_without_prefixes},
    {"2023-10-16", "what is wrong with a website has codes of its own", website_errors_are_general},
};

}  // namespace bursar::accounts
