// The payment element with all that it may hold, and the elements beside it: bank accounts, what a customer saved, addresses,
// an e-mail address, looks.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdirSync, readFileSync } from 'node:fs';
import { openPage, platform, shopPage, startBrowser, startServer, startShop } from './shop.mjs';

const binary = process.env.BURSAR, scratch = process.env.SCRATCH, shots = `${scratch}/screenshots`;
let vault, shop, browser;

const script = `
  const options = JSON.parse(query.get('options'));
  const elements = stripe.elements(options);
  for (const [kind, own] of JSON.parse(query.get('kinds'))) {
    const element = elements.create(kind, own);
    for (const name of ['ready', 'change', 'loaderror', 'savedpaymentmethodremove']) element.on(name, (event) => told.push([kind, name, event]));
    element.mount('#' + kind);
  }
  document.getElementById('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    try { window.result = await window.action(); } catch (problem) { window.result = {thrown: problem.name + ': ' + problem.message}; }
  });`;

before(async () => {
  mkdirSync(shots, { recursive: true });
  vault = await startServer(binary, scratch);
  const base = () => vault.base;
  shop = await startShop({});
  Object.assign(shop.pages, {
    '/pay': shopPage(base, script, '<form id="form"><div id="linkAuthentication"></div><div id="address"></div><div id="payment"></div><button id="pay">Pay</button></form>'),
    '/bare': shopPage(base, ''), '/done': '<!doctype html><title>Done</title>done',
  });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  shop?.stop();
  vault?.stop();
});

async function open(publishable, options, kinds = [['payment', {}]], context = {}) {
  const opened = await openPage(browser, { viewport: { width: 720, height: 1150 }, ...context });
  await opened.page.goto(`${shop.url}/pay?${new URLSearchParams({ pk: publishable, options: JSON.stringify(options), kinds: JSON.stringify(kinds) })}`);
  await opened.page.waitForFunction((count) => window.told.filter(([, name]) => name === 'ready' || name === 'loaderror').length >= count, kinds.length);
  return opened;
}
const result = (tab) => tab.waitForFunction(() => window.result).then((handle) => handle.jsonValue());
const pay = async (tab, action, ...given) => {
  await tab.evaluate(({ source, given: values }) => (window.action = () => (0, eval)(source)(...values)), { source: action.toString(), given });
  await tab.click('#pay');
  return result(tab);
};
const confirm = (secret) => stripe.confirmPayment({ elements, clientSecret: secret, confirmParams: { return_url: 'https://shop.example/done' }, redirect: 'if_required' });
const paymentFrame = (tab) => tab.frameLocator('iframe[title="Secure payment input frame"]');
const quiet = (seen) => assert.deepEqual([seen.errors, seen.console.filter((line) => !line.includes('status of 40'))], [[], []]);

test('a bank account at the test institution: no microdeposits, and the mandate is given', async () => {
  const { publishable, stripe } = platform(vault.base);
  const intent = await stripe.paymentIntents.create({ amount: 2500, currency: 'usd', automatic_payment_methods: { enabled: true } });
  const { page: tab, seen } = await open(publishable, { clientSecret: intent.client_secret });
  const frame = paymentFrame(tab);
  await frame.locator('#us_bank_account-tab').click();
  await frame.locator('#payment-emailInput').fill('jenny@example');
  const early = await pay(tab, confirm, intent.client_secret);
  assert.deepEqual([early.error?.type, early.error?.code], ['validation_error', 'invalid_email']);
  await tab.evaluate(() => (window.result = undefined));
  await frame.locator('#payment-emailInput').fill('jenny@example.com');
  await frame.locator('#payment-nameInput').fill('Jenny Rosen');
  await frame.locator('#payment-bankAccountInput').selectOption('success');
  await tab.waitForFunction(() => window.told.some(([, name, event]) => name === 'change' && event.complete && event.value.type === 'us_bank_account'));
  await tab.screenshot({ path: `${shots}/payment-bank.png` });
  const { paymentIntent, error } = await pay(tab, confirm, intent.client_secret);
  assert.equal(error, undefined);
  assert.equal(paymentIntent.status, 'processing');
  const paid = await stripe.paymentIntents.retrieve(intent.id, { expand: ['payment_method'] });
  assert.match(paid.payment_method.us_bank_account.financial_connections_account, /^fca_/);
  assert.deepEqual([paid.payment_method.billing_details.name, paid.payment_method.billing_details.email], ['Jenny Rosen', 'jenny@example.com']);
  quiet(seen);
});

