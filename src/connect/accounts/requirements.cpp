#include "connect/accounts/requirements.hpp"

#include <algorithm>

#include "connect/accounts/paths.hpp"
#include "connect/accounts/verification.hpp"

namespace bursar::accounts {

namespace {

using Names = std::vector<std::string>;

// All that may be asked of a company, and of a person.
constexpr NamedMember<Company> kOfCompany[] = {
    named_member<Company, "address.city">(),
    named_member<Company, "address.line1">(),
    named_member<Company, "address.postal_code">(),
    named_member<Company, "address.state">(),
    named_member<Company, "name">(),
    named_member<Company, "phone">(),
    named_member<Company, "tax_id", "tax_id_provided">(),
};
constexpr NamedMember<Person> kOfPerson[] = {
    named_member<Person, "address.city">(),
    named_member<Person, "address.line1">(),
    named_member<Person, "address.postal_code">(),
    named_member<Person, "address.state">(),
    named_member<Person, "dob.day">(),
    named_member<Person, "dob.month">(),
    named_member<Person, "dob.year">(),
    named_member<Person, "email">(),
    named_member<Person, "first_name">(),
    named_member<Person, "full_name_aliases">(),
    named_member<Person, "id_number", "id_number_provided">(),
    named_member<Person, "last_name">(),
    named_member<Person, "nationality">(),
    named_member<Person, "phone">(),
    named_member<Person, "relationship.executive">(),
    named_member<Person, "relationship.title">(),
    named_member<Person, "ssn_last_4", "ssn_last_4_provided">(),
};
// What an owner who tells for himself is asked of his business first.
constexpr NamedMember<BusinessProfile> kOfProfile[] = {
    named_member<BusinessProfile, "product_description">(),
    named_member<BusinessProfile, "support_phone">(),
    named_member<BusinessProfile, "url">(),
};

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

bool person_has(Person const& person, std::string_view field) {
    auto const* row = std::ranges::find(kOfPerson, field, &NamedMember<Person>::path);
    MUST(row != std::end(kOfPerson));
    return row->is_told(person);
}

bool is_representative(Person const& person) { return person.relationship.representative == true; }

void add_company(Account const& account, Names& due, Names& pending) {
    auto const company = account.told_company->value.value_or(Company{});
    for (auto const& row : kOfCompany) {
        if (!row.is_told(company)) {
            if (account.country != "SG" || (row.path != "address.city" && row.path != "address.state"))
                due.push_back("company." + std::string(row.path));
        } else if (account.country == "US" && !account.verified.value &&
                   (row.path.starts_with("address") || row.path == "tax_id")) {
            pending.push_back("company." + std::string(row.path));
        }
    }
    if (account.country == "AE") due.emplace_back("company.business_vat_id_number");
    if (!company.owners_provided.value_or(false) && account.country != "SG") {
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
        auto const person = persons.empty() ? Person{} : persons.front();
        for (auto const& field : missing_of_person(account, person)) out.due.push_back("individual." + field);
        for (auto const& field : pending_of_person(account, person)) out.pending.push_back("individual." + field);
        return;
    }
    bool has_representative = false;
    for (auto const& person : persons) {
        if (!is_representative(person)) continue;
        has_representative = true;
        for (auto const& field : missing_of_person(account, person)) out.due.push_back(person.id + "." + field);
    }
    if (!has_representative)
        for (auto const& field : person_fields(account.country, true)) out.due.push_back("representative." + field);
}

// What the platform tells when it collects; otherwise what the owner is asked first (recorded of Standard accounts that
// requested no capability: nothing of who stands behind them is due before one is).
Findings findings_of(api::Tx& tx, Account const& account) {
    Findings out;
    auto const& profile = account.business_profile;
    bool ours = platform_collects(account), asked = ours || any_requested(account.capabilities);
    if (!account.business_type && asked) out.due.emplace_back("business_type");
    if (ours && !profile.url && !profile.product_description) out.due.emplace_back("business_profile.url");
    for (auto const& row : kOfProfile)
        if (!ours && !row.is_told(profile)) out.due.push_back("business_profile." + std::string(row.path));
    if (!account.tos_acceptance.date) out.due.insert(out.due.end(), {"tos_acceptance.date", "tos_acceptance.ip"});
    if (!account.business_type || !asked) return out;
    if (account.business_type != "individual") add_company(account, out.due, out.pending);
    add_people(tx, account, out);
    return out;
}

CapabilityStatus status_of(Account const& account, Findings const& found) {
    if (!account.rejected->empty() || !found.due.empty()) return CapabilityStatus::inactive;
    return found.pending.empty() ? CapabilityStatus::active : CapabilityStatus::pending;
}

void lead(CapabilityLife& capability, CapabilityStatus to) {
    if (capability == to) return;
    capability.take(to == CapabilityStatus::active    ? CapabilityStep::pass
                    : to == CapabilityStatus::pending ? CapabilityStep::submit
                                                      : CapabilityStep::fall_short);
}

}  // namespace

Names missing_of_person(Account const& account, Person const& person) {
    Names out;
    bool representative = account.business_type != "individual" && is_representative(person);
    for (auto const& field : person_fields(account.country, representative))
        if (!person_has(person, field)) out.push_back(field);
    return out;
}

Names pending_of_person(Account const& account, Person const& person) {
    if (account.country != "US" || account.verified.value || !missing_of_person(account, person).empty()) return {};
    if (person.verification.document.front) return {"id_number", "verification.document"};
    return {"address.city",  "address.line1", "address.postal_code",
            "address.state", "id_number",     "verification.document"};
}

void derive(api::Tx& tx, Account& account, bool has_external_account) {
    if (account.is_platform.value) return;
    Requirements requirements;
    bool ours = platform_collects(account);
    auto found = findings_of(tx, account);
    auto again = asked_again(account);
    if (takes_capabilities(account)) found.due.insert(found.due.end(), again.begin(), again.end());
    auto status = status_of(account, found);
    auto capabilities = requested_of(account.capabilities);
    for (auto& capability : capabilities) lead(*capability.status, status);
    auto due = found.due;
    if (!has_external_account) due.emplace_back("external_account");
    for (auto const& name : again)
        if (std::ranges::find(due, name) == due.end()) due.push_back(name);
    std::ranges::sort(due);
    std::ranges::sort(found.pending);
    requirements.errors = errors_of(account);
    requirements.currently_due = requirements.eventually_due = requirements.past_due = due;
    requirements.pending_verification = found.pending;
    account.charges_enabled = status == CapabilityStatus::active && !capabilities.empty();
    account.payouts_enabled =
        (account.charges_enabled || account.keeps_payouts.value) && has_external_account && again.empty();
    account.details_submitted = due.empty();
    if (!account.rejected->empty())
        requirements.disabled_reason = account.rejected.value;
    else if (capabilities.empty() && (ours || due.empty()))
        requirements.disabled_reason = "action_required.requested_capabilities";
    else if (!due.empty())
        requirements.disabled_reason = "requirements.past_due";
    else if (!found.pending.empty())
        requirements.disabled_reason = "requirements.pending_verification";
    Requirements future;
    if (ours) {
        future.currently_due = future.eventually_due = future.past_due = due;
        future.pending_verification = found.pending;
        if (account.country == "US") future.current_deadline = start_of_day(account.created) + 35 * kDay + 7 * kHour;
    }
    account.requirements = std::move(requirements);
    account.future_requirements = std::move(future);
}

}  // namespace bursar::accounts
