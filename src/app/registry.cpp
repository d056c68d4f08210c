#include "app/registry.hpp"

#include <array>

#include "resources/accounts/account.hpp"
#include "resources/apple_pay_domains/apple_pay_domain.hpp"
#include "resources/application_fees/application_fee.hpp"
#include "resources/balance/balance_transaction.hpp"
#include "resources/challenges/challenge.hpp"
#include "resources/charges/charge.hpp"
#include "resources/checkout/session.hpp"
#include "resources/confirmation_tokens/confirmation_token.hpp"
#include "resources/coupons/coupon.hpp"
#include "resources/customer_sessions/customer_session.hpp"
#include "resources/customers/instruments.hpp"
#include "resources/dashboard/dashboard.hpp"
#include "resources/disputes/dispute.hpp"
#include "resources/elements_sessions/elements_session.hpp"
#include "resources/events/event.hpp"
#include "resources/financial_connections/account.hpp"
#include "resources/mandates/mandate.hpp"
#include "resources/onboarding/visit.hpp"
#include "resources/payment_intents/payment_intent.hpp"
#include "resources/payment_methods/payment_method.hpp"
#include "resources/payments/payment.hpp"
#include "resources/payouts/payout.hpp"
#include "resources/products/product.hpp"
#include "resources/refunds/refund.hpp"
#include "resources/sandbox/sandbox.hpp"
#include "resources/setup_intents/setup_intent.hpp"
#include "resources/shipping_rates/shipping_rate.hpp"
#include "resources/stripecli/session.hpp"
#include "resources/tokens/token.hpp"
#include "resources/transfers/transfer.hpp"
#include "resources/webhook_deliveries/webhook_delivery.hpp"
#include "resources/webhook_endpoints/webhook_endpoint.hpp"

namespace bursar::app {

std::span<api::ResourceType const* const> all_resources() {
    static constexpr std::array kAll = std::to_array<api::ResourceType const*>({
        &accounts::kResource,
        &accounts::kCapabilities,
        &accounts::kExternalAccounts,
        &accounts::kPersons,
        &apple_pay_domains::kResource,
        &application_fees::kResource,
        &application_fees::kRefunds,
        &balance::kBalance,
        &balance::kTransactions,
        &challenges::kPages,
        &charges::kResource,
        &checkout::kPages,
        &checkout::kPaymentPages,
        &checkout::kResource,
        &checkout::kUpdates,
        &confirmation_tokens::kResource,
        &coupons::kCoupons,
        &coupons::kPromotionCodes,
        &customer_sessions::kResource,
        &customers::kResource,
        &customers::kCards,
        &customers::kBankAccounts,
        &customers::kSources,
        &dashboard::kResource,
        &disputes::kResource,
        &disputes::kEarlyFraudWarnings,
        &elements_sessions::kResource,
        &events::kResource,
        &financial_connections::kResource,
        &mandates::kResource,
        &onboarding::kPages,
        &onboarding::kResource,
        &payment_intents::kEndings,
        &payment_intents::kResource,
        &payment_methods::kResource,
        &payments::kChargeRoutes,
        &payouts::kResource,
        &products::kPrices,
        &products::kProducts,
        &refunds::kResource,
        &sandbox::kFaults,
        &setup_intents::kResource,
        &setup_intents::kAttempts,
        &shipping_rates::kResource,
        &stripecli::kResource,
        &tokens::kResource,
        &transfers::kResource,
        &transfers::kReversals,
        &webhook_deliveries::kResource,
        &webhook_endpoints::kResource,
    });
    return kAll;
}

}  // namespace bursar::app
