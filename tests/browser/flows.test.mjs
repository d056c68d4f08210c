// The library in a real browser: the flows of the guides, 3D Secure, declines.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberStayed, open, quiet, result, shop, shots, vault } from './card_shop.mjs';
import { challengeFrame, fillPayment, platform, typeCard } from './shop.mjs';

test('a card is typed and becomes a payment method; the page never has its number', async () => {
  const { publishable, stripe } = platform(vault.base);
  const { page: tab, seen } = await open('/card', { pk: publishable });
  await typeCard(tab);
  await tab.click('#pay');
  const { paymentMethod, error } = await result(tab);
  assert.equal(error, undefined);
  assert.deepEqual([paymentMethod.card.last4, paymentMethod.billing_details.name, paymentMethod.billing_details.address.postal_code], ['4242', 'Jenny Rosen', '94107']);
  assert.equal((await stripe.paymentMethods.retrieve(paymentMethod.id)).card.exp_year, 2034);
  await numberStayed(tab, seen, '4242424242424242');
  const told = await tab.evaluate(() => window.told);
  assert.equal(told[0][0], 'ready');
  const changes = told.filter(([name]) => name === 'change').map(([, event]) => event);
  assert.deepEqual(changes.at(-1), { elementType: 'card', empty: false, complete: true, error: undefined, value: { postalCode: '94107' }, brand: 'visa' });
  assert.ok(changes.length <= 12, `change was told ${changes.length} times`);
  assert.ok(await tab.evaluate(() => document.getElementById('card').classList.contains('StripeElement--complete')));
  assert.equal(seen.requests.filter((request) => request.method === 'OPTIONS').length, 0);
  quiet(seen);
  await tab.screenshot({ path: `${shots}/card.png` });
});

test('(a) a connected account: confirmCardPayment, then the saved card again without the payer', async () => {
  const { publishable, stripe } = platform(vault.base);
  const account = await stripe.accounts.create({ type: 'standard', country: 'US' }), there = { stripeAccount: account.id };
  const customer = await stripe.customers.create({}, there);
  const intent = await stripe.paymentIntents.create({ amount: 1099, currency: 'usd', customer: customer.id, automatic_payment_methods: { enabled: true } }, there);
  const { page: tab, seen } = await open('/card', { pk: publishable, account: account.id });
  await tab.evaluate((secret) => (window.action = () => stripe.confirmCardPayment(secret, { payment_method: { card }, setup_future_usage: 'off_session' })), intent.client_secret);
  await typeCard(tab);
  await tab.click('#pay');
  const { paymentIntent, error } = await result(tab);
  assert.equal(error, undefined);
  assert.equal(paymentIntent.status, 'succeeded');
  for (const field of ['customer', 'metadata', 'latest_charge', 'application_fee_amount', 'transfer_data']) assert.ok(!(field in paymentIntent), `${field} is not for browsers`);
  const paid = await stripe.paymentIntents.retrieve(intent.id, {}, there);
  const again = await stripe.paymentIntents.create({ amount: 500, currency: 'usd', customer: customer.id, payment_method: paid.payment_method, confirm: true, off_session: true }, there);
  assert.equal(again.status, 'succeeded');
  await numberStayed(tab, seen, '4242424242424242');
  quiet(seen);
});

test('(c) set up on the platform with 3D Secure, cloned to two sellers, charged there without another challenge', async () => {
  const { publishable, stripe } = platform(vault.base);
  const customer = await stripe.customers.create({});
  const setup = await stripe.setupIntents.create({ customer: customer.id, automatic_payment_methods: { enabled: true }, usage: 'off_session' });
  const { page: tab, seen } = await open('/payment', { pk: publishable, secret: setup.client_secret });
  await tab.evaluate((url) => (window.action = () => stripe.confirmSetup({ elements, confirmParams: { return_url: url }, redirect: 'if_required' })), `${shop.url}/done`);
  await fillPayment(tab, '4000002500003155');
  await tab.screenshot({ path: `${shots}/payment.png` });
  await tab.click('#pay');
  await challengeFrame(tab).locator('#test-source-authorize-3ds').waitFor();
  await tab.screenshot({ path: `${shots}/3ds.png` });
  await challengeFrame(tab).getByText('Complete').click();
  const { setupIntent, error } = await result(tab);
  assert.equal(error, undefined);
  assert.equal(setupIntent.status, 'succeeded');
  assert.equal(await tab.locator('iframe[title="Authentication by your bank"]').count(), 0);
  for (let seller = 0; seller < 2; ++seller) {
    const there = { stripeAccount: (await stripe.accounts.create({ type: 'standard', country: 'US' })).id };
    const clone = await stripe.paymentMethods.create({ customer: customer.id, payment_method: setupIntent.payment_method }, there);
    const payment = await stripe.paymentIntents.create({ amount: 2000, currency: 'usd', payment_method: clone.id, confirm: true, off_session: true }, there);
    assert.equal(payment.status, 'succeeded');
  }
  await numberStayed(tab, seen, '4000002500003155');
  quiet(seen);
});

