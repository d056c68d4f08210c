// The library in a real browser: the flows of the guides, 3D Secure, typing, and what must not be possible.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdirSync } from 'node:fs';
import { cardFrame, challengeFrame, fillPayment, openPage, platform, shopPage, startBrowser, startServer, startShop, typeCard } from './shop.mjs';

const binary = process.env.BURSAR, scratch = process.env.SCRATCH, shots = `${scratch}/screenshots`;
let vault, shop, browser;

const page = (...given) => shopPage(() => vault.base, ...given);

const cardScript = `
  const elements = stripe.elements(), card = elements.create('card', JSON.parse(query.get('card') || '{}'));
  for (const name of ['ready', 'change', 'focus', 'blur', 'escape', 'loaderror']) card.on(name, (event) => told.push([name, event]));
  card.mount('#card');
  document.getElementById('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    try { window.result = await window.action(); } catch (problem) { window.result = {thrown: problem.name + ': ' + problem.message}; }
  });
  window.action = () => stripe.createPaymentMethod({type: 'card', card, billing_details: {name: 'Jenny Rosen'}});`;
const paymentScript = `
  const options = query.get('secret') ? {clientSecret: query.get('secret')} : {mode: 'payment', amount: 1099, currency: 'usd'};
  options.appearance = JSON.parse(query.get('appearance') || '{}');
  options.locale = query.get('locale') || 'auto';
  const elements = stripe.elements(options), payment = elements.create('payment');
  payment.on('change', (event) => told.push(['change', event]));
  payment.on('ready', () => told.push(['ready']));
  payment.mount('#card');
  document.getElementById('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    try { window.result = await window.action(); } catch (problem) { window.result = {thrown: problem.name + ': ' + problem.message}; }
  });`;

before(async () => {
  mkdirSync(shots, { recursive: true });
  vault = await startServer(binary, scratch);
  shop = await startShop({});
  Object.assign(shop.pages, { '/card': page(cardScript), '/payment': page(paymentScript), '/bare': page(''), '/done': '<!doctype html><title>Done</title>done',
    '/split': page(`
      const elements = stripe.elements();
      const fields = ['cardNumber', 'cardExpiry', 'cardCvc'].map((kind) => { const element = elements.create(kind); element.on('change', (event) => told.push([kind, event])); element.mount('#' + kind); return element; });
      document.getElementById('form').addEventListener('submit', async (event) => { event.preventDefault(); window.result = await stripe.createPaymentMethod({type: 'card', card: elements.getElement('cardNumber')}); });`,
      '<form id="form"><div id="cardNumber"></div><div id="cardExpiry"></div><div id="cardCvc"></div><button id="pay">Pay</button></form>') });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  shop?.stop();
  vault?.stop();
});

const open = async (path, parameters, options) => {
  const opened = await openPage(browser, options);
  await opened.page.goto(`${shop.url}${path}?${new URLSearchParams(parameters)}`);
  await opened.page.waitForFunction(() => window.told.some(([name]) => name === 'ready' || name === 'loaderror') || !document.getElementById('card'), null, { timeout: 10000 }).catch(() => undefined);
  return opened;
};
const result = (tab) => tab.waitForFunction(() => window.result, null, { timeout: 15000 }).then((handle) => handle.jsonValue());
const quiet = (seen) => assert.deepEqual([seen.errors, seen.console.filter((line) => line.startsWith('error') && !line.includes('402'))], [[], []]);

// The number went from a frame of the vault to the vault, and nowhere else.
async function numberStayed(tab, seen, digits, origin = shop.url) {
  for (const request of seen.requests) {
    if (!request.url.startsWith(vault.base)) assert.ok(!(request.url + request.body).includes(digits), `${request.url} carries the number`);
    assert.ok(!request.url.includes(digits));
  }
  assert.ok(seen.requests.some((request) => request.url.startsWith(`${vault.base}/v1/`) && request.body.includes(digits)), 'the number reached the vault');
  const held = await tab.evaluate(() => JSON.stringify([document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, window.told, window.result, document.cookie]));
  assert.ok(!held.includes(digits) && !held.includes('4242 4242'), `a page of ${origin} holds the number`);
  assert.ok(!seen.console.join('').includes(digits));
}

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