test('a bank account by its numbers: verified by microdeposits, with the library', async () => {
  const { publishable, stripe } = platform(vault.base);
  const intent = await stripe.setupIntents.create({ automatic_payment_methods: { enabled: true }, usage: 'off_session' });
  const { page: tab, seen } = await open(publishable, { clientSecret: intent.client_secret });
  const frame = paymentFrame(tab);
  await frame.locator('#us_bank_account-tab').click();
  await frame.locator('#payment-emailInput').fill('jenny@example.com');
  await frame.locator('#payment-nameInput').fill('Jenny Rosen');
  await frame.locator('#payment-bankAccountInput').selectOption('manual');
  await frame.locator('#payment-routingNumberInput').fill('110000001');
  assert.equal(await frame.locator('#payment-routingNumberError').textContent(), 'The routing number is invalid.');
  await frame.locator('#payment-routingNumberInput').fill('110000000');
  await frame.locator('#payment-accountNumberInput').fill('000123456789');
  await frame.locator('#payment-confirmAccountNumberInput').fill('000123456780');
  await frame.locator('#payment-confirmAccountNumberInput').blur();
  assert.equal(await frame.locator('#payment-confirmAccountNumberError').textContent(), 'The account numbers do not match.');
  await frame.locator('#payment-confirmAccountNumberInput').fill('000123456789');
  const confirmed = await pay(tab, (secret) => stripe.confirmSetup({ elements, clientSecret: secret, confirmParams: {}, redirect: 'if_required' }), intent.client_secret);
  assert.equal(confirmed.setupIntent?.next_action?.type, 'verify_with_microdeposits', JSON.stringify(confirmed));
  assert.ok(!seen.requests.some(({ url, body }) => !url.startsWith(vault.base) && body.includes('000123456789')), 'the number stays on the vault\'s origin');
  assert.ok(!(await tab.content()).includes('000123456789'));
  const verified = await tab.evaluate(async (secret) => [await stripe.verifyMicrodepositsForSetup(secret, { amounts: [1, 2] }), await stripe.verifyMicrodepositsForSetup(secret, { amounts: [32, 45] })], intent.client_secret);
  assert.equal(verified[0].error?.code, 'payment_method_microdeposit_verification_amounts_mismatch');
  assert.equal(verified[1].setupIntent?.status, 'succeeded');
  const payment = await stripe.paymentIntents.create({ amount: 700, currency: 'usd', automatic_payment_methods: { enabled: true } });
  const typed = await tab.evaluate(async (secret) => {
    const first = await stripe.confirmUsBankAccountPayment(secret, { payment_method: { us_bank_account: { routing_number: '110000000', account_number: '000123456789', account_holder_type: 'individual' }, billing_details: { name: 'Jenny Rosen', email: 'jenny@example.com' } } });
    return [first, await stripe.verifyMicrodepositsForPayment(secret, { descriptor_code: 'SM11AA' })];
  }, payment.client_secret);
  assert.equal(typed[0].paymentIntent?.status, 'requires_action', JSON.stringify(typed[0]));
  assert.equal(typed[1].paymentIntent?.status, 'processing');
});

test('collectBankAccount: a dialog, closed and then filled in; confirmed afterwards; the connected account\'s', async () => {
  const { publishable, stripe } = platform(vault.base);
  const seller = { stripeAccount: (await stripe.accounts.create({ type: 'standard', country: 'US' })).id };
  const intent = await stripe.paymentIntents.create({ amount: 900, currency: 'usd', automatic_payment_methods: { enabled: true } }, seller);
  const { page: tab, seen } = await openPage(browser);
  await tab.goto(`${shop.url}/bare?pk=${publishable}&account=${seller.stripeAccount}`);
  const begin = () => tab.evaluate((clientSecret) => {
    window.result = undefined;
    void stripe.collectBankAccountForPayment({ clientSecret, params: { payment_method_type: 'us_bank_account', payment_method_data: { billing_details: { name: 'Jenny Rosen', email: 'jenny@example.com' } } } }).then((given) => (window.result = given));
  }, intent.client_secret);
  const dialog = tab.frameLocator('iframe[title="Link your bank account"]');
  await begin();
  await dialog.getByRole('button', { name: 'Close' }).click();
  assert.equal((await result(tab)).paymentIntent.status, 'requires_payment_method');
  assert.equal(await tab.locator('iframe[title="Link your bank account"]').count(), 0);
  await begin();
  await dialog.getByRole('button', { name: 'Continue' }).click();
  assert.equal(await dialog.locator('#Field-bankAccountError').textContent(), 'Please choose an account.');
  // The institution takes its time, and the payer does not.
  await tab.route('**/v1/elements/linked_accounts', async (route) => {
    await new Promise((then) => setTimeout(then, 400));
    await route.continue();
  });
  await dialog.locator('#Field-bankAccountInput').selectOption('insufficientFunds');
  assert.equal(await dialog.locator('#Field-bankAccountError').textContent(), '');
  await tab.screenshot({ path: `${shots}/bank-dialog.png` });
  await dialog.getByRole('button', { name: 'Continue' }).click();
  const collected = await result(tab);
  assert.equal(collected.paymentIntent?.status, 'requires_confirmation', JSON.stringify(collected));
  const confirmed = await tab.evaluate((secret) => stripe.confirmUsBankAccountPayment(secret), intent.client_secret);
  assert.equal(confirmed.paymentIntent?.status, 'processing', JSON.stringify(confirmed));
  quiet(seen);
});

