// Each refusal is the SDK's own class, with what the caller needs to know.
import assert from 'node:assert/strict';
import Stripe from 'stripe';
import { bursar, client, letters, orderFault, pay, refused, stripe } from './sdk.mjs';

const { errors } = Stripe;

export const refusals = {
  async error_card() {
    const error = await refused(errors.StripeCardError, () => pay({ payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds' }));
    assert.deepEqual([error.statusCode, error.code, error.decline_code], [402, 'card_declined', 'insufficient_funds']);
    assert.equal(error.payment_intent.status, 'requires_payment_method');
  },
  async error_invalid_request() {
    const amount = await refused(errors.StripeInvalidRequestError, () => stripe.paymentIntents.create({ amount: 'a lot', currency: 'usd' }));
    assert.deepEqual([amount.statusCode, amount.param, amount.code], [400, 'amount', 'parameter_invalid_integer']);
    const nobody = await refused(errors.StripeInvalidRequestError, () => stripe.customers.retrieve('cus_nobody'));
    assert.deepEqual([nobody.statusCode, nobody.param, nobody.code], [404, 'id', 'resource_missing']);
  },
  async error_authentication() {
    const error = await refused(errors.StripeAuthenticationError, () => client(bursar, 'sk_test_no').customers.list());
    assert.equal(error.statusCode, 401);
  },
  async error_permission() {
    const error = await refused(errors.StripePermissionError, () => stripe.customers.list({}, { stripeAccount: 'acct_1000000000000000' }));
    assert.deepEqual([error.statusCode, error.code], [403, 'account_invalid']);
  },
  async error_idempotency() {
    const same = { idempotencyKey: letters() };
    await stripe.customers.create({ email: 'a@example.com' }, same);
    const error = await refused(errors.StripeIdempotencyError, () => stripe.customers.create({ email: 'b@example.com' }, same));
    assert.equal(error.statusCode, 400);
  },
  async error_rate_limit() {
    await orderFault({ kind: 'rate_limit', path: '/v1/customers' });
    const error = await refused(errors.StripeRateLimitError, () => stripe.customers.create());
    assert.deepEqual([error.statusCode, error.code], [429, 'rate_limit']);
  },
};
