// What identifies a business and a person, as a caller tells it (reference/connect.md: Requirements; Persons), with the
// names and shapes of the types of stripe-node 23: to an account, or to a token that a browser makes for one.
#pragma once

#include "base/address.hpp"
#include "base/email.hpp"
#include "base/patch.hpp"
#include "base/percent.hpp"

namespace bursar::tokens {

struct JapaneseAddress {
    Emptyable<std::string> city, country, line1, line2, postal_code, state, town;
};
FIELDS(JapaneseAddress, city, country, line1, line2, postal_code, state, town);

struct DateOf {
    Emptyable<std::int64_t> day, month, year;
};
FIELDS(DateOf, day, month, year);

// Who agreed to something, when and from where.
struct Attestation {
    Emptyable<std::int64_t> date;
    Emptyable<std::string> ip, user_agent;
};
FIELDS(Attestation, date, ip, user_agent);

struct Files {
    std::vector<std::string> files;
};
FIELDS(Files, files);

struct Sides {
    Emptyable<std::string> back, front;
};
FIELDS(Sides, back, front);

// ---- a business ----

struct BusinessVerification {
    std::optional<Sides> document;
};
FIELDS(BusinessVerification, document);

struct Business {
    std::optional<AddressParams> address;
    std::optional<JapaneseAddress> address_kana, address_kanji;
    std::optional<AddressParams> administrative_address;
    Emptyable<std::string> business_vat_id_number;  // asked for in the United Arab Emirates (recorded)
    Emptyable<bool> directors_provided;
    std::optional<Attestation> directorship_declaration;
    Emptyable<bool> executives_provided;
    Emptyable<std::string> export_license_id, export_purpose_code, name, name_kana, name_kanji;
    Emptyable<bool> owners_provided;
    std::optional<Attestation> ownership_declaration;
    Emptyable<std::string> ownership_exemption_reason, phone;
    std::optional<AddressParams> physical_address, principal_place_of_business;
    Emptyable<DateOf> registration_date;
    Emptyable<std::string> registration_number;
    std::optional<Attestation> representative_declaration;
    Emptyable<std::string> structure, tax_id, tax_id_registrar, vat_id;
    std::optional<BusinessVerification> verification;
};
FIELDS(Business, address, address_kana, address_kanji, administrative_address, business_vat_id_number,
       directors_provided, directorship_declaration, executives_provided, export_license_id, export_purpose_code, name,
       name_kana, name_kanji, owners_provided, ownership_declaration, ownership_exemption_reason, phone,
       physical_address, principal_place_of_business, registration_date, registration_number,
       representative_declaration, structure, tax_id, tax_id_registrar, vat_id, verification);

// ---- a person ----

struct TosAcceptances {
    std::optional<Attestation> account;
};
FIELDS(TosAcceptances, account);

struct PersonDocuments {
    std::optional<Files> company_authorization, passport, visa;
};
FIELDS(PersonDocuments, company_authorization, passport, visa);

struct Relationship {
    Emptyable<bool> authorizer, director, executive, legal_guardian, owner;
    Emptyable<Percent> percent_ownership;
    Emptyable<bool> representative;
    Emptyable<std::string> title;
};
FIELDS(Relationship, authorizer, director, executive, legal_guardian, owner, percent_ownership, representative, title);

struct EthnicityDetails {
    std::vector<std::string> ethnicity;
    Emptyable<std::string> ethnicity_other;
};
FIELDS(EthnicityDetails, ethnicity, ethnicity_other);

struct RaceDetails {
    std::vector<std::string> race;
    Emptyable<std::string> race_other;
};
FIELDS(RaceDetails, race, race_other);

// [passed on] as a part of what was told.
struct UsCfpbData {
    std::optional<EthnicityDetails> ethnicity_details;
    std::optional<RaceDetails> race_details;
    Emptyable<std::string> self_identified_gender;
};
FIELDS(UsCfpbData, ethnicity_details, race_details, self_identified_gender);

struct PersonVerification {
    std::optional<Sides> additional_document, document;
};
FIELDS(PersonVerification, additional_document, document);

// Of a list of texts the empty ones are none: forms send full_name_aliases[0]= where nobody filled anything in, and the
// reference answers [] (recorded).
struct Aliases {
    std::vector<std::string> names;
};

}  // namespace bursar::tokens

template <>
struct bursar::KindOf<bursar::tokens::Aliases> {
    using Value = tokens::Aliases;
    static void write(void const* value, std::string& out) {
        kind_of<std::vector<std::string>>.write(&static_cast<Value const*>(value)->names, out);
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        std::vector<Emptyable<std::string>> given;
        TRY_DO(kind_of<decltype(given)>.read(&given, in, path, source));
        for (auto& name : given)
            if (name) static_cast<Value*>(value)->names.push_back(std::move(*name.value));
        return {};
    }
    static constexpr Kind kind{.write = write, .read = read, .shape = Shape::list, .of = &kStringKind};
};

namespace bursar::tokens {

struct Person {
    std::optional<TosAcceptances> additional_tos_acceptances;
    std::optional<AddressParams> address;
    std::optional<JapaneseAddress> address_kana, address_kanji;
    Emptyable<DateOf> dob;
    std::optional<PersonDocuments> documents;
    Emptyable<Email> email;
    Emptyable<std::string> first_name, first_name_kana, first_name_kanji;
    Aliases full_name_aliases;
    Emptyable<std::string> gender, id_number, id_number_secondary, last_name, last_name_kana, last_name_kanji,
        maiden_name;
    MetadataParam metadata;
    Emptyable<std::string> nationality, phone, political_exposure;
    std::optional<AddressParams> registered_address;
    std::optional<Relationship> relationship;
    Emptyable<std::string> ssn_last_4;
    std::optional<UsCfpbData> us_cfpb_data;
    std::optional<PersonVerification> verification;
};
FIELDS(Person, additional_tos_acceptances, address, address_kana, address_kanji, dob, documents, email, first_name,
       first_name_kana, first_name_kanji, full_name_aliases, gender, id_number, id_number_secondary, last_name,
       last_name_kana, last_name_kanji, maiden_name, metadata, nationality, phone, political_exposure,
       registered_address, relationship, ssn_last_4, us_cfpb_data, verification);

}  // namespace bursar::tokens