test('what a customer saved: shown, paid with, removed; a new card is kept when he says so', async () => {
  const { publishable, stripe } = platform(vault.base);
  const customer = (await stripe.customers.create({ name: 'Jenny' })).id;
  for (const [token, allow_redisplay] of [['tok_visa', 'always'], ['tok_mastercard', 'limited'], ['tok_amex', 'always']])
    await stripe.paymentMethods.attach((await stripe.paymentMethods.create({ type: 'card', card: { token }, allow_redisplay })).id, { customer });
  const session = async () => (await stripe.customerSessions.create({ customer, components: { payment_element: { enabled: true, features: { payment_method_redisplay: 'enabled', payment_method_remove: 'enabled', payment_method_save: 'enabled', payment_method_save_usage: 'off_session' } } } })).client_secret;
  const intent = () => stripe.paymentIntents.create({ amount: 1500, currency: 'eur', customer, automatic_payment_methods: { enabled: true } });
  const first = await intent();
  const { page: tab, seen } = await open(publishable, { clientSecret: first.client_secret, customerSessionClientSecret: await session() });
  const frame = paymentFrame(tab);
  assert.deepEqual((await frame.locator('[data-testid=saved] span:not(.aside)').allTextContents()), ['American Express ···· 8431', 'Visa ···· 4242']);
  await tab.screenshot({ path: `${shots}/payment-saved.png` });
  const change = await tab.evaluate(() => window.told.findLast(([, name]) => name === 'change')[2]);
  assert.deepEqual([change.complete, change.value.type, typeof change.value.payment_method.id], [true, 'card', 'string']);
  const paid = await pay(tab, confirm, first.client_secret);
  assert.equal(paid.paymentIntent?.status, 'succeeded', JSON.stringify(paid));
  await frame.getByRole('button', { name: 'Remove: American Express ···· 8431' }).click();
  await frame.getByText('American Express').waitFor({ state: 'detached' });
  assert.equal(await tab.evaluate(() => window.told.findLast(([, name]) => name === 'savedpaymentmethodremove')[2].success), true);
  assert.equal((await stripe.paymentMethods.list({ customer })).data.length, 2);
  const second = await intent();
  await frame.locator('#card-tab').click();
  await frame.locator('#payment-numberInput').fill('6011111111111117');
  await frame.locator('#payment-expiryInput').fill('12/34');
  await frame.locator('#payment-cvcInput').fill('123');
  await frame.locator('#payment-postalCodeInput').fill('94107');
  await frame.locator('#payment-saveInput').check();
  await tab.evaluate(() => (window.result = undefined));
  const kept = await pay(tab, confirm, second.client_secret);
  assert.equal(kept.paymentIntent?.status, 'succeeded', JSON.stringify(kept));
  const brands = (await stripe.paymentMethods.list({ customer })).data.map((method) => [method.card.brand, method.allow_redisplay]);
  assert.deepEqual(brands[0], ['discover', 'always']);
  quiet(seen);
  const stranger = await stripe.paymentIntents.create({ amount: 1500, currency: 'eur', automatic_payment_methods: { enabled: true } });
  const { page: other } = await open(publishable, { clientSecret: stranger.client_secret, customerSessionClientSecret: await session() });
  assert.match(await other.evaluate(() => window.told.find(([, name]) => name === 'loaderror')[2].error.message), /not the customer of the Intent/);
});

