#include <algorithm>
#include <map>

#include "api/errors.hpp"
#include "connect/accounts/person.hpp"
#include "connect/onboarding/visit.hpp"

namespace bursar::onboarding {

using namespace api;
using accounts::Account;
using Kind = Field::Kind;

namespace {

struct Known {
    std::string_view end, label;
    Kind kind = Kind::text;
    std::string_view valid = {};  // a test value that passes
    std::string_view width = {};
    std::string_view within = {};  // where in the parameter the value goes
};

// By how a path ends, in the order of the form.
constexpr Known kKnown[] = {
    {"business_type", "Type of business", Kind::business_type, "individual"},
    {"company.name", "Legal name of the business", Kind::text, "Tea House Inc."},
    {"company.tax_id", "Tax id", Kind::number, "000000000"},
    {"company.phone", "Phone number of the business", Kind::phone, "+15555550100"},
    {"company.business_vat_id_number", "VAT number", Kind::text, "123456789012345"},
    {"company.owners_provided", "I have named all owners", Kind::checkbox, "true"},
    {"business_profile.mcc", "Industry (MCC)", Kind::number, "5734"},
    {"business_profile.url", "Website", Kind::url, "https://shop.example"},
    {"business_profile.product_description", "What is sold", Kind::text, "Tea and cups"},
    {"business_profile.support_phone", "Phone number for customers", Kind::phone, "+15555550100"},
    {"full_name_aliases", "Other names", Kind::text, "Jenny", {}, "0"},
    {"first_name", "First name", Kind::text, "Jenny", "half"},
    {"last_name", "Last name", Kind::text, "Rosen", "half"},
    {"email", "Email", Kind::email, "jenny@example.com"},
    {"phone", "Phone number", Kind::phone, "+15555550100"},
    {"dob.day", "Day of birth", Kind::number, "1", "third"},
    {"dob.month", "Month of birth", Kind::number, "1", "third"},
    {"dob.year", "Year of birth", Kind::number, "1901", "third"},
    {"address.line1", "Address", Kind::text, "address_full_match"},
    {"address.city", "City", Kind::text, "San Francisco"},
    {"address.state", "State or province", Kind::text, "CA", "half"},
    {"address.postal_code", "Postal code", Kind::text, "94103", "half"},
    {"nationality", "Nationality (two letters)", Kind::text, "US"},
    {"ssn_last_4", "Last four digits of the social security number", Kind::number, "0000"},
    {"id_number", "Personal identification number", Kind::number, "000000000"},
    {"relationship.title", "Position in the business", Kind::text, "Owner"},
    {"relationship.executive", "Manages the business", Kind::checkbox, "true"},
    {"verification.document",
     "Identity document (a test document)",
     Kind::document,
     "file_identity_document_success",
     {},
     "front"},
    {"external_account", "Bank account for payouts", Kind::bank, "000123456789"},
    {"tos_acceptance.date", "I agree to the terms of service", Kind::checkbox, "true"},
};

Known const* known(std::string_view path) {
    for (auto const& one : kKnown)
        if (path == one.end || (path.ends_with(one.end) && path[path.size() - one.end.size() - 1] == '.')) return &one;
    return nullptr;
}

std::size_t rank_of(std::string_view path) {
    auto const* one = known(path);
    return one ? static_cast<std::size_t>(one - kKnown) : std::size(kKnown);
}

std::string_view group_of(std::string_view path) { return path.substr(0, path.find('.')); }

// individual, a company's people, and everything else.
int order_of(std::string_view path) {
    auto group = group_of(path);
    if (group == "individual") return 1;
    if (group == "representative") return 2;
    if (group.starts_with("person_")) return 3;
    if (group == "owners") return 4;
    return path == "external_account" || group == "tos_acceptance" ? 5 : 0;
}

void put(json::object& tree, std::string_view path, json::value value) {
    auto dot = path.find('.');
    if (dot == path.npos) {
        tree[path] = std::move(value);
        return;
    }
    auto& inner = tree[path.substr(0, dot)];
    if (!inner.is_object()) inner = json::object();
    put(inner.as_object(), path.substr(dot + 1), std::move(value));
}

}  // namespace

std::vector<Field> fields_due(Account const& account) {
    std::vector<Field> out;
    if (!account.requirements) return out;
    for (auto const& path : account.requirements->currently_due) {
        if (path == "tos_acceptance.ip") continue;  // of whoever agrees
        auto const* one = known(path);
        if (one)
            out.push_back({path, std::string(one->label), one->width, one->kind});
        else
            out.push_back({path, path, {}});
    }
    std::ranges::sort(out, {}, [](Field const& field) {
        auto order = order_of(field.path);  // people one after the other, everything else together
        return std::tuple(order, order >= 1 && order <= 4 ? std::string(group_of(field.path)) : std::string(),
                          rank_of(field.path), field.path);
    });
    return out;
}

std::string section_of(std::string_view path) {
    switch (order_of(path)) {
        case 0:
            return "The business";
        case 1:
            return "About you";
        case 4:
            return "An owner";
        case 5:
            return "Payouts and terms";
        default:
            return "The representative";
    }
}

json::object valid_values(Account const& account, std::vector<Field> const& fields) {
    json::object out;
    for (auto const& field : fields) {
        auto const* one = known(field.path);
        auto value = one ? std::string(one->valid) : std::string("test");
        if (field.kind == Kind::bank) {
            out["external_account.account_number"] = value;
            out["external_account.routing_number"] = account.country == "US" ? "110000000" : "";
            continue;
        }
        out[field.path] = value;
    }
    return out;
}

Result<void> take(Tx& tx, Account& account, json::object const& values) {
    json::object params;
    std::map<std::string, json::object> people;  // by person_..., representative, owners
    for (auto const& [path, value] : values) {
        if (!value.is_string() || value.as_string().empty()) continue;
        std::string group(group_of(path)), told(path);
        if (auto const* one = known(path); one && !one->within.empty()) told += "." + std::string(one->within);
        if (group == "representative" || group == "owners" || group.starts_with("person_"))
            put(people[group], std::string_view(told).substr(group.size() + 1), value);
        else if (std::string_view(path) == "tos_acceptance.date")
            params["tos_acceptance"] = json::object{{"date", std::to_string(tx.now())}, {"ip", tx.caller().client_ip}};
        else
            put(params, told, value);
    }
    if (auto* bank = params.if_contains("external_account"); bank && bank->is_object()) {
        auto& hash = bank->as_object();
        hash["object"] = "bank_account";
        hash["country"] = account.country;
        hash["currency"] = account.default_currency;
    }
    auto before = tx.get<Account>(account.id);
    TRY(auto p, read_params<accounts::Params>(params));
    TRY_DO(accounts::apply(tx, account, p));
    for (auto& [whom, told] : people) {
        if (whom == "representative") put(told, "relationship.representative", "true");
        if (whom == "owners") put(told, "relationship.owner", "true");
        auto put = accounts::put_person(tx, account, whom.starts_with("person_") ? whom : std::string(), told);
        if (!put) {
            put.error().param = whom + "." + put.error().param;
            return std::unexpected(put.error());
        }
    }
    accounts::save(tx, before, account);
    accounts::verify_later(tx, account);
    return {};
}

}  // namespace bursar::onboarding