// What a browser's own wallet does, asked of it through its debugging protocol.
async function autofill(context, frame, selector, card) {
  const session = await context.newCDPSession(frame);
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
  const { node } = await session.send('DOM.describeNode', { nodeId });
  const { frameTree } = await session.send('Page.getFrameTree');
  await session.send('Autofill.trigger', { fieldId: node.backendNodeId, frameId: frameTree.frame.id, card });
}

test('autofill: the card of the browser goes into one frame, and into three', async () => {
  const { publishable } = platform(vault.base), card = { number: '4242424242424242', name: 'Jenny Rosen', expiryMonth: '12', expiryYear: '2034', cvc: '123' };
  for (const path of ['/card', '/split']) {
    const { page: tab, context } = await open(path, { pk: publishable });
    await tab.waitForFunction(() => document.querySelectorAll('.StripeElement iframe').length >= (location.pathname === '/split' ? 3 : 1));
    await tab.waitForTimeout(300);
    const frame = tab.frames().find((each) => each.url().includes('elements-inner-card'));
    await frame.locator('[name=cardnumber]').waitFor();
    await frame.locator('[name=cardnumber]').focus();
    await autofill(context, frame, '[name=cardnumber]', card);
    const values = async () => (await Promise.all(tab.frames().filter((each) => each.url().includes('elements-inner-card')).map((each) => each.evaluate(() => [...document.querySelectorAll('input')].map((input) => [input.name, input.value]))))).flat();
    await frame.waitForFunction(() => document.querySelector('[name=cardnumber]').value === '4242 4242 4242 4242');
    const filled = Object.fromEntries(await values());
    assert.deepEqual([filled.cardnumber, filled['exp-date']], ['4242 4242 4242 4242', '12 / 34'], path);
    await context.close();
  }
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

test('what is wrong is said in the frame and to the page, and nothing is sent', async () => {
  const { publishable } = platform(vault.base);
  const { page: tab, seen } = await open('/payment', { pk: publishable });
  await tab.evaluate(() => (window.action = () => elements.submit()));
  const frame = tab.frameLocator('iframe[title="Secure payment input frame"]');
  await frame.locator('#payment-numberInput').fill('4242424242424241');
  await tab.click('#pay');
  const { error } = await result(tab);
  assert.deepEqual([error.type, error.code, error.message], ['validation_error', 'invalid_number', 'Your card number is invalid.']);
  assert.equal(await frame.locator('#payment-numberError').textContent(), 'Your card number is invalid.');
  assert.equal(await frame.locator('#payment-numberInput').getAttribute('aria-invalid'), 'true');
  assert.deepEqual(seen.requests.filter((request) => request.url.includes('/v1/') && !request.url.includes('/v1/elements/sessions')), []);
  await tab.screenshot({ path: `${shots}/payment-error.png` });
});

test('typing: grouped, the caret stays, the next field comes by itself, Enter submits, a label focuses', async () => {
  const { publishable } = platform(vault.base);
  const { page: tab } = await open('/card', { pk: publishable });
  const frame = cardFrame(tab), number = frame.locator('[name=cardnumber]');
  await tab.click('label[for=card]');
  await tab.waitForFunction(() => window.told.some(([name]) => name === 'focus'));
  await number.pressSequentially('378282246310005');
  assert.equal(await number.inputValue(), '3782 822463 10005');
  await frame.locator('[name=exp-date]').waitFor();
  assert.equal(await frame.locator(':focus').getAttribute('name'), 'exp-date');
  await frame.locator('[name=exp-date]').pressSequentially('330');
  assert.equal(await frame.locator('[name=exp-date]').inputValue(), '03 / 30');
  await frame.locator('[name=cvc]').pressSequentially('1234');
  assert.equal(await frame.locator(':focus').getAttribute('name'), 'postal');
  await frame.locator('[name=postal]').press('Backspace');
  assert.equal(await frame.locator(':focus').getAttribute('name'), 'cvc');
  await number.fill('');
  await number.fill('4242 4242 4242 4242');
  await number.focus();
  await number.evaluate((input) => input.setSelectionRange(7, 7));
  await tab.keyboard.press('Backspace');
  assert.deepEqual(await number.evaluate((input) => [input.value, input.selectionStart]), ['4242 4424 2424 242', 6]);
  await tab.keyboard.press('2');
  assert.deepEqual(await number.evaluate((input) => [input.value, input.selectionStart]), ['4242 4242 4242 4242', 7]);
  await frame.locator('[name=exp-date]').fill('12/2034');
  assert.equal(await frame.locator('[name=exp-date]').inputValue(), '12 / 34');
  await frame.locator('[name=cvc]').fill('123');
  await frame.locator('[name=postal]').fill('94107');
  await frame.locator('[name=postal]').press('Enter');
  assert.ok((await result(tab)).paymentMethod);
  await frame.locator('[name=cvc]').press('Escape');
  await tab.waitForFunction(() => window.told.some(([name]) => name === 'escape'));
});

test('three separate fields are one card', async () => {
  const { publishable } = platform(vault.base);
  const { page: tab } = await openPage(browser);
  await tab.goto(`${shop.url}/split?pk=${publishable}`);
  const [number, expiry, cvc] = ['Secure card number input frame', 'Secure expiration date input frame', 'Secure CVC input frame'].map((title) => tab.frameLocator(`iframe[title="${title}"]`));
  await number.locator('input').pressSequentially('5555555555554444');
  await expiry.locator('input:focus').waitFor();
  await expiry.locator('input').pressSequentially('1234');
  await cvc.locator('input').fill('123');
  await tab.click('#pay');
  assert.deepEqual([(await result(tab)).paymentMethod.card.brand, (await result(tab)).paymentMethod.card.exp_month], ['mastercard', 12]);
  const brands = await tab.evaluate(() => window.told.filter(([kind]) => kind === 'cardNumber').map(([, event]) => event.brand));
  assert.equal(brands.at(-1), 'mastercard');
});

test('a page cannot look into the frames, nor speak for them, nor give them an address', async () => {
  const { publishable } = platform(vault.base);
  const { page: tab, seen } = await open('/card', { pk: publishable });
  await typeCard(tab);
  const looks = await tab.evaluate(() => [...document.querySelectorAll('iframe')].map((frame) => {
    try {
      return String(frame.contentWindow.bursarCollect ?? frame.contentDocument);
    } catch (problem) {
      return problem.name;
    }
  }));
  assert.ok(looks.length && looks.every((look) => look === 'SecurityError' || look === 'null'), looks.join());
  // Forged answers from the page itself, and a second beginning for the controller.
  await tab.evaluate(() => {
    window.postMessage({ bursar: 1, type: 'result', id: 1, result: { id: 'pm_forged' } }, '*');
    window.postMessage({ bursar: 1, type: 'change', change: { complete: true, empty: false, brand: 'amex' } }, '*');
  });
  await tab.click('#pay');
  assert.match((await result(tab)).paymentMethod.id, /^pm_1/);
  const told = await tab.evaluate(() => window.told.filter(([name]) => name === 'change').at(-1)[1].brand);
  assert.equal(told, 'visa');
  const probes = await tab.evaluate(async () => {
    const controller = [...document.querySelectorAll('iframe')].find((frame) => frame.src.includes('controller'));
    const card = document.querySelector('.StripeElement iframe').name;
    const answers = {};
    const ask = (id, name, args) => new Promise((then) => {
      const hear = (event) => event.data?.id === id && (removeEventListener('message', hear), then(event.data.result));
      addEventListener('message', hear);
      controller.contentWindow.postMessage({ bursar: 1, type: 'operation', id, name, args }, '*');
    });
    controller.contentWindow.postMessage({ bursar: 1, type: 'context', context: { key: 'pk_test_stolenstolenstolen00' } }, '*');
    answers.unknown = await ask(1001, '__proto__', {});
    answers.address = await ask(1002, 'retrieve_payment_intent', { client_secret: 'pi_1/../../elsewhere_secret_x' });
    answers.clone = await ask(1003, 'create_payment_method', { params: { customer: 'cus_x', payment_method: 'pm_x', card: { number: '4000000000000002' } }, frames: [card] });
    answers.nowhere = await ask(1004, 'create_payment_method', { params: {}, frames: ['nobody'] });
    return answers;
  });
  assert.equal(probes.unknown.error.code, 'unknown_operation');
  assert.equal(probes.address.error.code, 'parameter_invalid');
  assert.equal(probes.clone.card?.last4 ?? probes.clone.error?.type, probes.clone.card ? '4242' : 'invalid_request_error', 'the number comes from the frame, not from the page');
  assert.ok(!seen.requests.some((request) => request.body.includes('customer=cus_x') || request.body.includes('pk_test_stolen')));
  assert.equal(probes.nowhere.error.code, 'element_not_mounted');
});

test('a vault on the shop\'s own origin is refused: the page could read its frames', async () => {
  const { publishable } = platform(vault.base);
  const { page: tab, context } = await openPage(browser);
  await context.route(`${vault.base}/shop*`, (route) => route.fulfill({ contentType: 'text/html', body: page(cardScript)() }));
  await tab.goto(`${vault.base}/shop?pk=${publishable}`);
  await tab.waitForFunction(() => window.told.some(([name]) => name === 'loaderror'));
  assert.equal(await cardFrame(tab).locator('input').count(), 0);
});

test('the object: mistakes are thrown, what is not there says so, nothing is undefined', async () => {
  const { publishable } = platform(vault.base);
  const { page: tab } = await openPage(browser);
  await tab.goto(`${shop.url}/bare?pk=${publishable}`);
  const said = await tab.evaluate(async () => {
    const thrown = (action) => {
      try {
        action();
        return 'nothing';
      } catch (problem) {
        return `${problem.name}: ${problem.message}`;
      }
    };
    const elements = stripe.elements();
    elements.create('card');
    return {
      version: Stripe.version, secret: thrown(() => Stripe('sk_test_1234567890')), none: thrown(() => Stripe()), fresh: typeof new Stripe('pk_test_x').elements, thenable: typeof stripe.then,
      twice: thrown(() => elements.create('card')), unknown: thrown(() => elements.create('sneeze')), unsupported: await stripe.confirmIdealPayment('x').catch((problem) => `${problem.name}: ${problem.message}`), form: thrown(() => stripe.initCheckoutFormSdk({})), wallet: await stripe.paymentRequest({}).canMakePayment(),
      unmounted: (await stripe.createPaymentMethod({ type: 'card', card: elements.getElement('card') })).error?.code,
      component: elements.getElement(Object.assign(() => null, { __elementType: 'card' })) === elements.getElement('card'),
    };
  });
  assert.equal(said.version, 'endive');
  assert.match(said.secret, /^IntegrationError: You should not use your secret key/);
  assert.match(said.none, /^IntegrationError/);
  assert.deepEqual([said.fresh, said.thenable, said.wallet, said.component], ['function', 'undefined', null, true]);
  assert.match(said.twice, /Can only create one Element of type card/);
  assert.match(said.unknown, /not supported/);
  assert.deepEqual([said.unsupported, said.form], ['confirmIdealPayment', 'initCheckoutFormSdk'].map((name) => `IntegrationError: ${name} is not supported by this server.`));
});

test('themes, languages, narrow and wide; nothing for a screen reader to stumble over', async () => {
  const { publishable } = platform(vault.base);
  const { readFileSync } = await import('node:fs');
  const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
  const views = [['light', { width: 900, height: 600 }, {}, 'en'], ['narrow', { width: 320, height: 700 }, {}, 'de'], ['night', { width: 900, height: 600 }, { theme: 'night', variables: { colorPrimary: '#ffb020' } }, 'ja']];
  for (const [name, viewport, appearance, locale] of views) {
    const { page: tab, context } = await open('/payment', { pk: publishable, appearance: JSON.stringify(appearance), locale }, { viewport });
    if (name === 'night') await tab.evaluate(() => (document.body.style.background = '#121722'));
    const frame = tab.frames().find((each) => each.url().includes('elements-inner-payment'));
    await frame.locator('#payment-numberInput').fill('42424242');
    await tab.screenshot({ path: `${shots}/payment-${name}.png` });
    await frame.evaluate((code) => void (0, eval)(code), axe).catch(() => frame.addScriptTag({ content: axe }).catch(() => undefined));
    if (name === 'night') await frame.evaluate(() => (document.body.style.background = '#121722')); // the page's, which axe cannot see
    const broken = await frame.evaluate(async () => (window.axe ? (await window.axe.run(document, { rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false }, 'page-has-heading-one': { enabled: false } } })).violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`) : ['axe was not loaded']));
    assert.deepEqual(broken, [], `${name}: ${broken.join('\n')}`);
    const label = await frame.locator('label[for=payment-numberInput]').textContent();
    assert.equal(label, { en: 'Card number', de: 'Kartennummer', ja: 'カード番号' }[locale]);
    await context.close();
  }
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
