// Checkout with a form of the shop's own: the official React components that are for it, in each major that has them, and the
// SDK without React: a decline, 3D Secure, an address, a way of sending, a saved card.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { build } from 'vite';
import { challengeFrame, openPage, platform, shopPage, startBrowser, startServer, startShop } from './shop.mjs';

const binary = process.env.BURSAR, scratch = process.env.SCRATCH;
let vault, shop, browser;
const old = { react: 'react18', dom: 'react-dom18' };
const majors = [
  { name: '@stripe/react-stripe-js', react: 'react', dom: 'react-dom', from: '/checkout', provider: 'CheckoutElementsProvider', hook: 'useCheckoutElements', train: 'endive' },
  { name: 'react-stripe-js6', ...old, from: '/checkout', provider: 'CheckoutElementsProvider', hook: 'useCheckoutElements', train: 'dahlia' },
  { name: 'react-stripe-js5', ...old, from: '/checkout', provider: 'CheckoutProvider', hook: 'useCheckout', train: 'clover' },
  { name: 'react-stripe-js4', ...old, from: '/checkout', provider: 'CheckoutProvider', hook: 'useCheckout', train: 'basil' },
  { name: 'react-stripe-js3', ...old, from: '', provider: 'CheckoutProvider', hook: 'useCheckout', train: 'v3' },
];
const app = ({ from, provider, hook }) => `
import React from 'react';
import { createRoot } from 'react-dom/client';
import { ${provider} as Provider, ${hook} as useIt, PaymentElement, ${provider === 'CheckoutElementsProvider' ? 'BillingAddressElement' : 'PaymentElement as Nothing'} } from '@stripe/react-stripe-js${from}';
const e = React.createElement, query = new URLSearchParams(location.search), secret = query.get('secret');
const stripe = Promise.resolve(window.Stripe(query.get('pk'))), options = ${provider === 'CheckoutElementsProvider' || from ? '{ clientSecret: secret, fetchClientSecret: async () => secret }' : '{ fetchClientSecret: async () => secret }'};
function Form() {
  const state = useIt(), checkout = state.checkout ?? (state.confirm ? state : null);
  if (state.type === 'error') return e('p', { id: 'wrong' }, state.error.message);
  if (!checkout) return e('p', null, 'loading');
  window.checkout = checkout;
  return e('div', null, e('p', { id: 'total' }, typeof checkout.total.total === 'object' ? checkout.total.total.amount : String(checkout.total.total)), e(PaymentElement), e('button', { id: 'pay', disabled: false, onClick: async () => {
    await checkout.updateEmail('jenny@example.com');
    window.result = await checkout.confirm({ redirect: 'if_required' });
  } }, 'Pay'));
}
createRoot(document.getElementById('root')).render(e(React.StrictMode, null, e(Provider, { stripe, options }, e(Form))));
`;