test('an address and an e-mail address join the payment', async () => {
  const { publishable, stripe } = platform(vault.base);
  const intent = await stripe.paymentIntents.create({ amount: 1500, currency: 'eur', automatic_payment_methods: { enabled: true } });
  const kinds = [['linkAuthentication', {}], ['address', { mode: 'shipping', allowedCountries: ['US', 'DE'], fields: { phone: 'always' }, defaultValues: { name: 'Jenny Rosen' } }], ['payment', {}]];
  const { page: tab, seen } = await open(publishable, { clientSecret: intent.client_secret }, kinds);
  const address = tab.frameLocator('iframe[title="Secure address input frame"]'), card = paymentFrame(tab);
  await tab.frameLocator('iframe[title="Secure email input frame"]').locator('#Field-emailInput').fill('jenny@example.com');
  assert.deepEqual(await address.locator('#Field-countryInput option').allTextContents(), ['United States', 'Germany']);
  await address.locator('#Field-countryInput').selectOption('DE');
  assert.equal(await address.locator('#Field-administrativeAreaInput').isVisible(), false);
  await address.locator('#Field-addressLine1Input').fill('Unter den Linden 1');
  await address.locator('#Field-localityInput').fill('Berlin');
  await address.locator('#Field-postalCodeInput').fill('10117');
  await card.locator('#payment-numberInput').fill('4242424242424242');
  await card.locator('#payment-expiryInput').fill('12/34');
  await card.locator('#payment-cvcInput').fill('123');
  await card.locator('#payment-postalCodeInput').fill('94107');
  const early = await pay(tab, confirm, intent.client_secret);
  assert.equal(early.error?.code, 'incomplete_phone');
  await tab.evaluate(() => (window.result = undefined));
  await address.locator('#Field-phoneInput').fill('+49 30 1234567');
  await tab.screenshot({ path: `${shots}/address.png` });
  const change = await tab.evaluate(() => window.told.findLast(([kind, name]) => kind === 'address' && name === 'change')[2]);
  assert.deepEqual([change.elementMode, change.complete, change.value.address.city, change.value.phone], ['shipping', true, 'Berlin', '+49 30 1234567']);
  assert.equal((await tab.evaluate(() => elements.getElement('address').getValue())).value.name, 'Jenny Rosen');
  const paid = await pay(tab, confirm, intent.client_secret);
  assert.equal(paid.paymentIntent?.status, 'succeeded', JSON.stringify(paid));
  const stored = await stripe.paymentIntents.retrieve(intent.id, { expand: ['payment_method'] });
  assert.deepEqual([stored.shipping.address.city, stored.shipping.phone, stored.payment_method.billing_details.email], ['Berlin', '+49 30 1234567', 'jenny@example.com']);
  quiet(seen);
});

test('a confirmation token with an address to ship to', async () => {
  const { publishable, stripe } = platform(vault.base);
  const { page: tab } = await open(publishable, { mode: 'payment', amount: 1100, currency: 'eur' });
  const card = paymentFrame(tab);
  await card.locator('#payment-numberInput').fill('4242424242424242');
  await card.locator('#payment-expiryInput').fill('12/34');
  await card.locator('#payment-cvcInput').fill('123');
  await card.locator('#payment-postalCodeInput').fill('94107');
  const { confirmationToken, error } = await pay(tab, async () => {
    await elements.submit();
    return stripe.createConfirmationToken({ elements, params: { return_url: 'https://shop.example/done', shipping: { name: 'Ann', address: { line1: 'Main St 1', city: 'Springfield', country: 'US' } } } });
  });
  assert.equal(error, undefined);
  const intent = await stripe.paymentIntents.create({ amount: 1100, currency: 'eur', confirm: true, confirmation_token: confirmationToken.id });
  assert.deepEqual([intent.status, intent.shipping.name], ['succeeded', 'Ann']);
});

test('what the page asks for by itself is not asked again, and is sent', async () => {
  const { publishable } = platform(vault.base);
  const { page: tab } = await open(publishable, { mode: 'payment', amount: 1100, currency: 'usd' }, [['payment', { fields: { billingDetails: { name: 'never', email: 'never', address: { country: 'never', postalCode: 'never' } } } }]]);
  const frame = paymentFrame(tab);
  for (const id of ['#payment-countryInput', '#payment-postalCodeInput']) assert.equal(await frame.locator(id).isVisible(), false, id);
  await frame.locator('#payment-numberInput').fill('4242424242424242');
  await frame.locator('#payment-expiryInput').fill('12/34');
  await frame.locator('#payment-cvcInput').fill('123');
  const { paymentMethod, error } = await pay(tab, async () => {
    await elements.submit();
    return stripe.createPaymentMethod({ elements, params: { billing_details: { name: 'Ann', email: 'ann@example.com', address: { country: 'DE', postal_code: '10117' } } } });
  });
  assert.equal(error, undefined);
  assert.deepEqual([paymentMethod.billing_details.name, paymentMethod.billing_details.address.country, paymentMethod.billing_details.address.postal_code], ['Ann', 'DE', '10117']);
  await frame.locator('#us_bank_account-tab').click();
  for (const id of ['#payment-emailInput', '#payment-nameInput']) assert.equal(await frame.locator(id).isVisible(), false, id);
});

