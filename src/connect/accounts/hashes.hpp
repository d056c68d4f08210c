// The hashes that a caller tells of an account, beside what identifies its business and its people
// (tokens/identity.hpp): names and shapes of the types of stripe-node 23. They lie over the hashes of business.hpp and
// settings.hpp.
#pragma once

#include "base/dated.hpp"
#include "base/rules.hpp"
#include "connect/accounts/told.hpp"
#include "instruments/tokens/identity.hpp"

namespace bursar::accounts {

struct AnnualRevenueParams {
    Emptyable<AtLeast<0>> amount;
    Emptyable<std::string> currency, fiscal_year_end;
};
FIELDS(AnnualRevenueParams, amount, currency, fiscal_year_end);

struct MonthlyRevenueParams {
    Emptyable<AtLeast<0>> amount;
    Emptyable<std::string> currency;
};
FIELDS(MonthlyRevenueParams, amount, currency);

struct BusinessProfileParams {
    std::optional<AnnualRevenueParams> annual_revenue;
    Emptyable<std::int64_t> estimated_worker_count;
    Emptyable<std::string> mcc;
    Since<ListParam<std::string>, "2025-01-01">
        minority_owned_business_designation;  // came with the calendar of versions
    std::optional<MonthlyRevenueParams> monthly_estimated_revenue;
    Emptyable<std::string> name, product_description;
    Since<Emptyable<SiteUrl>, "2025-01-01"> specified_commercial_transactions_act_url;
    std::optional<AddressParams> support_address;
    Emptyable<std::string> support_email, support_phone;
    Emptyable<SiteUrl> support_url, url;
};
FIELDS(BusinessProfileParams, annual_revenue, estimated_worker_count, mcc, minority_owned_business_designation,
       monthly_estimated_revenue, name, product_description, specified_commercial_transactions_act_url, support_address,
       support_email, support_phone, support_url, url);

struct TosAcceptanceParams {
    Emptyable<std::int64_t> date;
    Emptyable<std::string> ip, service_agreement, user_agent;
};
FIELDS(TosAcceptanceParams, date, ip, service_agreement, user_agent);

// ---- a person ----

// Beside the parameters: that a list of names was sent, for one that has none in it is not told from none at all.
struct PersonParams {
    tokens::Person told;
    bool names_aliases = false;
};

}  // namespace bursar::accounts

template <>
struct bursar::KindOf<bursar::accounts::PersonParams> {
    using Value = accounts::PersonParams;
    static void write(void const* value, std::string& out) {
        kind_of<tokens::Person>.write(&static_cast<Value const*>(value)->told, out);
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        auto& params = *static_cast<Value*>(value);
        TRY_DO(kind_of<tokens::Person>.read(&params.told, in, path, source));
        params.names_aliases = in.as_object().contains("full_name_aliases");
        return {};
    }
    static constexpr Kind kind{
        .write = write, .read = read, .required = true, .shape = Shape::hash, .fields = fields_of<tokens::Person>};
};