test('(d) a token of a typed card, charged as of old', async () => {
  const { publishable, stripe } = platform(vault.base);
  const { page: tab, seen } = await open('/card', { pk: publishable });
  await tab.evaluate(() => (window.action = () => stripe.createToken(card, { name: 'Jenny' })));
  await typeCard(tab);
  await tab.click('#pay');
  const { token } = await result(tab);
  assert.match(token.id, /^tok_/);
  assert.equal(token.card.address_zip, '94107');
  const customer = await stripe.customers.create({ source: token.id });
  assert.equal((await stripe.charges.create({ amount: 700, currency: 'usd', customer: customer.id })).paid, true);
  quiet(seen);
});

test('tokens: of bank accounts, numbers, accounts, persons; a card token in place of typed data', async () => {
  const { publishable, stripe } = platform(vault.base);
  const { page: tab } = await open('/card', { pk: publishable });
  await typeCard(tab);
  const intent = await stripe.paymentIntents.create({ amount: 800, currency: 'usd', automatic_payment_methods: { enabled: true } });
  const made = await tab.evaluate(async (secret) => {
    const bank = await stripe.createToken('bank_account', { country: 'US', currency: 'usd', routing_number: '110000000', account_number: '000123456789', account_holder_name: 'Jenny' });
    const others = [];
    for (const [kind, data] of [['pii', { id_number: '000000000' }], ['account', { business_type: 'company', company: { name: 'Tea House' }, tos_shown_and_accepted: true }], ['person', { first_name: 'Ann', relationship: { owner: true } }]])
      others.push((await stripe.createToken(kind, data)).token?.type);
    const token = async () => (await stripe.createToken(card)).token.id;
    const method = await stripe.createPaymentMethod({ type: 'card', card: { token: await token() }, billing_details: { name: 'Ann' } });
    const paid = await stripe.confirmCardPayment(secret, { payment_method: { card: { token: await token() }, billing_details: { name: 'Ann' } } });
    const barred = await stripe.createPaymentMethod({ type: 'card', card: { number: '4000000000000002', exp_month: 1, exp_year: 2035 } });
    return { bank, others, method, paid, barred };
  }, intent.client_secret);
  assert.equal(made.bank.token?.bank_account.last4, '6789', JSON.stringify(made.bank));
  assert.deepEqual(made.others, ['pii', 'account', 'person']);
  assert.deepEqual([made.method.paymentMethod?.card.last4, made.method.paymentMethod?.billing_details.name], ['4242', 'Ann'], JSON.stringify(made.method));
  assert.equal(made.paid.paymentIntent?.status, 'succeeded', JSON.stringify(made.paid));
  assert.ok(made.barred.error, 'a page cannot hand over a number');
});

test('(b) createPaymentMethod for a connected account: its own, to be paid with there alone; handleCardAction leaves the rest to the server', async () => {
  const { publishable, stripe } = platform(vault.base);
  const seller = { stripeAccount: (await stripe.accounts.create({ type: 'standard', country: 'US' })).id };
  const { page: tab, seen } = await open('/card', { pk: publishable, account: seller.stripeAccount });
  await typeCard(tab, '4000002760003184');
  await tab.click('#pay');
  const { paymentMethod } = await result(tab);
  await assert.rejects(stripe.paymentMethods.retrieve(paymentMethod.id), /No such PaymentMethod/);
  const intent = await stripe.paymentIntents.create({ amount: 1200, currency: 'usd', payment_method: paymentMethod.id, confirm: true, confirmation_method: 'manual', payment_method_types: ['card'], use_stripe_sdk: true }, { ...seller, apiVersion: '2024-06-20' });
  assert.equal(intent.status, 'requires_action');
  const acting = tab.evaluate((secret) => stripe.handleCardAction(secret), intent.client_secret);
  await challengeFrame(tab).locator('#test-source-authorize-3ds').click();
  const { paymentIntent, error } = await acting;
  assert.equal(error, undefined);
  assert.equal(paymentIntent.status, 'requires_confirmation');
  assert.equal((await stripe.paymentIntents.confirm(intent.id, {}, seller)).status, 'succeeded');
  quiet(seen);
});

