#include "connect/accounts/verification.hpp"

#include <algorithm>

#include "connect/accounts/paths.hpp"
#include "instruments/tokens/identity.hpp"

namespace bursar::accounts {

namespace {

constexpr char kKeyed[] =
    "The identity information you entered cannot be verified. Please correct any errors or upload a document that "
    "matches the identity fields (e.g., name and date of birth) you entered.";
constexpr char kAddress[] = "The address you entered cannot be verified. Please correct it.";
constexpr char kWebsite[] = "The website cannot be used as it is. Please correct the address or the website.";

using ProfileTold = BusinessProfileParams;
using CompanyTold = tokens::Business;
using PersonTold = tokens::Person;

// What is told, by its path; what is told of it anew answers the doubt about `doubted`, which is the same, or the
// document that was to prove it.
template <class Params>
struct Value {
    std::string_view (*told)(Params const&);
    std::string_view doubted;
};
template <class Params, Word Path>
constexpr Value<Params> value_at() {
    return {text_of<Params, Path>, Path.view()};
}
template <Word Path>
constexpr Value<PersonTold> proven_by_document() {
    return {text_of<PersonTold, Path>, "verification.document"};
}

// A value that raises a doubt about `asked`, which is due again. Reasons are in our own words, but for kKeyed.
template <class Params>
struct Outcome {
    Value<Params> of;
    std::string_view value, asked, code, reason;
    bool payouts_only = false;
};

constexpr auto kIdNumber = proven_by_document<"id_number">(), kSsnLast4 = proven_by_document<"ssn_last_4">(),
               kFront = proven_by_document<"verification.document.front">();
constexpr auto kHome = value_at<PersonTold, "address.line1">();
constexpr auto kTaxId = value_at<CompanyTold, "tax_id">(), kOffice = value_at<CompanyTold, "address.line1">();
constexpr auto kProduct = value_at<ProfileTold, "product_description">(), kUrl = value_at<ProfileTold, "url">();

constexpr Outcome<PersonTold> kOfPersons[] = {
    {kIdNumber, "111111111", "verification.document", "verification_failed_keyed_identity", kKeyed},
    {kSsnLast4, "1111", "verification.document", "verification_failed_keyed_identity", kKeyed},
    {kHome, "address_no_match", "address.line1", "verification_failed_address_match", kAddress},
    {kHome, "address_line1_no_match", "address.line1", "verification_failed_address_match", kAddress},
    {kFront, "file_identity_document_failure", "verification.document", "verification_document_not_readable",
     "The document cannot be read. Please upload it again."},
};
constexpr Outcome<CompanyTold> kOfCompanies[] = {
    {kTaxId, "111111111", "tax_id", "verification_failed_tax_id_match",
     "The tax ID does not match the name of the business. Please correct one or the other."},
    {kTaxId, "111111112", "tax_id", "verification_failed_tax_id_not_issued",
     "The tax ID was not issued. Please correct it."},
    {kOffice, "address_no_match", "address.line1", "verification_failed_address_match", kAddress, true},
    {kOffice, "address_line1_no_match", "address.line1", "verification_failed_address_match", kAddress},
};
constexpr Outcome<ProfileTold> kOfProfiles[] = {
    {kProduct, "require_url", "url", "invalid_url_web_presence_detected", kWebsite},
    {kUrl, "https://disallowed.stripe.com", "url", "invalid_url_denylisted", kWebsite},
    {kUrl, "https://geoblocked.stripe.com", "url", "invalid_url_website_inaccessible_geoblocked", kWebsite},
    {kUrl, "https://problem.stripe.com", "url", "invalid_url_website_other", kWebsite},
    {kUrl, "https://missing.stripe.com", "url", "invalid_url_website_empty", kWebsite},
    {kUrl, "https://mismatch.stripe.com", "url", "invalid_url_website_business_information_mismatch", kWebsite},
    {kUrl, "https://passwordprotected.stripe.com", "url", "invalid_url_website_inaccessible_password_protected",
     kWebsite},
    {kUrl, "https://underconstruction.stripe.com", "url", "invalid_url_website_incomplete_under_construction",
     kWebsite},
    {kUrl, "https://inaccessible.stripe.com", "url", "invalid_url_website_inaccessible", kWebsite},
};

// Values that are found to match in the answer itself.
constexpr std::string_view kAtOnce = "222222222";
bool matches_at_once(PersonTold const& told) {
    if (text_of<PersonTold, "id_number">(told) == kAtOnce) return true;
    return told.dob && told.dob->day.value == 1 && told.dob->month.value == 1 && told.dob->year.value == 1902;
}
bool matches_at_once(CompanyTold const& told) { return text_of<CompanyTold, "tax_id">(told) == kAtOnce; }
bool matches_at_once(ProfileTold const&) { return false; }

template <class Params>
void look_at(api::Tx& tx, Account& account, std::string_view prefix, Params const& told,
             std::span<Outcome<Params> const> outcomes) {
    if (tx.livemode()) return;
    auto& doubts = account.doubts->by_requirement;
    auto named = [&](std::string_view field) { return std::string(prefix) + "." + std::string(field); };
    auto const before = doubts;
    for (auto const& outcome : outcomes)
        if (!outcome.of.told(told).empty()) doubts.erase(named(outcome.of.doubted));
    for (auto const& outcome : outcomes)
        if (outcome.of.told(told) == outcome.value)
            doubts[named(outcome.asked)] = {std::string(outcome.code), std::string(outcome.reason),
                                            outcome.payouts_only};
    if (doubts != before) account.verified = false;  // looked at anew
    if (matches_at_once(told) && doubts.empty()) account.verified = true;
}

// Only the US takes its time (reference/connect.md: Recorded accounts).
bool are_out(Account const& account) { return account.verified.value || account.country != "US"; }

std::map<std::string, Doubt, std::less<>> const& doubts_of(Account const& account) {
    static std::map<std::string, Doubt, std::less<>> const none;
    return are_out(account) ? account.doubts->by_requirement : none;
}

}  // namespace

void look_at_person(api::Tx& tx, Account& account, std::string_view prefix, tokens::Person const& told) {
    look_at<PersonTold>(tx, account, prefix, told, kOfPersons);
}
void look_at_company(api::Tx& tx, Account& account, tokens::Business const& told) {
    look_at<CompanyTold>(tx, account, "company", told, kOfCompanies);
}
void look_at_profile(api::Tx& tx, Account& account, BusinessProfileParams const& told) {
    look_at<ProfileTold>(tx, account, "business_profile", told, kOfProfiles);
}

std::vector<RequirementError> errors_of(Account const& account, std::string_view prefix) {
    std::vector<RequirementError> out;
    for (auto const& [requirement, doubt] : doubts_of(account)) {
        std::string_view name = requirement;
        if (!prefix.empty()) {
            if (!name.starts_with(prefix) || name.size() <= prefix.size() || name[prefix.size()] != '.') continue;
            name.remove_prefix(prefix.size() + 1);
        }
        out.push_back({doubt.code, doubt.reason, std::string(name)});
    }
    return out;
}

std::vector<std::string> asked_again(Account const& account) {
    std::vector<std::string> out;
    for (auto const& [requirement, doubt] : doubts_of(account)) out.emplace_back(requirement);
    return out;
}

bool takes_capabilities(Account const& account) {
    return std::ranges::any_of(doubts_of(account), [](auto const& doubt) { return !doubt.second.payouts_only; });
}

}  // namespace bursar::accounts

namespace bursar {

void KindOf<accounts::Doubts>::write(void const* value, std::string& out) {
    out.push_back('{');
    bool first = true;
    for (auto const& [requirement, doubt] : static_cast<accounts::Doubts const*>(value)->by_requirement) {
        if (!first) out.push_back(',');
        first = false;
        write_json_string(out, requirement);
        out.push_back(':');
        kind_of<accounts::Doubt>.write(&doubt, out);
    }
    out.push_back('}');
}

Result<void> KindOf<accounts::Doubts>::read(void* value, json::value const& in, Path const& path, Source source) {
    auto const* hash = in.if_object();
    if (!hash) return refuse("", path.text(), "Invalid object");
    auto& doubts = static_cast<accounts::Doubts*>(value)->by_requirement;
    for (auto const& [requirement, doubt] : *hash)
        TRY_DO(kind_of<accounts::Doubt>.read(&doubts[std::string(requirement)], doubt, path, source));
    return {};
}

}  // namespace bursar
