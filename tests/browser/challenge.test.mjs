// 3D Secure beyond its four endings: elsewhere than in our own dialog, twice, reloaded, in a hurry. And the hosted page in the
// hands of somebody who clicks twice, goes back, or has two tabs.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { challengeFrame, openPage, platform, shopPage, startBrowser, startServer, startShop, typeCard } from './shop.mjs';

const binary = process.env.BURSAR, scratch = process.env.SCRATCH;
let vault, shop, browser;

before(async () => {
  vault = await startServer(binary, scratch);
  shop = await startShop({
    '/thanks': '<!doctype html><title>Thanks</title>Thank you', '/cart': '<!doctype html><title>Cart</title>Your cart',
    // What integrators put at their return address, when they show the bank's page in a frame of their own.
    '/back': "<!doctype html><title>Back</title><script>window.top.postMessage('3DS-authentication-complete', '*')</script>",
    '/own': '<!doctype html><html lang="en"><title>Shop</title><body><script>window.addEventListener("message", (event) => { if (event.data === "3DS-authentication-complete") window.over = location.origin === event.origin; })</script></body></html>',
  });
  shop.pages['/card'] = shopPage(() => vault.base, `
    const elements = stripe.elements(), card = elements.create('card');
    card.on('ready', () => told.push('ready'));
    card.on('loaderror', (event) => told.push(event.error.type));
    card.mount('#card');
    document.getElementById('form').addEventListener('submit', async (event) => { event.preventDefault(); window.result = await stripe.confirmCardPayment(query.get('secret'), { payment_method: { card } }); });`);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  shop?.stop();
  vault?.stop();
});

const begin = (stripe, more = {}) => stripe.paymentIntents.create({ amount: 1000, currency: 'usd', automatic_payment_methods: { enabled: true }, ...more });
const challenged = (stripe, path) => begin(stripe, { payment_method: 'pm_card_threeDSecure2Required', confirm: true, return_url: `${shop.url}${path}` });
const order = () => ({ mode: 'payment', success_url: `${shop.url}/thanks`, cancel_url: `${shop.url}/cart`, line_items: [{ price_data: { currency: 'usd', unit_amount: 900, product_data: { name: 'Cup' } } }] });
async function fill(page, number = '4242424242424242') {
  for (const [id, value] of Object.entries({ email: 'jenny@example.com', cardNumber: number, cardExpiry: '12 / 34', cardCvc: '123', billingName: 'Jenny Rosen', billingPostalCode: '94107' })) await page.fill(`#${id}`, value);
}
const submit = '[data-testid="hosted-payment-submit-button"]';

test('on a page of its own: the payer comes back to the shop with what became of it', async () => {
  const { stripe } = platform(vault.base);
  for (const [button, status, now] of [['#test-source-authorize-3ds', 'succeeded', 'succeeded'], ['#test-source-fail-3ds', 'failed', 'requires_payment_method']]) {
    const intent = await challenged(stripe, '/thanks?order=7#end');
    assert.equal(intent.next_action.type, 'redirect_to_url');
    const { page, context } = await openPage(browser);
    await page.goto(intent.next_action.redirect_to_url.url);
    await Promise.all([page.waitForURL(/\/thanks/), page.click(button)]);
    const url = new URL(page.url());
    assert.deepEqual([url.searchParams.get('order'), url.searchParams.get('payment_intent'), url.searchParams.get('redirect_status'), url.hash], ['7', intent.id, status, '#end']);
    assert.equal((await stripe.paymentIntents.retrieve(intent.id)).status, now);
    await context.close();
  }
});

test('in a frame of the shop\'s own, which hears of it from its return page', async () => {
  const { stripe } = platform(vault.base), intent = await challenged(stripe, '/back');
  const { page } = await openPage(browser);
  await page.goto(`${shop.url}/own`);
  await page.evaluate((src) => document.body.append(Object.assign(document.createElement('iframe'), { src, title: 'bank' })), intent.next_action.redirect_to_url.url);
  await page.frameLocator('iframe[title=bank]').locator('#test-source-authorize-3ds').click();
  await page.waitForFunction(() => window.over === true);
  assert.equal((await stripe.paymentIntents.retrieve(intent.id)).status, 'succeeded');
});

test('reloaded it goes on; in a second tab, when it is over, it says so and changes nothing', async () => {
  const { stripe } = platform(vault.base), intent = await challenged(stripe, '/thanks');
  const { page } = await openPage(browser), { page: second } = await openPage(browser), url = intent.next_action.redirect_to_url.url;
  await page.goto(url);
  await page.reload();
  await second.goto(url);
  await Promise.all([page.waitForURL(/\/thanks/), page.click('#test-source-authorize-3ds')]);
  await second.click('#test-source-fail-3ds');
  await second.waitForLoadState();
  assert.equal((await stripe.paymentIntents.retrieve(intent.id)).status, 'succeeded');
  await second.goto(url);
  assert.equal(await second.locator('#test-source-authorize-3ds').count(), 0, 'a challenge that was answered asks nothing');
});