test('a source of a typed card, and read again; a code typed again for a saved card', async () => {
  const { publishable, stripe } = platform(vault.base);
  const { page: tab } = await open('/card', { pk: publishable });
  await typeCard(tab);
  const made = await tab.evaluate(async () => {
    const { source } = await stripe.createSource(card, { owner: { name: 'Jenny Rosen' } });
    return [source, await stripe.retrieveSource({ id: source.id, client_secret: source.client_secret })];
  });
  assert.deepEqual([made[0].card.last4, made[0].owner.name, made[1].source?.id], ['4242', 'Jenny Rosen', made[0].id]);
  const customer = (await stripe.customers.create()).id;
  const saved = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  const intent = await stripe.paymentIntents.create({ amount: 700, currency: 'usd', customer, automatic_payment_methods: { enabled: true } });
  const { page: split } = await open('/split', { pk: publishable });
  const again = (code) => split.evaluate(([secret, method]) => stripe.confirmCardPayment(secret, { payment_method: method, payment_method_options: { card: { cvc: elements.getElement('cardCvc') } } }), [intent.client_secret, saved.id]);
  assert.equal((await again()).error?.code, 'incomplete_cvc');
  await split.frameLocator('iframe[title="Secure CVC input frame"]').locator('[name=cvc]').pressSequentially('123');
  assert.equal((await again()).paymentIntent?.status, 'succeeded');
});

test('3D Secure: completed, failed, closed with Escape, left to handleNextAction', async () => {
  const { publishable, stripe } = platform(vault.base);
  const endings = {
    complete: (tab) => challengeFrame(tab).locator('#test-source-authorize-3ds').click(),
    fail: (tab) => challengeFrame(tab).locator('#test-source-fail-3ds').click(),
    close: (tab) => tab.frameLocator('iframe[title="Authentication by your bank"]').getByRole('button', { name: 'Cancel authentication' }).click(),
    escape: (tab) => tab.frameLocator('iframe[title="Authentication by your bank"]').getByRole('button').press('Escape'),
  };
  for (const [name, end] of Object.entries(endings)) {
    const intent = await stripe.paymentIntents.create({ amount: 1099, currency: 'usd', automatic_payment_methods: { enabled: true } });
    const { page: tab, context } = await open('/card', { pk: publishable });
    await tab.evaluate((secret) => (window.action = () => stripe.confirmCardPayment(secret, { payment_method: { card } })), intent.client_secret);
    await typeCard(tab, '4000002760003184');
    await tab.click('#pay');
    await challengeFrame(tab).locator('#test-source-authorize-3ds').waitFor();
    await end(tab);
    const { paymentIntent, error } = await result(tab);
    if (name === 'complete') assert.equal(paymentIntent?.status, 'succeeded', JSON.stringify(error));
    else {
      assert.equal(error?.code, 'payment_intent_authentication_failure', `${name}: ${JSON.stringify(paymentIntent)}`);
      assert.equal(error.payment_intent.status, 'requires_payment_method');
      assert.equal((await stripe.paymentIntents.retrieve(intent.id)).status, 'requires_payment_method');
    }
    assert.equal(await tab.evaluate(() => document.activeElement?.id), 'pay', 'focus goes back to where it was');
    await context.close();
  }
  const intent = await stripe.paymentIntents.create({ amount: 1099, currency: 'usd', automatic_payment_methods: { enabled: true } });
  const { page: tab } = await open('/card', { pk: publishable });
  await tab.evaluate((secret) => (window.action = async () => {
    const first = await stripe.confirmCardPayment(secret, { payment_method: { card } }, { handleActions: false });
    window.first = first.paymentIntent.status;
    return stripe.handleNextAction({ clientSecret: secret });
  }), intent.client_secret);
  await typeCard(tab, '4000002760003184');
  await tab.click('#pay');
  await challengeFrame(tab).locator('#test-source-authorize-3ds').click();
  assert.equal((await result(tab)).paymentIntent.status, 'succeeded');
  assert.equal(await tab.evaluate(() => window.first), 'requires_action');
});