before(async () => {
  vault = await startServer(binary, scratch);
  shop = await startShop({ '/thanks': '<!doctype html><title>Thanks</title>Thank you' });
  shop.pages['/bare'] = shopPage(() => vault.base, '', '<div id="shipping"></div><div id="payment"></div>');
  browser = await startBrowser();
  for (const [index, major] of majors.entries()) {
    const folder = `${scratch}/sdk${index}`, modules = new URL('./node_modules/', import.meta.url).pathname;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/app.js`, app(major));
    const pairs = [['@stripe/react-stripe-js', major.name], ['react-dom', major.dom], ['react', major.react]];
    const alias = [{ find: /^@stripe\/react-stripe-js\/checkout$/, replacement: `${modules}${major.name}/dist/checkout.esm.mjs` }, ...pairs.map(([find, name]) => ({ find: new RegExp(`^${find}(?=/|$)`), replacement: modules + name }))];
    await build({ configFile: false, root: folder, logLevel: 'error', define: { 'process.env.NODE_ENV': '"production"' }, resolve: { alias }, build: { outDir: `${folder}/dist`, lib: { entry: `${folder}/app.js`, formats: ['iife'], name: 'App', fileName: () => 'app.js' } } });
    const src = major.train === 'v3' ? '/v3/' : `/${major.train}/stripe.js`;
    shop.pages[`/${index}`] = () => `<!doctype html><html lang="en"><head><title>Shop</title><script src="${vault.base}${src}"></script></head><body><div id="root"></div><script src="/${index}.js"></script></body></html>`;
    shop.pages[`/${index}.js`] = readFileSync(`${folder}/dist/app.js`, 'utf8');
  }
});
after(async () => {
  await browser?.close();
  shop?.stop();
  vault?.stop();
});

const order = (more = {}) => ({ ui_mode: 'elements', mode: 'payment', return_url: `${shop.url}/thanks?session={CHECKOUT_SESSION_ID}`, line_items: [{ quantity: 2, price_data: { currency: 'usd', unit_amount: 1250, product_data: { name: 'Tea' } } }], ...more });
const fillCard = async (page, number) => {
  const frame = page.frameLocator('iframe[title="Secure payment input frame"]');
  for (const [id, value] of [['number', number], ['expiry', '12/34'], ['cvc', '123'], ['postalCode', '94107']]) await frame.locator(`[name=${id}]`).fill(value);
};
const result = (page) => page.waitForFunction(() => window.result).then((handle) => handle.jsonValue());

for (const [index, { name, provider }] of majors.entries())
  test(`${name}: ${provider}`, async () => {
    const { publishable, stripe } = platform(vault.base), session = await stripe.checkout.sessions.create(order());
    assert.deepEqual([session.url, session.ui_mode], [null, 'elements']);
    const { page, seen } = await openPage(browser);
    await page.goto(`${shop.url}/${index}?${new URLSearchParams({ pk: publishable, secret: session.client_secret })}`);
    await page.locator('#total').waitFor();
    assert.match(await page.locator('#total').textContent(), /25/);
    await fillCard(page, '4242424242424242');
    await page.click('#pay');
    const { type, session: now, error } = await result(page);
    assert.equal(type, 'success', JSON.stringify(error));
    assert.deepEqual(now.status, { type: 'complete', paymentStatus: 'paid' });
    const done = await stripe.checkout.sessions.retrieve(session.id);
    assert.deepEqual([done.status, done.customer_details.email], ['complete', 'jenny@example.com']);
    assert.deepEqual([seen.errors, seen.console], [[], []]);
  });

test('without React: a decline, 3D Secure, an address and a way of sending, and on to the return address', async () => {
  const { publishable, stripe } = platform(vault.base);
  const session = await stripe.checkout.sessions.create(order({ shipping_address_collection: { allowed_countries: ['US'] }, shipping_options: [{ shipping_rate_data: { display_name: 'Ground', fixed_amount: { amount: 500, currency: 'usd' } } }, { shipping_rate_data: { display_name: 'Air', fixed_amount: { amount: 1500, currency: 'usd' } } }] }));
  const { page, seen } = await openPage(browser);
  await page.goto(`${shop.url}/bare?pk=${publishable}`);
  const begun = await page.evaluate(async (clientSecret) => {
    const sdk = (window.sdk = stripe.initCheckoutElementsSdk({ clientSecret: Promise.resolve(clientSecret) }));
    sdk.on('change', (changed) => told.push(changed.total.total.minorUnitsAmount));
    const { actions } = await sdk.loadActions();
    window.actions = actions;
    sdk.createShippingAddressElement().mount('#shipping');
    sdk.createPaymentElement().mount('#payment');
    const email = [await actions.updateEmail('jenny@'), await actions.updateEmail('jenny@example.com')];
    const option = await actions.updateShippingOption(actions.getSession().shippingOptions[1].id);
    return { email, option, promotion: await actions.applyPromotionCode('TEA'), items: actions.getSession().lineItems, can: actions.getSession().canConfirm };
  }, session.client_secret);
  assert.deepEqual([begun.email[0].error.code, begun.email[1].type, begun.option.session.total.total.minorUnitsAmount, begun.promotion.error.code, begun.items[0].name, begun.can], ['incompleteEmail', 'success', 4000, 'invalidCode', 'Tea', false]);
  const address = page.frameLocator('iframe[title="Secure address input frame"]');
  for (const [id, value] of [['name', 'Jenny Rosen'], ['addressLine1', 'Main St 1'], ['locality', 'Springfield'], ['administrativeArea', 'IL'], ['postalCode', '62701']]) await address.locator(`#Field-${id}Input`).fill(value);
  await fillCard(page, '4000000000000002');
  await page.waitForFunction(() => actions.getSession().canConfirm);
  const declined = await page.evaluate(() => actions.confirm({ redirect: 'if_required' }));
  assert.deepEqual([declined.type, declined.error.code, declined.error.paymentFailed.declineCode], ['error', 'paymentFailed', 'generic_decline']);
  assert.match(await page.evaluate(() => actions.getSession().lastPaymentError.message), /declined/);
  await fillCard(page, '4000002760003184');
  await page.evaluate(() => void actions.confirm().then((given) => (window.result = given)));
  await Promise.all([page.waitForURL(/\/thanks/), challengeFrame(page).locator('#test-source-authorize-3ds').click()]);
  assert.equal(new URL(page.url()).searchParams.get('session'), session.id);
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
  assert.deepEqual([done.status, done.amount_total, done.payment_intent.shipping.address.city, done.shipping_cost.amount_total], ['complete', 4000, 'Springfield', 1500]);
  assert.ok(!seen.requests.some(({ url, body }) => !url.startsWith(vault.base) && body.includes('4000002760003184')));
  assert.deepEqual(seen.errors, []);
});

test('without React: the shop\'s server changes the cart while the form is open', async () => {
  const { publishable, stripe } = platform(vault.base), session = await stripe.checkout.sessions.create(order());
  const { page } = await openPage(browser);
  await page.goto(`${shop.url}/bare?pk=${publishable}`);
  await page.exposeFunction('changeCart', async () => {
    const [item] = (await stripe.checkout.sessions.listLineItems(session.id)).data;
    await stripe.checkout.sessions.update(session.id, { line_items: [{ id: item.id, quantity: 4 }] });
  });
  const changed = await page.evaluate(async (clientSecret) => {
    const { actions } = await stripe.initCheckoutElementsSdk({ clientSecret }).loadActions();
    const done = await actions.runServerUpdate(() => window.changeCart()), failed = await actions.runServerUpdate(() => Promise.reject(new Error('no')));
    return [done.session.total.total.minorUnitsAmount, actions.getSession().lineItems[0].quantity, failed.type];
  }, session.client_secret);
  assert.deepEqual(changed, [5000, 4, 'error']);
});

test('without React: a card that the customer saved; a session that another key knows nothing of; one that has changed', async () => {
  const { publishable, stripe } = platform(vault.base), customer = (await stripe.customers.create({ email: 'ann@example.com' })).id;
  const saved = await stripe.paymentMethods.attach((await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' }, allow_redisplay: 'always' })).id, { customer });
  const session = await stripe.checkout.sessions.create(order({ customer }));
  const { page } = await openPage(browser);
  await page.goto(`${shop.url}/bare?pk=${publishable}`);
  const paid = await page.evaluate(async (clientSecret) => {
    const { actions } = await stripe.initCheckoutElementsSdk({ clientSecret }).loadActions();
    const [method] = actions.getSession().savedPaymentMethods;
    return [method, await actions.confirm({ paymentMethod: method.id, redirect: 'if_required' }), await actions.confirm({ paymentMethod: method.id })];
  }, session.client_secret);
  assert.deepEqual([paid[0].id, paid[0].card.last4, paid[1].type, paid[2].error.message], [saved.id, '4242', 'success', 'This Checkout Session is not open any more.']);
  const { publishable: other } = platform(vault.base);
  await page.goto(`${shop.url}/bare?pk=${other}`);
  assert.match(await page.evaluate(async (clientSecret) => (await stripe.initCheckoutElementsSdk({ clientSecret }).loadActions()).error.message, session.client_secret), /No such checkout.session/);
});

test('without React: a promotion code and a quantity', async () => {
  const { publishable, stripe } = platform(vault.base), coupon = (await stripe.coupons.create({ amount_off: 500, currency: 'usd', name: 'Five off' })).id;
  await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon }, code: 'FIVE', restrictions: { minimum_amount: 2000, minimum_amount_currency: 'usd' } });
  const session = await stripe.checkout.sessions.create(order({ allow_promotion_codes: true, line_items: [{ ...order().line_items[0], adjustable_quantity: { enabled: true, minimum: 1, maximum: 9 } }] }));
  const { page, seen } = await openPage(browser);
  await page.goto(`${shop.url}/bare?pk=${publishable}`);
  const said = await page.evaluate(async (clientSecret) => {
    const sdk = stripe.initCheckoutElementsSdk({ clientSecret }), { actions } = await sdk.loadActions(), told = [];
    sdk.on('change', ({ total }) => told.push(total.total.minorUnitsAmount));
    const { id, adjustableQuantity } = actions.getSession().lineItems[0];
    const wrong = await actions.applyPromotionCode('NOPE');
    await actions.updateLineItemQuantity({ lineItem: id, quantity: 1 });
    const early = await actions.applyPromotionCode('five');
    await actions.updateLineItemQuantity({ lineItem: id, quantity: 3 });
    const applied = await actions.applyPromotionCode('five');
    const many = await actions.updateLineItemQuantity({ lineItem: id, quantity: 10 });
    sdk.createPaymentElement().mount('#payment');
    Object.assign(window, { actions });
    return { adjustableQuantity, wrong: wrong.error, early: early.error.code, off: applied.session.discountAmounts, total: applied.session.total, each: applied.session.lineItems[0].discount.minorUnitsAmount, many: many.error.message, told };
  }, session.client_secret);
  assert.deepEqual([said.adjustableQuantity, said.wrong, said.early], [{ maximum: 9, minimum: 1 }, { message: 'This code is invalid.', code: 'invalidCode' }, 'promotionCodeAmountInsufficient']);
  assert.deepEqual(said.off, [{ minorUnitsAmount: 500, amount: '$5.00', displayName: 'Five off', percentOff: null, promotionCode: 'FIVE', recurring: null }]);
  assert.deepEqual([said.total.discount.minorUnitsAmount, said.total.total.minorUnitsAmount, said.each, said.told], [500, 3250, 500, [1250, 3750, 3250]]);
  assert.match(said.many, /between 1 and 9/);
  await fillCard(page, '4242424242424242');
  const removed = await page.evaluate(async () => (await window.actions.removePromotionCode()).session.total.total.minorUnitsAmount);
  assert.equal(removed, 3750);
  const paid = await page.evaluate(async () => {
    await window.actions.applyPromotionCode('FIVE');
    await window.actions.updateEmail('jenny@example.com');
    return window.actions.confirm({ redirect: 'if_required' });
  });
  assert.deepEqual([paid.type, paid.session?.status], ['success', { type: 'complete', paymentStatus: 'paid' }], JSON.stringify(paid.error));
  assert.equal((await stripe.checkout.sessions.retrieve(session.id)).amount_total, 3250);
  assert.deepEqual(seen.errors, []);
});
