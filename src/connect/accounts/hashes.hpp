// The hashes that a caller tells of an account, beside what identifies its business and its people
// (tokens/identity.hpp): names and shapes of the types of stripe-node 23.
#pragma once

#include "base/rules.hpp"
#include "connect/accounts/told.hpp"
#include "instruments/tokens/identity.hpp"

namespace bursar::accounts {

struct AnnualRevenue {
    Emptyable<AtLeast<0>> amount;
    Emptyable<std::string> currency, fiscal_year_end;
};
FIELDS(AnnualRevenue, amount, currency, fiscal_year_end);

struct MonthlyRevenue {
    Emptyable<AtLeast<0>> amount;
    Emptyable<std::string> currency;
};
FIELDS(MonthlyRevenue, amount, currency);

struct BusinessProfile {
    std::optional<AnnualRevenue> annual_revenue;
    Emptyable<std::int64_t> estimated_worker_count;
    Emptyable<std::string> mcc;
    std::vector<std::string> minority_owned_business_designation;
    std::optional<MonthlyRevenue> monthly_estimated_revenue;
    Emptyable<std::string> name, product_description;
    Emptyable<SiteUrl> specified_commercial_transactions_act_url;
    std::optional<AddressParams> support_address;
    Emptyable<std::string> support_email, support_phone;
    Emptyable<SiteUrl> support_url, url;
};
FIELDS(BusinessProfile, annual_revenue, estimated_worker_count, mcc, minority_owned_business_designation,
       monthly_estimated_revenue, name, product_description, specified_commercial_transactions_act_url, support_address,
       support_email, support_phone, support_url, url);

struct TosAcceptanceParams {
    Emptyable<std::int64_t> date;
    Emptyable<std::string> ip, service_agreement, user_agent;
};
FIELDS(TosAcceptanceParams, date, ip, service_agreement, user_agent);

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

// ---- what it asks to be allowed ----

struct Requested {
    std::optional<bool> requested;
};
FIELDS(Requested, requested);

struct Capabilities {
    std::optional<Requested> acss_debit_payments, affirm_payments, afterpay_clearpay_payments, alma_payments,
        amazon_pay_payments, app_distribution, au_becs_debit_payments, bacs_debit_payments, bancontact_payments,
        bank_transfer_payments, billie_payments, bizum_payments, blik_payments, blik_recurring_payments,
        boleto_payments, card_issuing, card_payments, cartes_bancaires_payments, cashapp_payments, crypto_payments,
        eps_payments, fpx_payments, gb_bank_transfer_payments, giropay_payments, grabpay_payments, ideal_payments,
        india_international_payments, jcb_payments, jp_bank_transfer_payments, kakao_pay_payments, klarna_payments,
        konbini_payments, kr_card_payments, legacy_payments, link_payments, mb_way_payments, mobilepay_payments,
        multibanco_payments, mx_bank_transfer_payments, naver_pay_payments, nz_bank_account_becs_debit_payments,
        oxxo_payments, p24_payments, pay_by_bank_payments, payco_payments, paynow_payments, paypay_payments,
        payto_payments, pix_payments, promptpay_payments, revolut_pay_payments, samsung_pay_payments, satispay_payments,
        scalapay_payments, sepa_bank_transfer_payments, sepa_debit_payments, sequra_payments, sofort_payments,
        sunbit_payments, swish_payments, tax_reporting_us_1099_k, tax_reporting_us_1099_misc, transfers, treasury,
        twint_payments, upi_payments, us_bank_account_ach_payments, us_bank_transfer_payments, wero_payments,
        zip_payments;
};
FIELDS(Capabilities, acss_debit_payments, affirm_payments, afterpay_clearpay_payments, alma_payments,
       amazon_pay_payments, app_distribution, au_becs_debit_payments, bacs_debit_payments, bancontact_payments,
       bank_transfer_payments, billie_payments, bizum_payments, blik_payments, blik_recurring_payments, boleto_payments,
       card_issuing, card_payments, cartes_bancaires_payments, cashapp_payments, crypto_payments, eps_payments,
       fpx_payments, gb_bank_transfer_payments, giropay_payments, grabpay_payments, ideal_payments,
       india_international_payments, jcb_payments, jp_bank_transfer_payments, kakao_pay_payments, klarna_payments,
       konbini_payments, kr_card_payments, legacy_payments, link_payments, mb_way_payments, mobilepay_payments,
       multibanco_payments, mx_bank_transfer_payments, naver_pay_payments, nz_bank_account_becs_debit_payments,
       oxxo_payments, p24_payments, pay_by_bank_payments, payco_payments, paynow_payments, paypay_payments,
       payto_payments, pix_payments, promptpay_payments, revolut_pay_payments, samsung_pay_payments, satispay_payments,
       scalapay_payments, sepa_bank_transfer_payments, sepa_debit_payments, sequra_payments, sofort_payments,
       sunbit_payments, swish_payments, tax_reporting_us_1099_k, tax_reporting_us_1099_misc, transfers, treasury,
       twint_payments, upi_payments, us_bank_account_ach_payments, us_bank_transfer_payments, wero_payments,
       zip_payments);

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