test('in the dialog: the keyboard is kept inside, and comes back to where it was', async () => {
  const { publishable, stripe } = platform(vault.base), intent = await begin(stripe);
  const { page } = await openPage(browser);
  await page.goto(`${shop.url}/card?pk=${publishable}&secret=${intent.client_secret}`);
  await page.waitForFunction(() => told.includes('ready'));
  await typeCard(page, '4000002760003184');
  await page.focus('#pay');
  await page.keyboard.press('Enter');
  const dialog = page.frameLocator('iframe[title="Authentication by your bank"]');
  await challengeFrame(page).locator('#test-source-authorize-3ds').waitFor();
  assert.equal(await dialog.locator(':focus').getAttribute('aria-label'), 'Cancel authentication');
  await challengeFrame(page).locator('#test-source-authorize-3ds').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => window.result?.paymentIntent?.status === 'succeeded');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'pay');
});

test('a frame that cannot load is told: by the element, and within ten seconds', async () => {
  const { publishable } = platform(vault.base);
  const { page, context } = await openPage(browser);
  await context.route('**/elements-inner-card.html', (route) => route.abort());
  await page.goto(`${shop.url}/card?pk=${publishable}`);
  await page.waitForFunction(() => told.length, null, { timeout: 11_000 });
  assert.deepEqual(await page.evaluate(() => told), ['api_connection_error']);
});

test('a page that the operator did not name cannot hold the frames', async () => {
  const own = await startServer(binary, scratch, ['--shops', 'https://shop.example,https://*.a.example']);
  try {
    shop.pages['/foreign'] = shopPage(() => own.base, "stripe.elements().create('card').mount('#card');");
    const { page, seen } = await openPage(browser), { publishable, stripe } = platform(own.base);
    await page.goto(`${shop.url}/foreign?pk=${publishable}`);
    for (let i = 0; i < 100 && !seen.console.some((line) => line.includes('frame-ancestors')); ++i) await page.waitForTimeout(50);
    assert.ok(seen.console.some((line) => line.includes('https://shop.example https://*.a.example')), seen.console.join('\n'));
    const session = await stripe.checkout.sessions.create({ ...order(), success_url: undefined, cancel_url: undefined, ui_mode: 'embedded_page', redirect_on_completion: 'never' });
    assert.match((await fetch(`${own.base}/c/pay/${session.id}`)).headers.get('content-security-policy'), /frame-ancestors https:\/\/shop\.example /);
  } finally {
    own.stop();
  }
});

test('the hosted page: clicked twice it pays once; back from the shop it says that it is paid; a second tab, too', async () => {
  const { stripe } = platform(vault.base), session = await stripe.checkout.sessions.create(order());
  const { page } = await openPage(browser), { page: second } = await openPage(browser);
  await page.goto(session.url);
  await second.goto(session.url);
  await fill(page);
  await fill(second);
  await Promise.all([page.waitForURL(/\/thanks/), page.dblclick(submit)]);
  await second.click(submit);
  assert.match(await second.locator('h1').textContent(), /all done/);
  await page.goBack();
  await page.reload();
  assert.match(await page.locator('h1').textContent(), /all done/);
  assert.equal((await stripe.charges.list()).data.length, 1);
});

test('the hosted page: one that has expired, one that never was; a payer who passes 3D Secure and closes the tab has paid', async () => {
  const { stripe } = platform(vault.base), gone = await stripe.checkout.sessions.create(order());
  await stripe.checkout.sessions.expire(gone.id);
  const { page } = await openPage(browser);
  assert.equal((await page.goto(gone.url)).status(), 410);
  assert.match(await page.locator('h1').textContent(), /expired/);
  await page.getByRole('link', { name: 'Back to the shop' }).click();
  assert.match(page.url(), /\/cart$/);
  assert.equal((await page.goto(`${vault.base}/c/pay/cs_test_a1nothing`)).status(), 404);
  const session = await stripe.checkout.sessions.create(order());
  await page.goto(session.url);
  await fill(page, '4000002760003184');
  await page.click(submit);
  await page.locator('#test-source-authorize-3ds').waitFor();
  const bank = new URL(page.url());
  await page.close(); // what his browser still sent, without him
  assert.equal((await fetch(`${bank.origin}${bank.pathname}/complete`, { method: 'POST', body: bank.searchParams, redirect: 'manual' })).status, 303);
  const paid = await stripe.checkout.sessions.retrieve(session.id); // at once: the challenge's own commit completed it
  assert.deepEqual([paid.status, paid.payment_status], ['complete', 'paid']);
});

test('the hosted page with the keyboard alone', async () => {
  const { stripe } = platform(vault.base), session = await stripe.checkout.sessions.create(order());
  const { page } = await openPage(browser);
  await page.goto(session.url);
  await page.focus('#email');
  for (const value of ['jenny@example.com', '4242424242424242', '1234', '123', 'Jenny Rosen', null, '94107']) {
    if (value) await page.keyboard.type(value);
    await page.keyboard.press('Tab');
  }
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), 'hosted-payment-submit-button');
  await Promise.all([page.waitForURL(/\/thanks/), page.keyboard.press('Enter')]);
  assert.equal((await stripe.checkout.sessions.retrieve(session.id)).status, 'complete');
});