namespace bursar::accounts {

// ---- settings ----

struct BacsDebitSettingsParams {
    Emptyable<std::string> display_name;
};
FIELDS(BacsDebitSettingsParams, display_name);

struct BrandingSettingsParams {
    Emptyable<std::string> icon, logo, primary_color, secondary_color;
};
FIELDS(BrandingSettingsParams, icon, logo, primary_color, secondary_color);

struct TermsSettingsParams {
    std::optional<tokens::Attestation> tos_acceptance;
};
FIELDS(TermsSettingsParams, tos_acceptance);

struct DeclineOnParams {
    Emptyable<bool> avs_failure, cvc_failure;
};
FIELDS(DeclineOnParams, avs_failure, cvc_failure);

struct CardSettingsParams {
    std::optional<DeclineOnParams> decline_on;
    Emptyable<std::string> statement_descriptor_prefix, statement_descriptor_prefix_kana,
        statement_descriptor_prefix_kanji;
};
FIELDS(CardSettingsParams, decline_on, statement_descriptor_prefix, statement_descriptor_prefix_kana,
       statement_descriptor_prefix_kanji);

struct InvoiceSettingsParams {
    ListParam<std::string> default_account_tax_ids;
    Emptyable<std::string> hosted_payment_method_save;
};
FIELDS(InvoiceSettingsParams, default_account_tax_ids, hosted_payment_method_save);

struct PaymentSettingsParams {
    Emptyable<std::string> statement_descriptor, statement_descriptor_kana, statement_descriptor_kanji;
};
FIELDS(PaymentSettingsParams, statement_descriptor, statement_descriptor_kana, statement_descriptor_kanji);

struct PayoutScheduleParams {
    Emptyable<std::int64_t> delay_days;
    Emptyable<std::string> interval;
    Emptyable<std::int64_t> monthly_anchor;
    ListParam<std::int64_t> monthly_payout_days;
    Emptyable<std::string> weekly_anchor;
    ListParam<std::string> weekly_payout_days;
};
FIELDS(PayoutScheduleParams, delay_days, interval, monthly_anchor, monthly_payout_days, weekly_anchor,
       weekly_payout_days);

struct PayoutSettingsParams {
    Emptyable<bool> debit_negative_balances;
    std::optional<PayoutScheduleParams> schedule;
    Emptyable<std::string> statement_descriptor;
};
FIELDS(PayoutSettingsParams, debit_negative_balances, schedule, statement_descriptor);

struct SiteInDevelopmentParams {
    Emptyable<std::string> password, username;
};
FIELDS(SiteInDevelopmentParams, password, username);

struct SiteRestrictedParams {
    Emptyable<std::string> payment_flow_file;
};
FIELDS(SiteRestrictedParams, payment_flow_file);

struct PaypaySiteParams {
    Emptyable<Raw> accessible;  // an empty hash, which a form can only send as an empty string
    std::optional<SiteInDevelopmentParams> in_development;
    std::optional<SiteRestrictedParams> restricted;
    Emptyable<std::string> type;
};
FIELDS(PaypaySiteParams, accessible, in_development, restricted, type);

struct PaypaySettingsParams {
    ListParam<std::string> additional_files;
    Emptyable<std::string> goods_type;
    std::optional<PaypaySiteParams> site;
};
FIELDS(PaypaySettingsParams, additional_files, goods_type, site);

struct SepaDebitSettingsParams {
    Emptyable<std::string> creditor_id;
};
FIELDS(SepaDebitSettingsParams, creditor_id);

struct SettingsParams {
    std::optional<BacsDebitSettingsParams> bacs_debit_payments;
    std::optional<BrandingSettingsParams> branding;
    std::optional<TermsSettingsParams> card_issuing;
    std::optional<CardSettingsParams> card_payments;
    std::optional<InvoiceSettingsParams> invoices;
    std::optional<PaymentSettingsParams> payments;
    std::optional<PayoutSettingsParams> payouts;
    std::optional<PaypaySettingsParams> paypay_payments;
    std::optional<SepaDebitSettingsParams> sepa_debit_payments;
    std::optional<TermsSettingsParams> treasury;
};
FIELDS(SettingsParams, bacs_debit_payments, branding, card_issuing, card_payments, invoices, payments, payouts,
       paypay_payments, sepa_debit_payments, treasury);

// ---- who controls it ----

struct ControllerFeesParams {
    std::optional<Choice<"account", "application">> payer;
};
FIELDS(ControllerFeesParams, payer);

struct ControllerLossesParams {
    std::optional<Choice<"application", "stripe">> payments;
};
FIELDS(ControllerLossesParams, payments);

struct ControllerDashboardParams {
    std::optional<Choice<"express", "full", "none">> type;
};
FIELDS(ControllerDashboardParams, type);

struct ControllerParams {
    std::optional<ControllerFeesParams> fees;
    std::optional<ControllerLossesParams> losses;
    std::optional<Choice<"application", "stripe">> requirement_collection;
    std::optional<ControllerDashboardParams> stripe_dashboard;
};
FIELDS(ControllerParams, fees, losses, requirement_collection, stripe_dashboard);

// ---- what is taken and read by nobody yet ----

struct Signer {
    std::optional<std::string> person;
};
FIELDS(Signer, person);

struct OwnershipProof {
    std::vector<std::string> files;
    std::optional<Signer> signer;
};
FIELDS(OwnershipProof, files, signer);

struct Documents {
    std::optional<tokens::Files> bank_account_ownership_verification, company_license,
        company_memorandum_of_association, company_ministerial_decree, company_registration_verification,
        company_tax_id_verification, proof_of_address, proof_of_business_presence, proof_of_registration;
    std::optional<OwnershipProof> proof_of_ultimate_beneficial_ownership;
};
FIELDS(Documents, bank_account_ownership_verification, company_license, company_memorandum_of_association,
       company_ministerial_decree, company_registration_verification, company_tax_id_verification, proof_of_address,
       proof_of_business_presence, proof_of_registration, proof_of_ultimate_beneficial_ownership);

struct Groups {
    Emptyable<std::string> payments_pricing;
};
FIELDS(Groups, payments_pricing);

struct Pause {
    std::optional<bool> pause_requested;
};
FIELDS(Pause, pause_requested);

struct RiskControls {
    std::optional<Pause> charges, payouts;
};
FIELDS(RiskControls, charges, payouts);

}  // namespace bursar::accounts
