#include "connect/accounts/requirements.hpp"

#include <algorithm>

#include "connect/accounts/person.hpp"
#include "connect/accounts/verification.hpp"

namespace bursar::accounts {

namespace {

using Names = std::vector<std::string>;

json::value const* at(json::value const& tree, std::string_view path) {
    auto const* value = &tree;
    while (!path.empty()) {
        auto dot = std::min(path.find('.'), path.size());
        auto const* object = value->if_object();
        value = object ? object->if_contains(path.substr(0, dot)) : nullptr;
        if (!value) return nullptr;
        path.remove_prefix(std::min(dot + 1, path.size()));
    }
    return value;
}

bool given(json::value const& tree, std::string_view path) {
    auto const* value = at(tree, path);
    return value && !value->is_null() && !(value->is_bool() && !value->as_bool());
}

Names person_fields(std::string_view country, bool representative) {
    Names out{"address.city", "address.line1", "address.postal_code", "address.state", "dob.day", "dob.month",
              "dob.year",     "email",         "first_name",          "last_name",     "phone"};
    auto without = [&](std::initializer_list<std::string_view> names) {
        std::erase_if(out, [&](auto const& name) { return std::ranges::find(names, name) != names.end(); });
    };
    if (country == "US") out.emplace_back("ssn_last_4");
    if (country == "SG") {
        without({"address.city", "address.state"});
        out.insert(out.end(), {"full_name_aliases", "id_number", "nationality"});
    }
    if (country == "AE") {
        without({"address.city", "address.postal_code"});
        out.insert(out.end(), {"id_number", "nationality"});
    }
    if (country == "KR") return {"first_name", "last_name"};
    if (country == "DE" || country == "FR" || country == "GB") without({"address.state"});
    if (representative) out.insert(out.end(), {"relationship.executive", "relationship.title"});
    std::ranges::sort(out);
    return out;
}

bool person_has(json::object const& person, std::string const& field) {
    json::value const tree = person;
    if (field == "ssn_last_4" || field == "id_number") return given(tree, field + "_provided");
    return given(tree, field);
}

void add_company(Account& account, Names& due, Names& pending) {
    json::value const company = company_of(account);
    for (std::string_view field :
         {"address.city", "address.line1", "address.postal_code", "address.state", "name", "phone", "tax_id"}) {
        bool has = field == "tax_id" ? given(company, "tax_id_provided") : given(company, field);
        if (!has && !(account.country == "SG" && (field == "address.city" || field == "address.state")))
            due.push_back("company." + std::string(field));
        else if (account.country == "US" && !account.verified.value &&
                 (field.starts_with("address") || field == "tax_id"))
            pending.push_back("company." + std::string(field));
    }
    if (account.country == "AE") due.emplace_back("company.business_vat_id_number");
    if (!given(company, "owners_provided") && account.country != "SG") {
        due.emplace_back("company.owners_provided");
        for (auto name : {"email", "first_name", "last_name"}) due.push_back(std::string("owners.") + name);
    }
}

struct Findings {
    Names due, pending;
};

void add_people(api::Tx& tx, Account const& account, Findings& out) {
    auto persons = persons_of(tx, account);
    if (account.business_type == "individual") {
        auto person = persons.empty() ? json::object() : persons.front();
        for (auto const& field : missing_of_person(account, person)) out.due.push_back("individual." + field);
        for (auto const& field : pending_of_person(account, person)) out.pending.push_back("individual." + field);
        return;
    }
    bool has_representative = false;
    for (auto const& person : persons) {
        if (!given(json::value(person), "relationship.representative")) continue;
        has_representative = true;
        for (auto const& field : missing_of_person(account, person))
            out.due.push_back(std::string(text_at(person, "id")) + "." + field);
    }
    if (!has_representative)
        for (auto const& field : person_fields(account.country, true)) out.due.push_back("representative." + field);
}

// What the platform tells when it collects; otherwise what the owner is asked first (recorded of Standard accounts that
// requested no capability: nothing of who stands behind them is due before one is).
Findings findings_of(api::Tx& tx, Account& account) {
    Findings out;
    json::value const& profile = account.business_profile.value;
    bool ours = platform_collects(account), asked = ours || !account.capabilities.value.as_object().empty();
    if (!account.business_type && asked) out.due.emplace_back("business_type");
    if (ours && !given(profile, "url") && !given(profile, "product_description"))
        out.due.emplace_back("business_profile.url");
    for (std::string field : {"product_description", "support_phone", "url"})
        if (!ours && !given(profile, field)) out.due.push_back("business_profile." + field);
    if (!account.tos_acceptance.date) out.due.insert(out.due.end(), {"tos_acceptance.date", "tos_acceptance.ip"});
    if (!account.business_type || !asked) return out;
    if (account.business_type != "individual") add_company(account, out.due, out.pending);
    add_people(tx, account, out);
    return out;
}

json::array list_of(Names names) {
    std::ranges::sort(names);
    json::array out;
    for (auto const& name : names) out.emplace_back(name);
    return out;
}

std::string status_of(Account const& account, Findings const& found) {
    if (!account.rejected->empty()) return "inactive";
    if (!found.due.empty()) return "inactive";
    if (!found.pending.empty()) return "pending";
    return "active";
}

}  // namespace

json::object empty_requirements() {
    return {{"alternatives", json::array()},  {"current_deadline", nullptr},
            {"currently_due", json::array()}, {"disabled_reason", nullptr},
            {"errors", json::array()},        {"eventually_due", json::array()},
            {"past_due", json::array()},      {"pending_verification", json::array()}};
}

std::vector<std::string> missing_of_person(Account const& account, json::object const& person) {
    Names out;
    bool representative =
        account.business_type != "individual" && given(json::value(person), "relationship.representative");
    for (auto const& field : person_fields(account.country, representative))
        if (!person_has(person, field)) out.push_back(field);
    return out;
}

std::vector<std::string> pending_of_person(Account const& account, json::object const& person) {
    if (account.country != "US" || account.verified.value || !missing_of_person(account, person).empty()) return {};
    Names out{"id_number"};
    json::value const tree = person;
    if (given(tree, "verification.document.front")) return {"id_number", "verification.document"};
    out.insert(out.end(),
               {"address.city", "address.line1", "address.postal_code", "address.state", "verification.document"});
    std::ranges::sort(out);
    return out;
}

void derive(api::Tx& tx, Account& account, bool has_external_account) {
    if (account.is_platform.value) return;
    auto requirements = empty_requirements();
    auto& capabilities = account.capabilities.value.as_object();
    bool ours = platform_collects(account);
    auto found = findings_of(tx, account);
    auto again = asked_again(account);
    if (takes_capabilities(account)) found.due.insert(found.due.end(), again.begin(), again.end());
    auto status = status_of(account, found);
    for (auto& [name, value] : capabilities) value = status;
    auto due = found.due;
    if (!has_external_account) due.emplace_back("external_account");
    for (auto const& name : again)
        if (std::ranges::find(due, name) == due.end()) due.push_back(name);
    requirements["errors"] = errors_of(account);
    requirements["currently_due"] = requirements["eventually_due"] = requirements["past_due"] = list_of(due);
    requirements["pending_verification"] = list_of(found.pending);
    account.charges_enabled = status == "active" && !capabilities.empty();
    account.payouts_enabled = account.charges_enabled && has_external_account && again.empty();
    account.details_submitted = due.empty();
    if (!account.rejected->empty())
        requirements["disabled_reason"] = account.rejected.value;
    else if (capabilities.empty() && (ours || due.empty()))
        requirements["disabled_reason"] = "action_required.requested_capabilities";
    else if (!due.empty())
        requirements["disabled_reason"] = "requirements.past_due";
    else if (!found.pending.empty())
        requirements["disabled_reason"] = "requirements.pending_verification";
    auto future = empty_requirements();
    if (ours) {
        for (auto name : {"currently_due", "eventually_due", "past_due", "pending_verification"})
            future[name] = requirements[name];
        if (account.country == "US") future["current_deadline"] = start_of_day(account.created) + 35 * kDay + 7 * kHour;
    }
    account.requirements = Raw{std::move(requirements)};
    account.future_requirements = Raw{std::move(future)};
}

}  // namespace bursar::accounts
