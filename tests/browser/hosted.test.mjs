// The hosted page, as a payer meets it: without JavaScript too, in the dark, on a telephone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdirSync, readFileSync } from 'node:fs';
import { openPage, platform, startBrowser, startServer, startShop } from './shop.mjs';

const binary = process.env.BURSAR, scratch = process.env.SCRATCH, shots = `${scratch}/screenshots`;
let vault, shop, browser;

before(async () => {
  mkdirSync(shots, { recursive: true });
  vault = await startServer(binary, scratch);
  shop = await startShop({ '/thanks': '<!doctype html><title>Thanks</title>Thank you', '/cart': '<!doctype html><title>Cart</title>Your cart' });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  shop?.stop();
  vault?.stop();
});

const order = () => ({
  mode: 'payment', success_url: `${shop.url}/thanks?session={CHECKOUT_SESSION_ID}`, cancel_url: `${shop.url}/cart`,
  line_items: [{ quantity: 2, price_data: { currency: 'usd', unit_amount: 1250, product_data: { name: 'Tea <b>' } } }, { price_data: { currency: 'usd', unit_amount: 900, product_data: { name: 'Cup' } } }],
});
async function fill(page, number) {
  if (!(await page.locator('#email[readonly]').count())) await page.fill('#email', 'jenny@example.com');
  await page.fill('#cardNumber', number);
  await page.fill('#cardExpiry', '12 / 34');
  await page.fill('#cardCvc', '123');
  await page.fill('#billingName', 'Jenny Rosen');
  await page.selectOption('#billingCountry', 'US');
  await page.fill('#billingPostalCode', '94107');
}
const pay = (page) => page.click('[data-testid="hosted-payment-submit-button"]');

for (const javaScriptEnabled of [true, false])
  test(`a decline, then a payment, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const { stripe } = platform(vault.base);
    const session = await stripe.checkout.sessions.create(order());
    const { page, seen } = await openPage(browser, { javaScriptEnabled });
    await page.goto(session.url);
    assert.equal(await page.locator('h1').textContent(), '$34.00');
    assert.ok((await page.content()).includes('Tea &lt;b&gt;'));
    await fill(page, '4000000000000002');
    await pay(page);
    assert.match(await page.locator('[role=alert]').textContent(), /declined/);
    assert.equal(await page.inputValue('#email'), 'jenny@example.com');
    assert.equal((await page.inputValue('#cardNumber')) + (await page.inputValue('#cardCvc')), '', 'card data is not shown again');
    if (javaScriptEnabled) await page.screenshot({ path: `${shots}/checkout-declined.png` });
    await fill(page, '4242424242424242');
    await Promise.all([page.waitForURL(/\/thanks/), pay(page)]);
    assert.equal(new URL(page.url()).searchParams.get('session'), session.id);
    assert.ok(!seen.requests.some((request) => request.url.includes('4242')));
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['line_items', 'payment_intent'] });
    assert.deepEqual([done.status, done.payment_status, done.payment_intent.amount_received, done.line_items.data.length], ['complete', 'paid', 3400, 2]);
    await page.goto(session.url);
    assert.match(await page.locator('h1').textContent(), /all done/);
  });

test('3D Secure on the way, failed and then passed; another seller\'s session with a fee', async () => {
  const { stripe } = platform(vault.base);
  const seller = { stripeAccount: (await stripe.accounts.create({ type: 'standard', country: 'US', business_profile: { name: 'Tea House' } })).id };
  const session = await stripe.checkout.sessions.create({ ...order(), payment_intent_data: { application_fee_amount: 100 } }, seller);
  const { page } = await openPage(browser);
  await page.goto(session.url);
  assert.match(await page.locator('.shop').textContent(), /Tea House/);
  await fill(page, '4000002760003184');
  await pay(page);
  await page.click('#test-source-fail-3ds');
  assert.match(await page.locator('[role=alert]').textContent(), /unable to authenticate/);
  await fill(page, '4000002760003184');
  await pay(page);
  await Promise.all([page.waitForURL(/\/thanks/), page.click('#test-source-authorize-3ds')]);
  const [charge] = (await stripe.charges.list({ limit: 1 }, seller)).data;
  assert.deepEqual([charge.amount, charge.application_fee_amount, charge.paid], [3400, 100, true]);
});

test('setup mode saves a card, which is then cloned', async () => {
  const { stripe } = platform(vault.base);
  const customer = await stripe.customers.create({ email: 'ann@example.com' });
  const session = await stripe.checkout.sessions.create({ mode: 'setup', currency: 'usd', customer: customer.id, success_url: `${shop.url}/thanks` });
  const { page } = await openPage(browser);
  await page.goto(session.url);
  assert.equal(await page.inputValue('#email'), 'ann@example.com');
  await fill(page, '5555555555554444');
  await Promise.all([page.waitForURL(/\/thanks/), pay(page)]);
  const [card] = (await stripe.paymentMethods.list({ customer: customer.id, type: 'card' })).data;
  const seller = { stripeAccount: (await stripe.accounts.create({ type: 'standard', country: 'US' })).id };
  const clone = await stripe.paymentMethods.create({ customer: customer.id, payment_method: card.id }, seller);
  assert.equal((await stripe.paymentIntents.create({ amount: 500, currency: 'usd', payment_method: clone.id, confirm: true, off_session: true }, seller)).status, 'succeeded');
});

test('light, dark and narrow; back to the shop; nothing for a screen reader to stumble over', async () => {
  const { stripe } = platform(vault.base);
  const session = await stripe.checkout.sessions.create(order());
  const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
  for (const [name, options] of Object.entries({ light: {}, dark: { colorScheme: 'dark' }, narrow: { viewport: { width: 360, height: 760 } } })) {
    const { page, context } = await openPage(browser, { bypassCSP: true, ...options });
    await page.goto(session.url);
    await page.screenshot({ path: `${shots}/checkout-${name}.png`, fullPage: true });
    await page.addScriptTag({ content: axe });
    const broken = await page.evaluate(async () => (await window.axe.run()).violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`));
    assert.deepEqual(broken, [], name);
    if (name === 'narrow') {
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the screen');
      await page.click('[aria-label="Back to the shop"]');
      assert.match(page.url(), /\/cart$/);
    }
    await context.close();
  }
});
