#include "connect/accounts/account.hpp"

#include <gtest/gtest.h>

#include "connect/accounts/hashes.hpp"
#include "connect/accounts/paths.hpp"

namespace bursar::accounts {
namespace {

template <class T>
T read(char const* text) {
    T out{};
    EXPECT_TRUE(read_fields(&out, fields_of<T>(), parse_document(text), Path{}, Source::document));
    return out;
}

// As accounts were kept when their hashes were merged as JSON: keys in the order in which they were told, an empty hash
// where nothing was.
constexpr char kDocument[] = R"({"id":"acct_1","object":"account",
    "business_profile":{"url":null,"mcc":"5192","name":"Tea","annual_revenue":{"amount":5},
        "monthly_estimated_revenue":{"currency":"usd"}},
    "business_type":"company","capabilities":{"transfers":"pending","card_payments":"active"},
    "controller":{"type":"account"},"country":"US","default_currency":"usd",
    "requirements":{"alternatives":[],"current_deadline":null,"currently_due":["company.tax_id"],
        "disabled_reason":"requirements.past_due","errors":[{"code":"c","reason":"r","requirement":"company.tax_id"}],
        "eventually_due":[],"past_due":[],"pending_verification":[]},
    "settings":{"payouts":{"debit_negative_balances":null,"schedule":{"interval":"weekly","delay_days":7,
        "weekly_anchor":null}},"sepa_debit_payments":{}},
    "tos_acceptance":{"date":1700000000,"ip":"8.8.8.8","user_agent":null,"service_agreement":"full"}})";
constexpr char kState[] = R"({"deleted":false,"verified":true,"told_company":{},
    "doubts":{"company.tax_id":{"code":"c","reason":"r","payouts_only":true}}})";

TEST(Account, IsReadAsItWasKeptBefore) {
    auto account = read<Account>(kDocument);
    ASSERT_TRUE(read_fields(&account, fields_of<Account>(), parse_document(kState), Path{}, Source::document));
    EXPECT_EQ(account.business_profile.name, "Tea");
    EXPECT_EQ(account.business_profile.annual_revenue->amount, 5);
    EXPECT_EQ(account.business_profile.monthly_estimated_revenue->currency, "usd");
    EXPECT_FALSE(account.business_profile.minority_owned_business_designation.given);
    EXPECT_TRUE(*account.capabilities.card_payments == CapabilityStatus::active);
    EXPECT_TRUE(*account.capabilities.transfers == CapabilityStatus::pending);
    EXPECT_FALSE(account.capabilities.treasury);
    EXPECT_FALSE(account.controller.fees);
    EXPECT_EQ(account.requirements->errors.at(0).requirement, "company.tax_id");
    EXPECT_FALSE(account.settings.payouts.debit_negative_balances);
    EXPECT_EQ(account.settings.payouts.schedule.delay_days, 7);
    EXPECT_TRUE(account.settings.payouts.schedule.weekly_anchor.given);
    EXPECT_FALSE(account.settings.payouts.schedule.weekly_anchor);
    EXPECT_FALSE(account.settings.treasury.given);
    EXPECT_EQ(*account.tos_acceptance.service_agreement, "full");
    EXPECT_TRUE(account.doubts->by_requirement.at("company.tax_id").payouts_only);
    EXPECT_FALSE(company_of(account));  // {}: nothing was told
}

TEST(Account, KeepsWhatItWasToldOfItsCompanyApart) {
    auto account = read<Account>(R"({"id":"acct_1","company":{"name":"Tea Inc","phone":null}})");
    EXPECT_EQ(company_of(account)->name, "Tea Inc");
    std::string state;
    write_hidden(&account, fields_of<Account>(), state);
    auto again = read<Account>(state.c_str());
    EXPECT_EQ(again.told_company->value->name, "Tea Inc");
    EXPECT_TRUE(again.told_company->value->phone.given);
}

TEST(Told, IsAbsentThenWhatWasToldThenNull) {
    PayoutSchedule schedule;
    PayoutScheduleParams params;
    EXPECT_EQ(document_of(schedule), R"({"delay_days":2,"interval":"daily"})");
    params.weekly_anchor = {.given = true, .value = "friday"};
    params.monthly_payout_days.value.emplace();
    overlay(params, schedule);
    EXPECT_EQ(document_of(schedule),
              R"({"delay_days":2,"interval":"daily","monthly_payout_days":[],"weekly_anchor":"friday"})");
    params.weekly_anchor.value.reset();
    overlay(params, schedule);
    EXPECT_EQ(document_of(schedule),
              R"({"delay_days":2,"interval":"daily","monthly_payout_days":[],"weekly_anchor":null})");
}

TEST(Path, LeadsToAMemberOrToNothing) {
    Person person;
    EXPECT_FALSE((is_told<Person, "dob.day">(person)));
    EXPECT_FALSE((is_told<Person, "relationship.executive">(person)));
    person.dob->day = 1;
    person.relationship.executive = true;
    EXPECT_TRUE((is_told<Person, "dob.day">(person)));
    EXPECT_TRUE((is_told<Person, "relationship.executive">(person)));
    person.dob.reset();
    EXPECT_FALSE((is_told<Person, "dob.day">(person)));
    EXPECT_EQ((text_of<Person, "address.line1">(person)), "");
    person.address.line1 = "Main street";
    EXPECT_EQ((text_of<Person, "address.line1">(person)), "Main street");
}

TEST(Capabilities, AreFoundByTheirNames) {
    Capabilities capabilities;
    EXPECT_FALSE(any_requested(capabilities));
    EXPECT_EQ(capability_named(capabilities, "teleport"), nullptr);
    request(capabilities, "transfers");
    ASSERT_EQ(requested_of(capabilities).size(), 1U);
    EXPECT_EQ(document_of(capabilities), R"({"transfers":"inactive"})");
    EXPECT_FALSE(capabilities.transfers->can(CapabilityStep::fall_short));
    ask(capabilities, "transfers", false);
    EXPECT_EQ(document_of(capabilities), "{}");
}

}  // namespace
}  // namespace bursar::accounts
