// Persons: who stands behind an account (reference/connect.md: Persons), in the shapes of the types of stripe-node 23.
// Of the numbers that identify one only that they were given is kept.
#pragma once

#include "api/life.hpp"
#include "api/lists.hpp"
#include "api/tx.hpp"
#include "base/percent.hpp"
#include "connect/accounts/business.hpp"
#include "connect/accounts/due.hpp"

namespace bursar::accounts {

struct Account;
struct PersonParams;

struct AdditionalTosAcceptances {
    Attestation account;
};
FIELDS(AdditionalTosAcceptances, account);

struct Files {
    std::vector<std::string> files;
};
FIELDS(Files, files);

struct PersonDocuments {
    Told<Files> company_authorization, passport, visa;
};
FIELDS(PersonDocuments, company_authorization, passport, visa);

struct Relationship {
    std::optional<bool> authorizer = false, director = false, executive = false, legal_guardian = false, owner = false;
    std::optional<Percent> percent_ownership;
    std::optional<bool> representative = false;
    std::optional<std::string> title;
};
FIELDS(Relationship, authorizer, director, executive, legal_guardian, owner, percent_ownership, representative, title);

struct EthnicityDetails {
    Told<std::vector<std::string>> ethnicity;
    Told<std::string> ethnicity_other;
};
FIELDS(EthnicityDetails, ethnicity, ethnicity_other);

struct RaceDetails {
    Told<std::vector<std::string>> race;
    Told<std::string> race_other;
};
FIELDS(RaceDetails, race, race_other);

struct CfpbDetails {
    Told<EthnicityDetails> ethnicity_details;
    Told<RaceDetails> race_details;
    Told<std::string> self_identified_gender;
};
FIELDS(CfpbDetails, ethnicity_details, race_details, self_identified_gender);

// Whether somebody is who was told of: once all of it was, it is checked; what is in doubt must be told again.
enum class IdentityStatus { unverified, pending, verified };
enum class IdentityStep { doubt, submit, pass };
inline constexpr api::Move<IdentityStatus, IdentityStep> kIdentityMoves[] = {
    {IdentityStatus::unverified, IdentityStep::submit, IdentityStatus::pending},
    {IdentityStatus::unverified, IdentityStep::pass, IdentityStatus::verified},
    {IdentityStatus::pending, IdentityStep::pass, IdentityStatus::verified},
    {IdentityStatus::pending, IdentityStep::doubt, IdentityStatus::unverified},
    {IdentityStatus::verified, IdentityStep::submit, IdentityStatus::pending},
    {IdentityStatus::verified, IdentityStep::doubt, IdentityStatus::unverified},
};

struct PersonVerification {
    Document additional_document;
    std::optional<std::string> details, details_code;
    Document document;
    api::Life<IdentityStatus, IdentityStep, kIdentityMoves, IdentityStatus::unverified> status;
};
FIELDS(PersonVerification, additional_document, details, details_code, document, status);

struct Person {
    static constexpr std::string_view kObject = "person", kPrefix = "person", kNoun = "person", kPathParam = "person";
    static constexpr api::List kLists[] = {{"account"}};

    std::string id;
    std::string object = "person";
    std::string account;
    AdditionalTosAcceptances additional_tos_acceptances;
    Address address;
    Told<JapaneseAddress> address_kana, address_kanji;
    Timestamp created = 0;
    std::optional<DateOf> dob = DateOf{};
    Told<PersonDocuments> documents;
    Told<std::string> email;
    std::optional<std::string> first_name;
    Told<std::string> first_name_kana, first_name_kanji;
    Told<std::vector<std::string>> full_name_aliases;
    PersonRequirements future_requirements;
    Told<std::string> gender;
    bool id_number_provided = false;
    Omitted<bool> id_number_secondary_provided;
    std::optional<std::string> last_name;
    Told<std::string> last_name_kana, last_name_kanji, maiden_name;
    Metadata metadata;
    Told<std::string> nationality, phone, political_exposure;
    Told<Address> registered_address;
    Relationship relationship;
    PersonRequirements requirements;
    bool ssn_last_4_provided = false;
    Told<CfpbDetails> us_cfpb_data;
    PersonVerification verification;
    Hidden<bool> deleted;
};
FIELDS(Person, id, object, account, additional_tos_acceptances, address, address_kana, address_kanji, created, dob,
       documents, email, first_name, first_name_kana, first_name_kanji, full_name_aliases, future_requirements, gender,
       id_number_provided, id_number_secondary_provided, last_name, last_name_kana, last_name_kanji, maiden_name,
       metadata, nationality, phone, political_exposure, registered_address, relationship, requirements,
       ssn_last_4_provided, us_cfpb_data, verification, deleted);

inline constexpr auto kListedPersons = api::listed_kind<Person>();

// The representative (of an individual: he himself) first, then the newest; up to 100.
std::vector<Person> persons_of(api::Tx& tx, Account const& account);

// `individual[...]` of an account: makes its person, or changes the one there is.
Result<Person> put_individual(api::Tx& tx, Account& account, PersonParams const& params);

// Makes a person of the account, or changes the one of that id, and tells so.
Result<void> put_person(api::Tx& tx, Account& account, std::string const& id, json::object const& params);

void mark_persons_verified(api::Tx& tx, Account const& account);

}  // namespace bursar::accounts
