// How an account is set up: its settings, and who controls it (reference/connect.md: Kinds), in the shapes of the types
// of stripe-node 23. What is not among a new account's settings appears once it was told.
#pragma once

#include "connect/accounts/told.hpp"

namespace bursar::accounts {

struct BacsDebitSettings {
    std::optional<std::string> display_name, service_user_number;
};
FIELDS(BacsDebitSettings, display_name, service_user_number);

struct BrandingSettings {
    std::optional<std::string> icon, logo, primary_color, secondary_color;
};
FIELDS(BrandingSettings, icon, logo, primary_color, secondary_color);

struct TermsAccepted {
    std::optional<Timestamp> date;
    std::optional<std::string> ip;
    Told<std::string> user_agent;
};
FIELDS(TermsAccepted, date, ip, user_agent);

struct TermsSettings {
    TermsAccepted tos_acceptance;
};
FIELDS(TermsSettings, tos_acceptance);

struct DeclineOn {
    std::optional<bool> avs_failure = false, cvc_failure = false;
};
FIELDS(DeclineOn, avs_failure, cvc_failure);

struct CardSettings {
    DeclineOn decline_on;
    std::optional<std::string> statement_descriptor_prefix, statement_descriptor_prefix_kana,
        statement_descriptor_prefix_kanji;
};
FIELDS(CardSettings, decline_on, statement_descriptor_prefix, statement_descriptor_prefix_kana,
       statement_descriptor_prefix_kanji);

struct DashboardSettings {
    std::optional<std::string> display_name, timezone = "Etc/UTC";
};
FIELDS(DashboardSettings, display_name, timezone);

struct InvoiceSettings {
    std::optional<std::vector<std::string>> default_account_tax_ids;
    std::optional<std::string> hosted_payment_method_save = "offer";
};
FIELDS(InvoiceSettings, default_account_tax_ids, hosted_payment_method_save);

struct PaymentSettings {
    std::optional<std::string> statement_descriptor, statement_descriptor_kana, statement_descriptor_kanji,
        statement_descriptor_prefix_kana, statement_descriptor_prefix_kanji;
};
FIELDS(PaymentSettings, statement_descriptor, statement_descriptor_kana, statement_descriptor_kanji,
       statement_descriptor_prefix_kana, statement_descriptor_prefix_kanji);

struct PayoutSchedule {
    std::optional<std::int64_t> delay_days = 2;
    std::optional<std::string> interval = "daily";
    Told<std::int64_t> monthly_anchor;
    Told<std::vector<std::int64_t>> monthly_payout_days;
    Told<std::string> weekly_anchor;
    Told<std::vector<std::string>> weekly_payout_days;
};
FIELDS(PayoutSchedule, delay_days, interval, monthly_anchor, monthly_payout_days, weekly_anchor, weekly_payout_days);

struct PayoutSettings {
    std::optional<bool> debit_negative_balances = true;
    PayoutSchedule schedule;
    std::optional<std::string> statement_descriptor;
};
FIELDS(PayoutSettings, debit_negative_balances, schedule, statement_descriptor);

struct SiteInDevelopment {
    Told<std::string> password, username;
};
FIELDS(SiteInDevelopment, password, username);

struct SiteRestricted {
    Told<std::string> payment_flow_file;
};
FIELDS(SiteRestricted, payment_flow_file);

struct PaypaySite {
    Told<Raw> accessible;  // a hash without members
    Told<SiteInDevelopment> in_development;
    Told<SiteRestricted> restricted;
    Told<std::string> type;
};
FIELDS(PaypaySite, accessible, in_development, restricted, type);

struct PaypaySettings {
    Told<std::vector<std::string>> additional_files;
    Told<std::string> goods_type;
    Told<PaypaySite> site;
};
FIELDS(PaypaySettings, additional_files, goods_type, site);

struct SepaDebitSettings {
    Told<std::string> creditor_id;
};
FIELDS(SepaDebitSettings, creditor_id);

struct Settings {
    BacsDebitSettings bacs_debit_payments;
    BrandingSettings branding;
    TermsSettings card_issuing;
    CardSettings card_payments;
    DashboardSettings dashboard;
    InvoiceSettings invoices;
    PaymentSettings payments;
    PayoutSettings payouts;
    Told<PaypaySettings> paypay_payments;
    SepaDebitSettings sepa_debit_payments;
    Told<TermsSettings> treasury;
};
FIELDS(Settings, bacs_debit_payments, branding, card_issuing, card_payments, dashboard, invoices, payments, payouts,
       paypay_payments, sepa_debit_payments, treasury);

struct TosAcceptance {
    std::optional<Timestamp> date;
    std::optional<std::string> ip;
    Told<std::string> service_agreement;
    std::optional<std::string> user_agent;
};
FIELDS(TosAcceptance, date, ip, service_agreement, user_agent);

// ---- who controls it; of a platform, which nobody else does, only the type is shown ----

struct ControllerFees {
    std::string payer;
};
FIELDS(ControllerFees, payer);

struct ControllerLosses {
    std::string payments;
};
FIELDS(ControllerLosses, payments);

struct ControllerDashboard {
    std::string type;
};
FIELDS(ControllerDashboard, type);

struct Controller {
    Omitted<ControllerFees> fees;
    Omitted<bool> is_controller;
    Omitted<ControllerLosses> losses;
    Omitted<std::string> requirement_collection;
    Omitted<ControllerDashboard> stripe_dashboard;
    std::string type = "account";
};
FIELDS(Controller, fees, is_controller, losses, requirement_collection, stripe_dashboard, type);

}  // namespace bursar::accounts
