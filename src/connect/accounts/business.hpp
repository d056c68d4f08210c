// The business behind an account, as it is shown (reference/connect.md: Requirements), in the shapes of the types of
// stripe-node 23; instruments/tokens/identity.hpp and hashes.hpp have the parameters that lie over these.
#pragma once

#include "base/clock.hpp"
#include "connect/accounts/told.hpp"

namespace bursar::accounts {

struct AnnualRevenue {
    std::optional<std::int64_t> amount;
    std::optional<std::string> currency, fiscal_year_end;
};
FIELDS(AnnualRevenue, amount, currency, fiscal_year_end);

struct MonthlyRevenue {
    std::optional<std::int64_t> amount;
    std::optional<std::string> currency;
};
FIELDS(MonthlyRevenue, amount, currency);

struct BusinessProfile {
    std::optional<AnnualRevenue> annual_revenue;
    std::optional<std::int64_t> estimated_worker_count;
    std::optional<std::string> mcc;
    Told<std::vector<std::string>> minority_owned_business_designation;
    Told<MonthlyRevenue> monthly_estimated_revenue;
    std::optional<std::string> name, product_description;
    Told<std::string> specified_commercial_transactions_act_url;
    std::optional<Address> support_address;
    std::optional<std::string> support_email, support_phone, support_url, url;
};
FIELDS(BusinessProfile, annual_revenue, estimated_worker_count, mcc, minority_owned_business_designation,
       monthly_estimated_revenue, name, product_description, specified_commercial_transactions_act_url, support_address,
       support_email, support_phone, support_url, url);

// ---- what a company and a person have alike ----

struct JapaneseAddress {
    std::optional<std::string> city, country, line1, line2, postal_code, state, town;
};
FIELDS(JapaneseAddress, city, country, line1, line2, postal_code, state, town);

struct DateOf {
    std::optional<std::int64_t> day, month, year;
};
FIELDS(DateOf, day, month, year);

struct Attestation {
    std::optional<Timestamp> date;
    std::optional<std::string> ip, user_agent;
};
FIELDS(Attestation, date, ip, user_agent);

struct Document {
    std::optional<std::string> back, details, details_code, front;
};
FIELDS(Document, back, details, details_code, front);

// ---- a company; of the numbers that identify it only that they were given ----

struct CompanyVerification {
    Document document;
};
FIELDS(CompanyVerification, document);

struct Company {
    Address address;
    Told<JapaneseAddress> address_kana, address_kanji;
    Told<Address> administrative_address;
    Told<std::string> business_vat_id_number;
    std::optional<bool> directors_provided = false;
    Told<Attestation> directorship_declaration;
    std::optional<bool> executives_provided = false;
    Told<std::string> export_license_id, export_purpose_code;
    std::optional<std::string> name;
    Told<std::string> name_kana, name_kanji;
    std::optional<bool> owners_provided = false;
    Told<Attestation> ownership_declaration;
    Told<std::string> ownership_exemption_reason, phone;
    Told<Address> physical_address, principal_place_of_business;
    Told<DateOf> registration_date;
    Told<std::string> registration_number;
    Told<Attestation> representative_declaration;
    Told<std::string> structure;
    bool tax_id_provided = false;
    Told<std::string> tax_id_registrar;
    Omitted<bool> vat_id_provided;
    CompanyVerification verification;
};
FIELDS(Company, address, address_kana, address_kanji, administrative_address, business_vat_id_number,
       directors_provided, directorship_declaration, executives_provided, export_license_id, export_purpose_code, name,
       name_kana, name_kanji, owners_provided, ownership_declaration, ownership_exemption_reason, phone,
       physical_address, principal_place_of_business, registration_date, registration_number,
       representative_declaration, structure, tax_id_provided, tax_id_registrar, vat_id_provided, verification);

}  // namespace bursar::accounts
