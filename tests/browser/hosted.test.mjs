// The hosted page, as a payer meets it: without JavaScript too, in the dark, on a telephone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdirSync, readFileSync } from 'node:fs';
import { openPage, platform, shopPage, startBrowser, startServer, startShop } from './shop.mjs';

const binary = process.env.BURSAR, scratch = process.env.SCRATCH, shots = `${scratch}/screenshots`;
let vault, shop, browser;

before(async () => {
  mkdirSync(shots, { recursive: true });
  vault = await startServer(binary, scratch);
  shop = await startShop({ '/thanks': '<!doctype html><title>Thanks</title>Thank you', '/cart': '<!doctype html><title>Cart</title>Your cart' });
  shop.pages['/embedded'] = shopPage(() => vault.base, `
    stripe.createEmbeddedCheckoutPage({ fetchClientSecret: async () => query.get('secret'), ...(query.get('stay') ? { onComplete: () => told.push('complete') } : {}) }).then((checkout) => { window.checkout = checkout; checkout.mount('#checkout'); });`, '<div id="checkout"></div>');
  shop.pages['/bare'] = shopPage(() => vault.base, '');
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
  const write = (id, value) => page.locator(`#${id}`).fill(value);
  if (!(await page.locator('#email[readonly]').count())) await write('email', 'jenny@example.com');
  await write('cardNumber', number);
  await write('cardExpiry', '12 / 34');
  await write('cardCvc', '123');
  await write('billingName', 'Jenny Rosen');
  await page.locator('#billingCountry').selectOption('US');
  await write('billingPostalCode', '94107');
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

test('in a frame of the shop\'s page: as tall as it is, a decline, 3D Secure, and on to the return address', async () => {
  const { publishable, stripe } = platform(vault.base);
  const { success_url: _s, cancel_url: _c, ...rest } = order();
  const session = await stripe.checkout.sessions.create({ ...rest, ui_mode: 'embedded_page', return_url: `${shop.url}/thanks?session={CHECKOUT_SESSION_ID}` });
  assert.deepEqual([session.url, session.redirect_on_completion], [null, 'always']);
  const { page, seen } = await openPage(browser, { viewport: { width: 700, height: 1100 } });
  await page.goto(`${shop.url}/embedded?${new URLSearchParams({ pk: publishable, secret: session.client_secret })}`);
  const frame = page.frameLocator('iframe[title="Checkout"]');
  await fill(frame, '4000000000000002');
  await page.waitForFunction(() => parseInt(document.querySelector('iframe[title=Checkout]').style.height) > 500);
  await page.screenshot({ path: `${shots}/checkout-embedded.png` });
  const submit = () => frame.locator('[data-testid="hosted-payment-submit-button"]').click();
  await submit();
  assert.match(await frame.locator('[role=alert]').textContent(), /declined/);
  await fill(frame, '4000002760003184');
  await submit();
  await Promise.all([page.waitForURL(/\/thanks/), frame.locator('#test-source-authorize-3ds').click()]);
  assert.equal(new URL(page.url()).searchParams.get('session'), session.id);
  assert.equal((await stripe.checkout.sessions.retrieve(session.id)).status, 'complete');
  assert.ok(!seen.requests.some(({ url, body }) => !url.startsWith(vault.base) && /4000002760003184/.test(body)));
});

test('in a frame that stays: the page is told; numbers are grouped as they are typed', async () => {
  const { publishable, stripe } = platform(vault.base);
  const { success_url: _s, cancel_url: _c, ...rest } = order();
  const session = await stripe.checkout.sessions.create({ ...rest, ui_mode: 'embedded_page', redirect_on_completion: 'never' });
  const { page } = await openPage(browser, { viewport: { width: 700, height: 1100 } });
  await page.goto(`${shop.url}/embedded?${new URLSearchParams({ pk: publishable, secret: session.client_secret, stay: '1' })}`);
  const frame = page.frameLocator('iframe[title="Checkout"]');
  await fill(frame, '4242424242424242');
  await frame.locator('#cardNumber').fill('');
  await frame.locator('#cardNumber').pressSequentially('4242424242424242');
  assert.equal(await frame.locator('#cardNumber').inputValue(), '4242 4242 4242 4242');
  await frame.locator('[data-testid="hosted-payment-submit-button"]').click();
  await page.waitForFunction(() => told.includes('complete'));
  assert.match(await frame.locator('h1').textContent(), /all done/);
  await page.evaluate(() => checkout.destroy());
  assert.equal(await page.locator('iframe[title="Checkout"]').count(), 0);
});

test('redirectToCheckout; a saved card, an address to ship to, the shop\'s own questions and colours', async () => {
  const { publishable, stripe } = platform(vault.base);
  const customer = await stripe.customers.create({ email: 'ann@example.com' });
  await stripe.paymentMethods.attach((await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' }, allow_redisplay: 'always' })).id, { customer: customer.id });
  const session = await stripe.checkout.sessions.create({
    ...order(), customer: customer.id, billing_address_collection: 'required', phone_number_collection: { enabled: true }, consent_collection: { terms_of_service: 'required' },
    custom_fields: [{ key: 'gift', label: { type: 'custom', custom: 'Gift note' }, type: 'text', optional: true }], shipping_address_collection: { allowed_countries: ['US'] },
    shipping_options: [{ shipping_rate_data: { display_name: 'Ground', fixed_amount: { amount: 500, currency: 'usd' } } }, { shipping_rate_data: { display_name: 'Air', fixed_amount: { amount: 1500, currency: 'usd' } } }],
    branding_settings: { button_color: '#ffcc00', background_color: '#102030', border_style: 'pill' }, saved_payment_method_options: { payment_method_save: 'enabled' },
  });
  const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
  const { page } = await openPage(browser, { viewport: { width: 1000, height: 1400 }, bypassCSP: true });
  await page.goto(`${shop.url}/bare?pk=${publishable}`);
  await Promise.all([page.waitForURL(/\/c\/pay\//), page.evaluate((sessionId) => void stripe.redirectToCheckout({ sessionId }), session.id)]);
  assert.equal(await page.locator('#cardNumber').isVisible(), false, 'a saved card is chosen');
  await page.addScriptTag({ content: axe });
  assert.deepEqual(await page.evaluate(async () => (await window.axe.run()).violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)), []);
  for (const [id, value] of Object.entries({ phoneNumber: '+15555550100', shippingName: 'Ann', shippingAddressLine1: 'Main St 1', shippingLocality: 'Springfield', 'customField-gift': 'Enjoy' })) await page.fill(`#${id}`, value);
  await page.check('#shippingOption-1');
  await page.screenshot({ path: `${shots}/checkout-all.png` });
  await page.check('#saved-new');
  assert.equal(await page.locator('#cardNumber').isVisible(), true);
  await page.locator('[id^=saved-pm_]').check();
  await page.check('#termsOfServiceConsentCheckbox');
  await Promise.all([page.waitForURL(/\/thanks/), pay(page)]);
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
  assert.deepEqual([done.amount_total, done.custom_fields[0].text.value, done.consent.terms_of_service, done.payment_intent.shipping.address.city], [4900, 'Enjoy', 'accepted', 'Springfield']);
});

for (const javaScriptEnabled of [true, false])
  test(`the page takes what it shows, for every way of sending, coupon and quantity, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const { stripe } = platform(vault.base);
    const coupon = (await stripe.coupons.create({ percent_off: 15, duration: 'once' })).id;
    const rate = (display_name, amount) => ({ shipping_rate_data: { display_name, fixed_amount: { amount, currency: 'usd' } } });
    const { page } = await openPage(browser, { javaScriptEnabled });
    for (const chosen of [0, 1, 2])
      for (const discounts of [undefined, [{ coupon }]])
        for (const quantity of [1, 3]) {
          const { line_items } = order();
          const session = await stripe.checkout.sessions.create({
            ...order(), line_items: [{ ...line_items[0], quantity }], ...(discounts ? { discounts } : {}),
            shipping_options: [rate('Ground', 500), rate('Air', 1500), rate('Pick up', 0)],
          });
          await page.goto(session.url);
          const amount = async (of) => Math.round(Number((await page.locator(of).innerText()).replace(/[^0-9.]/g, '')) * 100);
          const shown = async () => [await amount('h1.total'), await amount('.sum'), await amount('[data-testid="hosted-payment-submit-button"]')];
          const [before] = await shown();
          assert.equal(before, session.amount_total + 500, 'the first way is in the first total');
          await page.check(`#shippingOption-${chosen}`);
          const all = await shown();
          assert.deepEqual(all, Array(3).fill(before - 500 + [500, 1500, 0][chosen]));
          await fill(page, '4242424242424242');
          await Promise.all([page.waitForURL(/\/thanks/), pay(page)]);
          const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge'] });
          assert.deepEqual([done.amount_total, done.payment_intent.latest_charge.amount], [all[0], all[0]]);
        }
  });

for (const javaScriptEnabled of [true, false])
  test(`a promotion code and a quantity, ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
    const { stripe } = platform(vault.base), axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
    await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: (await stripe.coupons.create({ percent_off: 20 })).id }, code: 'AUTUMN' });
    const [tea, cup] = order().line_items;
    const session = await stripe.checkout.sessions.create({ ...order(), allow_promotion_codes: true, line_items: [{ ...tea, adjustable_quantity: { enabled: true, maximum: 5 } }, cup] });
    const { page, seen, context } = await openPage(browser, { javaScriptEnabled });
    await page.goto(session.url);
    await page.locator('#email').fill('jenny@example.com');
    await page.locator('#billingName').fill('Jenny Rosen');
    await page.locator('#promotionCode').fill('WINTER');
    await page.locator('#promotionCode').press('Enter');
    assert.equal(await page.locator('[role=alert]').textContent(), 'This code is invalid.');
    // What was filled in beside it comes back with the page, where a script can see to it.
    assert.equal(await page.inputValue('#email'), javaScriptEnabled ? 'jenny@example.com' : '');
    await page.locator('#promotionCode').fill('autumn');
    if (javaScriptEnabled) await page.screenshot({ path: `${shots}/checkout-code.png`, fullPage: true });
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('AUTUMN', { exact: true }).waitFor();
    assert.equal(await page.locator('h1').textContent(), '$27.20');
    await page.getByRole('spinbutton', { name: 'Quantity of Tea <b>' }).fill('4');
    await page.getByRole('button', { name: 'Update the quantity of Tea <b>' }).click();
    await page.getByText('Pay $47.20').waitFor();
    if (javaScriptEnabled) {
      await page.screenshot({ path: `${shots}/checkout-discount.png`, fullPage: true });
      await page.setViewportSize({ width: 360, height: 800 });
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.screenshot({ path: `${shots}/checkout-discount-narrow-dark.png`, fullPage: true });
      await page.evaluate((code) => void (0, eval)(code), axe);
      assert.deepEqual(await page.evaluate(async () => (await window.axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)), []);
    }
    await page.getByRole('button', { name: 'Remove AUTUMN' }).click();
    assert.equal(await page.locator('h1').textContent(), '$59.00');
    await page.locator('#promotionCode').fill('AUTUMN');
    await page.locator('#promotionCode').press('Enter');
    await fill(page, '4242424242424242');
    await Promise.all([page.waitForURL(/\/thanks/), page.locator('#cardCvc').press('Enter')]);
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent', 'discounts.promotion_code'] });
    assert.deepEqual([done.amount_total, done.payment_intent.amount_received, done.total_details.amount_discount, done.discounts[0].promotion_code.times_redeemed], [4720, 4720, 1180, 1]);
    assert.deepEqual(seen.errors, []);
    await context.close();
  });