test('looks: rules of the page for the parts of the form; nothing that loads or runs', async () => {
  const { publishable } = platform(vault.base);
  const appearance = { theme: 'flat', variables: { colorPrimary: '#aa0055', colorText: 'red;} body{background:url(https://evil.example)' }, rules: {
    '.Input': { borderRadius: '11px', backgroundImage: 'url(https://evil.example/x.png)', position: 'fixed' }, '.Input:focus': { boxShadow: '0 0 0 3px #aa0055' }, '.Label': { fontWeight: '700', color: 'rgb(10, 20, 30)' },
    '.Input--invalid': { borderColor: 'rgb(200, 0, 100)' }, 'body': { display: 'none' }, '.Input{} body': { display: 'none' }, '.Secret': { color: 'red' }, '.Input::placeholder': { color: 'rgb(1, 2, 3)' } } };
  const { page: tab, seen } = await open(publishable, { mode: 'payment', amount: 1100, currency: 'eur', appearance });
  const frame = tab.frames().find((each) => each.url().includes('elements-inner-payment'));
  const looks = await frame.evaluate(() => {
    const input = document.querySelector('#payment-numberInput'), style = getComputedStyle(input), label = getComputedStyle(document.querySelector('label'));
    return { radius: style.borderRadius, image: style.backgroundImage, position: style.position, weight: label.fontWeight, color: label.color, body: getComputedStyle(document.body).display, placeholder: getComputedStyle(input, '::placeholder').color };
  });
  assert.deepEqual(looks, { radius: '11px', image: 'none', position: 'static', weight: '700', color: 'rgb(10, 20, 30)', body: 'flow-root', placeholder: 'rgb(1, 2, 3)' });
  await frame.locator('#payment-numberInput').fill('4242424242424241');
  await frame.waitForFunction(() => getComputedStyle(document.querySelector('#payment-numberInput')).borderTopColor === 'rgb(200, 0, 100)');
  await tab.screenshot({ path: `${shots}/payment-rules.png` });
  quiet(seen);
});

test('every part read by a machine for accessibility: bank form, saved methods, address, dialog; colours forced; twice the size', async () => {
  const { publishable, stripe } = platform(vault.base);
  const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
  const customer = (await stripe.customers.create()).id;
  await stripe.paymentMethods.attach((await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' }, allow_redisplay: 'always' })).id, { customer });
  const intent = await stripe.paymentIntents.create({ amount: 1500, currency: 'usd', customer, automatic_payment_methods: { enabled: true } });
  const customerSessionClientSecret = (await stripe.customerSessions.create({ customer, components: { payment_element: { enabled: true, features: { payment_method_redisplay: 'enabled', payment_method_remove: 'enabled', payment_method_save: 'enabled' } } } })).client_secret;
  const views = [['plain', {}], ['forced', { forcedColors: 'active' }], ['double', { viewport: { width: 480, height: 1150 }, deviceScaleFactor: 2 }]];
  for (const [name, context] of views) {
    const { page: tab, context: made } = await open(publishable, { clientSecret: intent.client_secret, customerSessionClientSecret }, [['address', { mode: 'billing' }], ['payment', {}]], context);
    await paymentFrame(tab).locator('#us_bank_account-tab').click();
    await paymentFrame(tab).locator('#payment-bankAccountInput').selectOption('manual');
    await tab.waitForTimeout(200); // the frame grows
    await tab.screenshot({ path: `${shots}/elements-${name}.png`, fullPage: true });
    for (const inner of ['elements-inner-payment', 'elements-inner-address']) {
      const frame = tab.frames().find((each) => each.url().includes(inner));
      await frame.evaluate((code) => void (0, eval)(code), axe);
      const broken = await frame.evaluate(async () => (await window.axe.run(document, { rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false }, 'page-has-heading-one': { enabled: false } } })).violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`));
      assert.deepEqual(broken, [], `${name} ${inner}`);
    }
    await made.close();
  }
});
