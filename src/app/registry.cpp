#include "app/registry.hpp"

#include <array>

#include "checkout/elements_sessions/elements_session.hpp"
#include "checkout/sessions/breakdown.hpp"
#include "checkout/sessions/session.hpp"
#include "connect/accounts/account.hpp"
#include "connect/apple_pay_domains/apple_pay_domain.hpp"
#include "connect/onboarding/visit.hpp"
#include "console/dashboard/dashboard.hpp"
#include "console/sandbox/sandbox.hpp"
#include "console/stripecli/session.hpp"
#include "events/events/event.hpp"
#include "events/webhook_deliveries/webhook_delivery.hpp"
#include "events/webhook_endpoints/webhook_endpoint.hpp"
#include "instruments/confirmation_tokens/confirmation_token.hpp"
#include "instruments/customer_sessions/customer_session.hpp"
#include "instruments/customers/instruments.hpp"
#include "instruments/financial_connections/account.hpp"
#include "instruments/mandates/mandate.hpp"
#include "instruments/payment_methods/payment_method.hpp"
#include "instruments/tokens/token.hpp"
#include "intents/challenges/challenge.hpp"
#include "intents/payment_intents/payment_intent.hpp"
#include "intents/setup_intents/setup_intent.hpp"
#include "money/application_fees/application_fee.hpp"
#include "money/balance/balance_transaction.hpp"
#include "money/charges/charge.hpp"
#include "money/disputes/dispute.hpp"
#include "money/early_fraud_warnings/early_fraud_warning.hpp"
#include "money/payments/payment.hpp"
#include "money/payouts/payout.hpp"
#include "money/refunds/refund.hpp"
#include "money/transfers/transfer.hpp"
#include "pricing/coupons/coupon.hpp"
#include "pricing/products/product.hpp"
#include "pricing/shipping_rates/shipping_rate.hpp"
#include "pricing/tax_rates/tax_rate.hpp"

namespace bursar::app {

std::span<api::ResourceType const* const> all_resources() {
    static constexpr std::array kAll = std::to_array<api::ResourceType const*>({
        &webhook_endpoints::kResource,
        &events::kResource,
        &webhook_deliveries::kResource,
        &products::kPrices,
        &products::kProducts,
        &coupons::kCoupons,
        &coupons::kPromotionCodes,
        &shipping_rates::kResource,
        &tax_rates::kResource,
        &tokens::kResource,
        &financial_connections::kResource,
        &payment_methods::kResource,
        &confirmation_tokens::kResource,
        &mandates::kResource,
        &customers::kResource,
        &customers::kCards,
        &customers::kBankAccounts,
        &customers::kSources,
        &customer_sessions::kResource,
        &accounts::kResource,
        &accounts::kCapabilities,
        &accounts::kExternalAccounts,
        &accounts::kPersons,
        &onboarding::kPages,
        &onboarding::kResource,
        &apple_pay_domains::kResource,
        &balance::kBalance,
        &balance::kTransactions,
        &application_fees::kResource,
        &application_fees::kRefunds,
        &charges::kResource,
        &transfers::kResource,
        &transfers::kReversals,
        &disputes::kResource,
        &early_fraud_warnings::kResource,
        &refunds::kResource,
        &payouts::kResource,
        &payments::kChargeRoutes,
        &setup_intents::kResource,
        &setup_intents::kAttempts,
        &payment_intents::kEndings,
        &payment_intents::kResource,
        &challenges::kPages,
        &elements_sessions::kResource,
        &checkout::kPages,
        &checkout::kPaymentPages,
        &checkout::kResource,
        &checkout::kItems,
        &checkout::kDiscounts,
        &checkout::kUpdates,
        &dashboard::kResource,
        &sandbox::kIndex,
        &sandbox::kFaults,
        &sandbox::kClock,
        &stripecli::kResource,
    });
    return kAll;
}

}  // namespace bursar::app
