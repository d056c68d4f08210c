#include "connect/accounts/verification.hpp"

#include <algorithm>

namespace bursar::accounts {

namespace {

constexpr char kKeyed[] =
    "The identity information you entered cannot be verified. Please correct any errors or upload a document that "
    "matches the identity fields (e.g., name and date of birth) you entered.";
constexpr char kAddress[] = "The address you entered cannot be verified. Please correct it.";
constexpr char kWebsite[] = "The website cannot be used as it is. Please correct the address or the website.";

// A value of `field` that raises a doubt about `asked`, which is due again. Reasons are in our own words, but for
// kKeyed.
struct Outcome {
    std::string_view of, field, value, asked, code, reason;
    bool payouts_only = false;
};
constexpr Outcome kOutcomes[] = {
    {"person", "id_number", "111111111", "verification.document", "verification_failed_keyed_identity", kKeyed},
    {"person", "ssn_last_4", "1111", "verification.document", "verification_failed_keyed_identity", kKeyed},
    {"person", "address.line1", "address_no_match", "address.line1", "verification_failed_address_match", kAddress},
    {"person", "address.line1", "address_line1_no_match", "address.line1", "verification_failed_address_match",
     kAddress},
    {"person", "verification.document.front", "file_identity_document_failure", "verification.document",
     "verification_document_not_readable", "The document cannot be read. Please upload it again."},
    {"company", "tax_id", "111111111", "tax_id", "verification_failed_tax_id_match",
     "The tax ID does not match the name of the business. Please correct one or the other."},
    {"company", "tax_id", "111111112", "tax_id", "verification_failed_tax_id_not_issued",
     "The tax ID was not issued. Please correct it."},
    {"company", "address.line1", "address_no_match", "address.line1", "verification_failed_address_match", kAddress,
     true},
    {"company", "address.line1", "address_line1_no_match", "address.line1", "verification_failed_address_match",
     kAddress},
    {"business_profile", "product_description", "require_url", "url", "invalid_url_web_presence_detected", kWebsite},
    {"business_profile", "url", "https://disallowed.stripe.com", "url", "invalid_url_denylisted", kWebsite},
    {"business_profile", "url", "https://geoblocked.stripe.com", "url", "invalid_url_website_inaccessible_geoblocked",
     kWebsite},
    {"business_profile", "url", "https://problem.stripe.com", "url", "invalid_url_website_other", kWebsite},
    {"business_profile", "url", "https://missing.stripe.com", "url", "invalid_url_website_empty", kWebsite},
    {"business_profile", "url", "https://mismatch.stripe.com", "url",
     "invalid_url_website_business_information_mismatch", kWebsite},
    {"business_profile", "url", "https://passwordprotected.stripe.com", "url",
     "invalid_url_website_inaccessible_password_protected", kWebsite},
    {"business_profile", "url", "https://underconstruction.stripe.com", "url",
     "invalid_url_website_incomplete_under_construction", kWebsite},
    {"business_profile", "url", "https://inaccessible.stripe.com", "url", "invalid_url_website_inaccessible", kWebsite},
};

// Told again, each of these answers a doubt about a document: the numbers that the document was to prove.
constexpr std::string_view kProvenByDocument[] = {"id_number", "ssn_last_4", "verification.document.front"};

// Values that are found to match in the answer itself.
constexpr std::string_view kAtOnce = "222222222";

bool is_person(std::string_view prefix) { return prefix != "company" && prefix != "business_profile"; }

std::string_view text_in(json::object const& given, std::string_view path) {
    auto dot = path.find('.');
    if (dot == path.npos) return text_at(given, path);
    auto const* inner = given.if_contains(path.substr(0, dot));
    return inner && inner->is_object() ? text_in(inner->as_object(), path.substr(dot + 1)) : std::string_view();
}

bool born_in_1902(json::object const& given) {
    auto const* dob = given.if_contains("dob");
    auto const* day = dob ? dob->if_object() : nullptr;
    return day && integer_at(*day, "year") == 1902 && integer_at(*day, "month") == 1 && integer_at(*day, "day") == 1;
}

}  // namespace

void look_at(api::Tx& tx, Account& account, std::string_view prefix, json::object const& given) {
    if (tx.livemode()) return;
    auto& doubts = account.doubts->value.as_object();
    auto of = is_person(prefix) ? std::string_view("person") : prefix;
    auto named = [&](std::string_view field) { return std::string(prefix) + "." + std::string(field); };
    auto const before = doubts;
    for (auto const& outcome : kOutcomes) {
        if (outcome.of != of || text_in(given, outcome.field).empty()) continue;
        bool proven = std::ranges::find(kProvenByDocument, outcome.field) != std::end(kProvenByDocument);
        doubts.erase(named(proven ? "verification.document" : outcome.field));
    }
    for (auto const& outcome : kOutcomes)
        if (outcome.of == of && text_in(given, outcome.field) == outcome.value)
            doubts[named(outcome.asked)] = json::object{
                {"code", outcome.code}, {"reason", outcome.reason}, {"payouts_only", outcome.payouts_only}};
    doubts = api::sorted(doubts);
    if (doubts != before) account.verified = false;  // looked at anew
    bool at_once = text_in(given, "id_number") == kAtOnce || text_in(given, "tax_id") == kAtOnce || born_in_1902(given);
    if (at_once && doubts.empty()) account.verified = true;
}

namespace {

// Only the US takes its time (reference/connect.md: Recorded accounts).
bool are_out(Account const& account) { return account.verified.value || account.country != "US"; }

json::object const& doubts_of(Account const& account) {
    static json::object const none;
    return are_out(account) ? account.doubts->value.as_object() : none;
}

}  // namespace

json::array errors_of(Account const& account, std::string_view prefix) {
    json::array out;
    for (auto const& [requirement, doubt] : doubts_of(account)) {
        std::string_view name = requirement;
        if (!prefix.empty()) {
            if (!name.starts_with(prefix) || name.size() <= prefix.size() || name[prefix.size()] != '.') continue;
            name.remove_prefix(prefix.size() + 1);
        }
        auto const& hash = doubt.as_object();
        out.push_back(json::object{{"code", hash.at("code")}, {"reason", hash.at("reason")}, {"requirement", name}});
    }
    return out;
}

std::vector<std::string> asked_again(Account const& account) {
    std::vector<std::string> out;
    for (auto const& [requirement, doubt] : doubts_of(account)) out.emplace_back(requirement);
    return out;
}

bool takes_capabilities(Account const& account) {
    return std::ranges::any_of(doubts_of(account), [](auto const& doubt) {
        return doubt.value().as_object().at("payouts_only") != json::value(true);
    });
}

}  // namespace bursar::accounts
