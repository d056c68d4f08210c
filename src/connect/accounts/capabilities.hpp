// What an account may do (reference/connect.md: Requirements): one member for each capability there is.
#pragma once

#include "api/life.hpp"
#include "connect/accounts/due.hpp"

namespace bursar::accounts {

// An account begins without one, asks for it, and has it for as long as nothing that it needs is due. What is told anew
// is checked again.
enum class CapabilityStatus { unrequested, inactive, pending, active };
enum class CapabilityStep { request, fall_short, submit, pass };
inline constexpr api::Move<CapabilityStatus, CapabilityStep> kCapabilityMoves[] = {
    {CapabilityStatus::unrequested, CapabilityStep::request, CapabilityStatus::inactive},
    {CapabilityStatus::inactive, CapabilityStep::submit, CapabilityStatus::pending},
    {CapabilityStatus::inactive, CapabilityStep::pass, CapabilityStatus::active},
    {CapabilityStatus::pending, CapabilityStep::pass, CapabilityStatus::active},
    {CapabilityStatus::pending, CapabilityStep::fall_short, CapabilityStatus::inactive},
    {CapabilityStatus::active, CapabilityStep::submit, CapabilityStatus::pending},
    {CapabilityStatus::active, CapabilityStep::fall_short, CapabilityStatus::inactive},
};
using CapabilityLife = api::Life<CapabilityStatus, CapabilityStep, kCapabilityMoves, CapabilityStatus::unrequested>;

// clang-format off
#define CAPABILITIES \
    acss_debit_payments, affirm_payments, afterpay_clearpay_payments, alma_payments, amazon_pay_payments, \
    app_distribution, au_becs_debit_payments, bacs_debit_payments, bancontact_payments, bank_transfer_payments, \
    billie_payments, bizum_payments, blik_payments, blik_recurring_payments, boleto_payments, card_issuing, \
    card_payments, cartes_bancaires_payments, cashapp_payments, crypto_payments, eps_payments, fpx_payments, \
    gb_bank_transfer_payments, giropay_payments, grabpay_payments, ideal_payments, india_international_payments, \
    jcb_payments, jp_bank_transfer_payments, kakao_pay_payments, klarna_payments, konbini_payments, \
    kr_card_payments, legacy_payments, link_payments, mb_way_payments, mobilepay_payments, multibanco_payments, \
    mx_bank_transfer_payments, naver_pay_payments, nz_bank_account_becs_debit_payments, oxxo_payments, \
    p24_payments, pay_by_bank_payments, payco_payments, paynow_payments, paypay_payments, payto_payments, \
    pix_payments, promptpay_payments, revolut_pay_payments, samsung_pay_payments, satispay_payments, \
    scalapay_payments, sepa_bank_transfer_payments, sepa_debit_payments, sequra_payments, sofort_payments, \
    sunbit_payments, swish_payments, tax_reporting_us_1099_k, tax_reporting_us_1099_misc, transfers, treasury, \
    twint_payments, upi_payments, us_bank_account_ach_payments, us_bank_transfer_payments, wero_payments, \
    zip_payments
// clang-format on

template <class One>
struct OfEach {
    One CAPABILITIES;
};

// What is asked for, and what an account shows: the requested ones.
struct Asked {
    std::optional<bool> requested;
};
FIELDS(Asked, requested);
using AskedCapabilities = OfEach<std::optional<Asked>>;
FIELDS(AskedCapabilities, CAPABILITIES);
using Capabilities = OfEach<Omitted<CapabilityLife>>;
FIELDS(Capabilities, CAPABILITIES);
#undef CAPABILITIES

// By its name; nothing where no capability is called so.
Omitted<CapabilityLife>* capability_named(Capabilities& capabilities, std::string_view name);
Omitted<CapabilityLife> const* capability_named(Capabilities const& capabilities, std::string_view name);

void request(Capabilities& capabilities, std::string_view name);
void ask(Capabilities& capabilities, std::string_view name, bool requested);  // for it, or to be rid of it
void ask(Capabilities& capabilities, AskedCapabilities const& asked);

struct RequestedCapability {
    std::string_view name;
    CapabilityLife* status;
};
std::vector<RequestedCapability> requested_of(Capabilities& capabilities);
bool any_requested(Capabilities const& capabilities);

// One as an object of its own, with the requirements that stand in its way.
struct Capability {
    std::string id;
    std::string object = "capability";
    std::string account;
    Requirements future_requirements;
    bool requested = false;
    std::optional<Timestamp> requested_at;
    Requirements requirements;
    CapabilityLife status;
};
FIELDS(Capability, id, object, account, future_requirements, requested, requested_at, requirements, status);

}  // namespace bursar::accounts