test('a decline is an answer that says why; the same intent takes another card', async () => {
  const { publishable, stripe } = platform(vault.base);
  const intent = await stripe.paymentIntents.create({ amount: 1099, currency: 'usd', automatic_payment_methods: { enabled: true } });
  const { page: tab } = await open('/card', { pk: publishable });
  await tab.evaluate((secret) => (window.action = () => stripe.confirmCardPayment(secret, { payment_method: { card } })), intent.client_secret);
  await typeCard(tab, '4000000000009995');
  await tab.click('#pay');
  const { error } = await result(tab);
  assert.deepEqual([error.type, error.code, error.decline_code, error.payment_intent.status], ['card_error', 'card_declined', 'insufficient_funds', 'requires_payment_method']);
  await tab.evaluate(() => ((window.result = undefined), card.clear()));
  await typeCard(tab);
  await tab.click('#pay');
  assert.equal((await result(tab)).paymentIntent.status, 'succeeded');
});

test('confirmPayment: the deferred flow must submit first; redirect "always" comes back with the intent', async () => {
  const { publishable, stripe } = platform(vault.base);
  const intent = await stripe.paymentIntents.create({ amount: 1099, currency: 'usd', automatic_payment_methods: { enabled: true } });
  const { page: tab } = await open('/payment', { pk: publishable });
  await fillPayment(tab);
  const confirm = (submit) => tab.evaluate(([secret, url, submit]) => (window.action = async () => {
    if (submit) window.submitted = await elements.submit();
    return stripe.confirmPayment({ elements, clientSecret: secret, confirmParams: { return_url: url } });
  }), [intent.client_secret, `${shop.url}/done?order=7`, submit]);
  await confirm(false);
  await tab.click('#pay');
  assert.match((await result(tab)).thrown, /IntegrationError: .*elements\.submit\(\) must be called/);
  await tab.evaluate(() => (window.result = undefined));
  await confirm(true);
  await Promise.all([tab.waitForURL(/\/done/), tab.click('#pay')]);
  const back = new URL(tab.url()).searchParams;
  assert.deepEqual([back.get('order'), back.get('payment_intent'), back.get('payment_intent_client_secret'), back.get('redirect_status')], ['7', intent.id, intent.client_secret, 'succeeded']);
});

test('a confirmation token carries what was typed to the shop\'s server, which confirms with it', async () => {
  const { publishable, stripe } = platform(vault.base);
  const { page: tab, seen } = await open('/payment', { pk: publishable });
  await tab.evaluate((url) => (window.action = async () => {
    await elements.submit();
    return stripe.createConfirmationToken({ elements, params: { return_url: url, payment_method_data: { billing_details: { name: 'Jenny Rosen' } } } });
  }), `${shop.url}/done`);
  await fillPayment(tab);
  await tab.click('#pay');
  const { confirmationToken, error } = await result(tab);
  assert.equal(error, undefined);
  assert.deepEqual([confirmationToken.payment_method_preview.card.last4, confirmationToken.payment_method_preview.billing_details.name, confirmationToken.payment_method_preview.card.fingerprint], ['4242', 'Jenny Rosen', undefined]);
  const payment = await stripe.paymentIntents.create({ amount: 1099, currency: 'usd', confirm: true, confirmation_token: confirmationToken.id });
  assert.equal(payment.status, 'succeeded');
  const used = await stripe.confirmationTokens.retrieve(confirmationToken.id);
  assert.deepEqual([used.payment_intent, used.expires_at], [payment.id, null]);
  await assert.rejects(stripe.paymentIntents.create({ amount: 1099, currency: 'usd', confirm: true, confirmation_token: confirmationToken.id }), /already been used/);
  await numberStayed(tab, seen, '4242424242424242');
});

test('offline in the middle of it: an answer that says so, and the same intent can be tried again', async () => {
  const { publishable, stripe } = platform(vault.base);
  const intent = await stripe.paymentIntents.create({ amount: 1099, currency: 'usd', automatic_payment_methods: { enabled: true } });
  const { page: tab, context } = await open('/card', { pk: publishable });
  await tab.evaluate((secret) => (window.action = () => stripe.confirmCardPayment(secret, { payment_method: { card } })), intent.client_secret);
  await typeCard(tab);
  await tab.evaluate(() => stripe.retrievePaymentIntent('pi_1_secret_1')); // the controller is there
  await context.setOffline(true);
  await tab.click('#pay');
  assert.equal((await result(tab)).error.type, 'api_connection_error');
  await context.setOffline(false);
  await tab.evaluate(() => (window.result = undefined));
  await tab.click('#pay');
  assert.equal((await result(tab)).paymentIntent.status, 'succeeded');
});
