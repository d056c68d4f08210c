// Who holds a visit's id may fill in what one account still owes (README.md).
#pragma once

#include "api/resource.hpp"
#include "connect/accounts/params.hpp"

namespace bursar::onboarding {

// What POST /v1/account_links makes: opened once, it becomes a visit.
struct Link {
    static constexpr std::string_view kObject = "account_link", kPrefix = "link", kNoun = "account link",
                                      kPathParam = "link";

    std::string id;  // kept_id of the secret in its address, which is not kept
    std::string object = "account_link";
    std::string account;
    Timestamp expires_at = 0;
    std::optional<std::string> refresh_url, return_url;
};
FIELDS(Link, id, object, account, expires_at, refresh_url, return_url);

struct Visit {
    static constexpr std::string_view kObject = "account_session", kPrefix = "accs_secret_", kNoun = "account session",
                                      kPathParam = "session";

    std::string id;  // kept_id of the secret that opens it, which is not kept
    std::string object = "account_session";
    std::string account;
    Timestamp expires_at = 0;
    std::optional<std::string> refresh_url, return_url;  // none: in a frame of the platform's
    bool may_onboard = false;                            // whether account_onboarding is among its components
};
FIELDS(Visit, id, object, account, expires_at, refresh_url, return_url, may_onboard);

inline constexpr Timestamp kVisitSeconds = kHour;

// One control of the form: what is due, in words for people.
struct Field {
    std::string path;  // individual.dob.day
    std::string label;
    std::string_view width;  // a class of the page's style: "half", "third"; otherwise a line of its own
    enum class Kind { text, email, phone, number, url, checkbox, business_type, bank, document } kind = Kind::text;
};
// What an account still needs, a control for each, in the order in which people expect to be asked.
std::vector<Field> fields_due(accounts::Account const& account);

// The heading under which it stands.
std::string section_of(std::string_view path);

// The page's form. `filled_in`: what was sent and refused, if it was; what identifies somebody is not shown again.
std::string form_of(api::Tx& tx, std::string const& action, Visit const& visit, accounts::Account const& account,
                    json::object const& filled_in, std::optional<Refusal> const& refusal);

// Takes over what was filled in. `values`: by path; empty ones are left out. Refused as by POST /v1/accounts/:id.
Result<void> take(api::Tx& tx, accounts::Account& account, json::object const& values);

// Values that pass, for each field: in test mode only.
json::object valid_values(accounts::Account const& account, std::vector<Field> const& fields);

extern api::ResourceType const kResource, kPages;

}  // namespace bursar::onboarding
