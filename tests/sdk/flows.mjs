// Drives a server with the official SDK, as an application would, and keeps every answer with the name of the type that
// the package gives it. check.mjs then has the TypeScript compiler compare the two.
import assert from 'node:assert/strict';

const back = 'https://shop.example/back';
const never = { enabled: true, allow_redirects: 'never' };

export async function flows(stripe, keep, { major, base }) {
  // Answers are kept as plain JSON: what came over the wire, without the SDK's own additions.
  const took = async (type, promise) => {
    const answer = await promise;
    keep(type, JSON.parse(JSON.stringify(answer)));
    return answer;
  };
  const list = (type, promise) => took(`ApiList<Stripe.${type}>`, promise);
  const refused = async (promise, check) => {
    try {
      await promise;
    } catch (error) {
      check(error);
      return error;
    }
    assert.fail('was not refused');
  };
  const eventually = async (ask, holds) => {
    for (let i = 0; i < 100; ++i) {
      const answer = await ask();
      if (holds(answer)) return answer;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    assert.fail('never came to be');
  };
  const methods = major >= 23 ? { automatic_payment_methods: never } : { payment_method_types: ['card'] };

  // Sellers.
  const seller = await took('Account', stripe.accounts.create({ type: 'standard', country: 'US', email: 'seller@example.com' }));
  const on = { stripeAccount: seller.id };
  await took('Account', stripe.accounts.retrieve(seller.id));
  await took('Account', stripe.accounts.update(seller.id, { metadata: { shop: '7' } }));
  await list('Account', stripe.accounts.list({ limit: 3 }));

  // S1: a customer with a card, by token, source and PaymentMethod.
  const customer = await took('Customer', stripe.customers.create({
    email: 'jenny@example.com', name: 'Jenny Rosen', metadata: { a: 'b' },
    address: { line1: '1 Main St', country: 'US' }, shipping: { name: 'Jenny', address: { line1: '1 Main St' } },
  }));
  await took('Customer', stripe.customers.update(customer.id, { description: 'first' }));
  await took('Customer | Stripe.DeletedCustomer', stripe.customers.retrieve(customer.id, { expand: ['sources'] }));
  await list('Customer', stripe.customers.list({ email: 'jenny@example.com' }));
  await took('ApiSearchResult<Stripe.Customer>', stripe.customers.search({ query: 'email:"jenny@example.com"' }));
  const token = await took('Token', stripe.tokens.create({ card: { number: '4242424242424242', exp_month: '12', exp_year: '2040', cvc: '123' } }));
  await took('Token', stripe.tokens.retrieve(token.id));
  const card = await took('Card', stripe.customers.createSource(customer.id, { source: token.id }));
  await list('CustomerSource', stripe.customers.listSources(customer.id, { limit: 3 }));
  await took('Card', stripe.customers.retrieveSource(customer.id, card.id));
  await took('Card', stripe.customers.updateSource(customer.id, card.id, { name: 'Jenny' }));
  const bank = await took('BankAccount', stripe.customers.createSource(customer.id, { source: 'btok_us' }));
  await took('BankAccount', stripe.customers.verifySource(customer.id, bank.id, { amounts: [32, 45] }));
  await stripe.customers.deleteSource(customer.id, bank.id);
  const source = await took('Source', stripe.sources.create({ type: 'card', token: 'tok_visa' }));
  await took('Source', stripe.sources.retrieve(source.id));
  await stripe.customers.createSource(customer.id, { source: source.id });

  // S4: saved with a SetupIntent, and with a payment.
  const setup = await took('SetupIntent', stripe.setupIntents.create({ customer: customer.id, payment_method: 'pm_card_visa', confirm: true, ...methods }));
  assert.equal(setup.status, 'succeeded');
  await took('SetupIntent', stripe.setupIntents.retrieve(setup.id));
  await list('SetupIntent', stripe.setupIntents.list({ customer: customer.id }));
  await list('SetupAttempt', stripe.setupAttempts.list({ setup_intent: setup.id }));
  const open = await took('SetupIntent', stripe.setupIntents.create({ ...methods, usage: 'on_session' }));
  await took('SetupIntent', stripe.setupIntents.update(open.id, { metadata: { a: 'b' } }));
  await took('SetupIntent', stripe.setupIntents.cancel(open.id));
  const original = setup.payment_method;
  await took('PaymentMethod', stripe.paymentMethods.retrieve(original));
  await took('PaymentMethod', stripe.paymentMethods.update(original, { metadata: { a: 'b' } }));
  await list('PaymentMethod', stripe.customers.listPaymentMethods(customer.id, { type: 'card' }));
  await took('PaymentMethod', stripe.customers.retrievePaymentMethod(customer.id, original));
  const saving = await took('PaymentIntent', stripe.paymentIntents.create({
    amount: 1000, currency: 'usd', customer: customer.id, payment_method: 'pm_card_mastercard', setup_future_usage: 'off_session', confirm: true, ...methods,
  }));
  assert.equal(saving.status, 'succeeded');

  // S5 and S6: cloned to the seller, charged there with a fee; consumed, and cloned again.
  const clone = await took('PaymentMethod', stripe.paymentMethods.create({ customer: customer.id, payment_method: original }, on));
  assert.equal(clone.customer, null);
  const direct = await took('PaymentIntent', stripe.paymentIntents.create({
    amount: 2000, currency: 'usd', payment_method: clone.id, confirm: true, off_session: true, application_fee_amount: 123, ...methods,
  }, on));
  assert.equal(direct.status, 'succeeded');
  await refused(stripe.paymentIntents.create({ amount: 2000, currency: 'usd', payment_method: clone.id, ...methods }, on), (error) => {
    assert.equal(error.type, 'StripeInvalidRequestError');
    assert.match(error.message, /previously used with a PaymentIntent without Customer attachment/);
  });
  const second = await took('PaymentMethod', stripe.paymentMethods.create({ customer: customer.id, payment_method: original }, on));
  const theirs = await took('Customer', stripe.customers.create({ payment_method: second.id }, on));
  const again = await took('PaymentIntent', stripe.paymentIntents.create({
    amount: 1500, currency: 'usd', customer: theirs.id, payment_method: second.id, confirm: true, off_session: true, ...methods,
  }, on));
  assert.equal(again.status, 'succeeded');

  // S2 and S3: the legacy forms.
  await stripe.customers.update(customer.id, { default_source: card.id });
  const shared = await took('Token', stripe.tokens.create({ customer: customer.id }, on));
  const legacy = await stripe.customers.create({ source: shared.id }, on);
  const old = await took('Charge', stripe.charges.create({ amount: 1000, currency: 'usd', customer: legacy.id, application_fee_amount: 100 }, on));
  assert.equal(old.paid, true);
  const copied = await took('Source', stripe.sources.create({ customer: customer.id, original_source: source.id, usage: 'single_use' }, on));
  assert.equal(copied.status, 'chargeable');

  // Intents: the rest of their life.
  const intent = await took('PaymentIntent', stripe.paymentIntents.create({ amount: 5000, currency: 'usd', capture_method: 'manual', ...methods }));
  await took('PaymentIntent', stripe.paymentIntents.update(intent.id, { amount: 6000, metadata: { order: '1' } }));
  await took('PaymentIntent', stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' }));
  await took('PaymentIntent', stripe.paymentIntents.capture(intent.id, { amount_to_capture: 5500 }));
  await took('PaymentIntent', stripe.paymentIntents.retrieve(intent.id, { expand: ['latest_charge', 'payment_method'] }));
  await list('PaymentIntent', stripe.paymentIntents.list({ customer: customer.id }));
  await took('ApiSearchResult<Stripe.PaymentIntent>', stripe.paymentIntents.search({ query: 'status:"succeeded"' }));
  const dropped = await stripe.paymentIntents.create({ amount: 5000, currency: 'usd', ...methods });
  await took('PaymentIntent', stripe.paymentIntents.cancel(dropped.id, { cancellation_reason: 'abandoned' }));
  const challenge = await took('PaymentIntent', stripe.paymentIntents.create({
    amount: 1000, currency: 'usd', payment_method: 'pm_card_authenticationRequired', confirm: true, return_url: back, ...methods,
  }));
  assert.equal(challenge.status, 'requires_action');
  const page = new URL(challenge.next_action.redirect_to_url.url);
  const passed = await fetch(`${base}${page.pathname}/complete`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ client_secret: page.searchParams.get('client_secret') }) });
  assert.equal(passed.status, 303);
  assert.equal((await stripe.paymentIntents.retrieve(challenge.id)).status, 'succeeded');
  await refused(stripe.paymentIntents.create({ amount: 1000, currency: 'usd', payment_method: 'pm_card_visa_chargeDeclined', confirm: true, ...methods }), (error) => {
    assert.equal(error.type, 'StripeCardError');
    assert.equal(error.decline_code, 'generic_decline');
    keep('PaymentIntent', JSON.parse(JSON.stringify(error.payment_intent)));
  });
  await refused(stripe.customers.retrieve('cus_nope'), (error) => assert.equal(error.statusCode, 404));
  await refused(stripe.customers.list({}, { stripeAccount: 'acct_1000000000000000' }), (error) => assert.equal(error.type, 'StripePermissionError'));

  // A bank account: mandate, microdeposits, debit.
  const debit = await stripe.setupIntents.create({
    customer: customer.id, confirm: true, return_url: back,
    ...(major >= 23 ? { allowed_payment_method_types: ['us_bank_account'] } : { payment_method_types: ['us_bank_account'] }),
    payment_method_data: { type: 'us_bank_account', billing_details: { name: 'Jenny Rosen' }, us_bank_account: { account_number: '000123456789', routing_number: '110000000', account_holder_type: 'individual' } },
    mandate_data: { customer_acceptance: { type: 'online', online: { ip_address: '127.0.0.1', user_agent: 'tests' } } },
  });
  keep('SetupIntent', JSON.parse(JSON.stringify(debit)));
  const verified = await took('SetupIntent', stripe.setupIntents.verifyMicrodeposits(debit.id, { amounts: [32, 45] }));
  await took('Mandate', stripe.mandates.retrieve(verified.mandate));
  await took('PaymentMethod', stripe.paymentMethods.retrieve(verified.payment_method));
  const pulled = await took('PaymentIntent', stripe.paymentIntents.create({
    amount: 2500, currency: 'usd', customer: customer.id, payment_method: verified.payment_method, confirm: true, off_session: true,
    ...(major >= 23 ? { allowed_payment_method_types: ['us_bank_account'] } : { payment_method_types: ['us_bank_account'] }),
  }));
  const settled = await eventually(() => stripe.paymentIntents.retrieve(pulled.id, { expand: ['latest_charge'] }), (answer) => answer.status === 'succeeded');
  keep('PaymentIntent', JSON.parse(JSON.stringify(settled)));

  // Money.
  const paid = await stripe.paymentIntents.create({ amount: 8000, currency: 'usd', payment_method: 'pm_card_bypassPending', confirm: true, transfer_group: 'ORDER', ...methods });
  const charge = await took('Charge', stripe.charges.retrieve(paid.latest_charge, { expand: ['balance_transaction', 'refunds'] }));
  await took('Charge', stripe.charges.update(charge.id, { metadata: { a: 'b' } }));
  await list('Charge', stripe.charges.list({ payment_intent: paid.id }));
  await took('ApiSearchResult<Stripe.Charge>', stripe.charges.search({ query: 'currency:"usd"' }));
  const refund = await took('Refund', stripe.refunds.create({ payment_intent: paid.id, amount: 500, reason: 'requested_by_customer' }));
  await took('Refund', stripe.refunds.retrieve(refund.id));
  await took('Refund', stripe.refunds.update(refund.id, { metadata: { a: 'b' } }));
  await list('Refund', stripe.refunds.list({ charge: charge.id }));
  const transfer = await took('Transfer', stripe.transfers.create({ amount: 700, currency: 'usd', destination: seller.id }));
  await took('Transfer', stripe.transfers.update(transfer.id, { description: 'share' }));
  await took('TransferReversal', stripe.transfers.createReversal(transfer.id, { amount: 100 }));
  await took('Transfer', stripe.transfers.retrieve(transfer.id));
  await list('TransferReversal', stripe.transfers.listReversals(transfer.id));
  await list('Transfer', stripe.transfers.list({ destination: seller.id }));
  const payout = await took('Payout', stripe.payouts.create({ amount: 300, currency: 'usd' }));
  await took('Payout', stripe.payouts.cancel(payout.id));
  await list('Payout', stripe.payouts.list());
  const fees = await list('ApplicationFee', stripe.applicationFees.list());
  await took('FeeRefund', stripe.applicationFees.createRefund(fees.data[0].id, { amount: 10 }));
  await took('ApplicationFee', stripe.applicationFees.retrieve(fees.data[0].id));
  await list('FeeRefund', stripe.applicationFees.listRefunds(fees.data[0].id));
  await took('Balance', stripe.balance.retrieve());
  await took('Balance', stripe.balance.retrieve({}, on));
  const transactions = await list('BalanceTransaction', stripe.balanceTransactions.list({ limit: 5 }));
  await took('BalanceTransaction', stripe.balanceTransactions.retrieve(transactions.data[0].id));
  const disputed = await stripe.paymentIntents.create({ amount: 1000, currency: 'usd', payment_method: 'pm_card_createDispute', confirm: true, ...methods });
  const disputes = await list('Dispute', stripe.disputes.list({ payment_intent: disputed.id }));
  await took('Dispute', stripe.disputes.update(disputes.data[0].id, { evidence: { uncategorized_text: 'winning_evidence' } }));
  keep('Dispute', JSON.parse(JSON.stringify(await eventually(() => stripe.disputes.retrieve(disputes.data[0].id), (answer) => answer.status === 'won'))));
  const destination = await took('PaymentIntent', stripe.paymentIntents.create({
    amount: 1000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, transfer_data: { destination: seller.id }, application_fee_amount: 50, ...methods,
  }));
  await took('Charge', stripe.charges.retrieve(destination.latest_charge));
  await list('Charge', stripe.charges.list({ limit: 2 }, on));

  // Events, as a handler would read them.
  const events = await stripe.events.list({ limit: 100 });
  assert.ok(events.data.some((event) => event.type === 'payment_intent.succeeded'));
  await stripe.events.retrieve(events.data[0].id);

  // Idempotency through the SDK's own option.
  const key = { idempotencyKey: `key-${major}-${Date.now()}` };
  const one = await stripe.customers.create({ email: 'twice@example.com' }, key);
  const two = await stripe.customers.create({ email: 'twice@example.com' }, key);
  assert.equal(one.id, two.id);

  // What is sold, and Checkout: where versions name a thing otherwise, as each of them does.
  const order = { mode: 'payment', success_url: 'https://shop.example/thanks', line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 1000, product_data: { name: 'Tea' } } }] };
  const embedded = major >= 21 ? 'embedded_page' : 'embedded';
  const session = await took('Checkout.Session', stripe.checkout.sessions.create(order));
  await took('Checkout.Session', stripe.checkout.sessions.retrieve(session.id));
  await list('Checkout.Session', stripe.checkout.sessions.list({ limit: 3 }));
  await list('LineItem', stripe.checkout.sessions.listLineItems(session.id));
  await took('Checkout.Session', stripe.checkout.sessions.expire(session.id));
  await took('Checkout.Session', stripe.checkout.sessions.create({ mode: 'setup', currency: 'usd', customer: customer.id, success_url: 'https://shop.example/saved' }));
  const product = await took('Product', stripe.products.create({
    name: 'Tea', default_price_data: { currency: 'usd', unit_amount: 1250 }, ...(major >= 15 ? { marketing_features: [{ name: 'Green' }] } : { features: [{ name: 'Green' }] }),
  }));
  await list('Product', stripe.products.list({ active: true }));
  const rate = await took('ShippingRate', stripe.shippingRates.create({ display_name: 'Ground', type: 'fixed_amount', fixed_amount: { amount: 500, currency: 'usd' }, delivery_estimate: { maximum: { unit: 'day', value: 5 } } }));
  await took('ShippingRate', stripe.shippingRates.retrieve(rate.id));
  await list('ShippingRate', stripe.shippingRates.list());
  await took('TaxRate', stripe.taxRates.create({ display_name: 'VAT', percentage: 19, inclusive: true }));
  await list('TaxRate', stripe.taxRates.list());
  await took('Checkout.Session', stripe.checkout.sessions.create({ ...order, shipping_options: [{ shipping_rate: rate.id }], expand: ['shipping_options.shipping_rate'] }));
  await took('Product', stripe.products.update(product.id, { description: 'Green' }));
  const coupon = await took('Coupon', stripe.coupons.create({ percent_off: 12.5, duration: 'once', applies_to: { products: [product.id] }, redeem_by: Math.floor(Date.now() / 1000) + 86400, expand: ['applies_to'] }));
  await took('Coupon', stripe.coupons.create({ id: `OFF-${major}`, amount_off: 100, currency: 'usd', duration: 'once', max_redemptions: 5 }));
  const off = major >= 19 ? { promotion: { type: 'coupon', coupon: coupon.id }, expand: ['promotion.coupon'] } : { coupon: coupon.id };
  const code = await took('PromotionCode', stripe.promotionCodes.create({ ...off, restrictions: { minimum_amount: 100, minimum_amount_currency: 'usd' } }));
  await took('PromotionCode', stripe.promotionCodes.update(code.id, { metadata: { a: 'b' } }));
  await list('PromotionCode', stripe.promotionCodes.list({ code: code.code }));
  await took('Checkout.Session', stripe.checkout.sessions.create({ ...order, line_items: [{ price: product.default_price, quantity: 1, adjustable_quantity: { enabled: true } }], discounts: [{ promotion_code: code.id }], expand: ['discounts.promotion_code', 'line_items'] }));
  const price = await took('Price', stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 900, recurring: { interval: 'month' }, lookup_key: 'tea' }));
  await took('Price', stripe.prices.retrieve(product.default_price));
  await took('Price', stripe.prices.update(price.id, { active: false }));
  await list('Price', stripe.prices.list({ product: product.id }));
  await took('Checkout.Session', stripe.checkout.sessions.create({ ...order, line_items: [{ price: product.default_price, quantity: 2 }], custom_fields: [{ key: 'a', label: { type: 'custom', custom: 'A' }, type: 'text' }], phone_number_collection: { enabled: true }, shipping_address_collection: { allowed_countries: ['US'] }, shipping_options: [{ shipping_rate_data: { display_name: 'Ground', type: 'fixed_amount', fixed_amount: { amount: 500, currency: 'usd' } } }], consent_collection: { terms_of_service: 'required' } }));
  await took('Checkout.Session', stripe.checkout.sessions.create({ ...order, success_url: undefined, ui_mode: embedded, return_url: 'https://shop.example/return' }));
  const shipped = await stripe.checkout.sessions.create({ ...order, shipping_address_collection: { allowed_countries: ['US'] }, shipping_options: [{ shipping_rate: rate.id }] });
  await fetch(`${base}${new URL(shipped.url).pathname}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({
    email: 'jenny@example.com', cardNumber: '4242424242424242', cardExpiry: '12/40', cardCvc: '123', billingName: 'Jenny', billingCountry: 'US', billingPostalCode: '94107',
    shippingName: 'Jenny', shippingAddressLine1: '1 Main St', shippingLocality: 'Reno', shippingAdministrativeArea: 'NV', shippingPostalCode: '89436', shippingCountry: 'US',
  }) });
  const sent = await took('Checkout.Session', stripe.checkout.sessions.retrieve(shipped.id));
  assert.equal(sent.status, 'complete');
  assert.equal((major >= 18 ? sent.collected_information.shipping_details : sent.shipping_details).address.line1, '1 Main St');

  // The rest of what a platform and its pages use.
  if (major >= 17)
    await took('CustomerSession', stripe.customerSessions.create({ customer: customer.id, components: { payment_element: { enabled: true, features: { payment_method_redisplay: 'enabled' } }, ...(major >= 20 ? { customer_sheet: { enabled: true } } : {}) } }));
  await took('AccountLink', stripe.accountLinks.create({ account: seller.id, type: 'account_onboarding', refresh_url: 'https://platform.example/again', return_url: 'https://platform.example/done' }));
  if (stripe.accountSessions) await took('AccountSession', stripe.accountSessions.create({ account: seller.id, components: { account_onboarding: { enabled: true } } }));
  await took('Token', stripe.tokens.create({ account: { business_type: 'company' } }));
  const hook = await took('WebhookEndpoint', stripe.webhookEndpoints.create({ url: 'https://example.com/hook', enabled_events: ['*'] }));
  await took('WebhookEndpoint', stripe.webhookEndpoints.update(hook.id, { description: 'all' }));
  await list('WebhookEndpoint', stripe.webhookEndpoints.list());
  if (stripe.testHelpers.confirmationTokens) {
    const token = await took('ConfirmationToken', stripe.testHelpers.confirmationTokens.create({ payment_method: 'pm_card_visa', return_url: back }));
    await took('ConfirmationToken', stripe.confirmationTokens.retrieve(token.id));
  }
  const custom = await took('Account', stripe.accounts.create({ type: 'custom', country: 'US', business_type: 'company', capabilities: { card_payments: { requested: true }, transfers: { requested: true } }, external_account: 'btok_us' }));
  const person = await took('Person', stripe.accounts.createPerson(custom.id, { first_name: 'Jenny', last_name: 'Rosen', relationship: { representative: true } }));
  await took('Person', stripe.accounts.updatePerson(custom.id, person.id, { email: 'jenny@example.com' }));
  await list('Person', stripe.accounts.listPersons(custom.id));
  await list('BankAccount | Stripe.Card', stripe.accounts.listExternalAccounts(custom.id));
  await took('BankAccount', stripe.accounts.createExternalAccount(custom.id, { external_account: 'btok_us' }));
  const rejected = await took('Account', stripe.accounts.reject(custom.id, { reason: major >= 23 ? 'fraud_other' : 'fraud' }));
  assert.equal(rejected.requirements.disabled_reason, major >= 23 ? 'rejected.platform_fraud' : 'rejected.fraud');

  // The ends.
  await took('PaymentMethod', stripe.paymentMethods.detach(original));
  await took('DeletedCustomer', stripe.customers.del(customer.id));
  await took('DeletedAccount', stripe.accounts.del(seller.id));
}
