// What the end-to-end tests of shops look for on a page with Stripe's library, in their manner of looking
// (reference/browser.md: Names that tests look for): they are to run here as they are.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openPage, platform, shopPage, startBrowser, startServer, startShop } from './shop.mjs';

let vault, shop, browser;

const card = `const card = window.card = stripe.elements().create('card');
  const hear = (event) => told.push(event.brand);
  card.addEventListener('change', hear);
  window.deaf = () => card.removeEventListener('change', hear);
  card.mount('#card');
  document.getElementById('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    document.title = (await stripe.confirmCardPayment(query.get('secret'), { payment_method: { card } })).paymentIntent?.status ?? 'failed';
  });`;
const payment = `const elements = stripe.elements({ clientSecret: query.get('secret') });
  elements.create('payment').mount('#card');
  document.getElementById('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    document.title = (await stripe.confirmPayment({ elements, redirect: 'if_required', confirmParams: { return_url: location.href } })).paymentIntent?.status ?? 'failed';
  });`;
const releases = ['v3', 'acacia', 'basil', 'clover', 'dahlia', 'endive'];

before(async () => {
  vault = await startServer(process.env.BURSAR, process.env.SCRATCH);
  shop = await startShop({ '/thanks': '<!doctype html><title>Thanks</title>Thank you' });
  shop.pages['/card'] = shopPage(() => vault.base, card);
  for (const release of releases) shop.pages[`/payment/${release}`] = () => shopPage(() => vault.base, payment, undefined, release)().replace('/v3/stripe.js', '/v3/');
  shop.pages['/embedded'] = shopPage(() => vault.base, "stripe.initEmbeddedCheckout({ fetchClientSecret: async () => query.get('secret') }).then((checkout) => checkout.mount('#checkout'));", '<div id="checkout"></div>');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  shop?.stop();
  vault?.stop();
});

const pay = async (path) => {
  const { publishable, stripe } = platform(vault.base);
  const intent = await stripe.paymentIntents.create({ amount: 1099, currency: 'usd', automatic_payment_methods: { enabled: true } });
  const { page } = await openPage(browser);
  await page.goto(`${shop.url}${path}?pk=${publishable}&secret=${intent.client_secret}`);
  return page;
};

test('a card element: the one frame of that name, its fields, its sources', async () => {
  const page = await pay('/card');
  await page.frameLocator('iframe[name^="__privateStripeFrame"]').locator('input[name="cardnumber"]').fill('4000002760003184'); // strict: there is one
  const frame = page.frames().find((each) => /elements-inner-card/.test(each.url()));
  await frame.fill('input[name="exp-date"]', '12 / 34');
  await frame.fill('[name="cvc"]', '123');
  await page.frame({ name: await page.locator('iframe[title="Secure card payment input frame"]').getAttribute('name') }).fill('[name="postal"]', '94107');
  assert.equal(await page.locator('.StripeElement iframe').getAttribute('allow'), 'payment *; publickey-credentials-get *');
  assert.equal((await page.evaluate(() => told)).at(-1), 'visa');
  await page.evaluate(() => deaf());
  await page.click('#pay');
  const dialog = page.frameLocator('iframe[name^="__privateStripeFrame"]').first().frameLocator('#challengeFrame');
  await dialog.locator('#test-source-authorize-3ds').waitFor();
  await page.frameLocator('body > div > iframe').first().frameLocator('iframe[name="stripe-challenge-frame"]').getByRole('button', { name: 'Complete' }).click();
  await page.waitForFunction(() => document.title === 'succeeded');
  assert.equal(await page.locator('body > div > iframe').count(), 0, 'nothing of the dialog is left');
});

for (const release of releases)
  test(`a payment element of ${release}: ids, names, placeholders`, async () => {
    const page = await pay(`/payment/${release}`), prefix = ['dahlia', 'endive'].includes(release) ? 'payment' : 'Field';
    const frame = page.frameLocator('iframe[title="Secure payment input frame"]');
    await frame.locator(`#${prefix}-numberInput`).fill('4242424242424242');
    await frame.getByPlaceholder('MM / YY').fill('1234');
    await frame.locator('[name=cvc]').fill('123');
    assert.equal(await frame.locator(`label[for=${prefix}-numberInput]`).textContent(), 'Card number');
    await frame.locator(`#${prefix}-countryInput`).selectOption('US');
    await page.locator('#pay').click();
    assert.match(await frame.locator(`#${prefix}-postalCodeError`).textContent(), /\S/);
    await frame.locator(`#${prefix}-postalCodeInput`).fill('94107');
    await page.locator('#pay').click();
    await page.waitForFunction(() => document.title === 'succeeded');
  });

test('hosted Checkout: the fields by their ids, the button by its test id; embedded, the frame by its name', async () => {
  const { publishable, stripe } = platform(vault.base);
  const order = { mode: 'payment', line_items: [{ price_data: { currency: 'usd', unit_amount: 900, product_data: { name: 'Cup' } }, quantity: 1 }] };
  const fill = async (page) => {
    await page.locator('#email').fill('jenny@example.com');
    await page.getByTestId('card-accordion-item-button').click();
    for (const [id, value] of Object.entries({ cardNumber: '4242424242424242', cardExpiry: '12/34', cardCvc: '123', billingName: 'Jenny Rosen', billingPostalCode: '94107' })) await page.locator(`#${id}`).fill(value);
    await page.locator('#billingCountry').selectOption('US');
    await page.getByTestId('hosted-payment-submit-button').click();
  };
  const { page } = await openPage(browser);
  await page.goto((await stripe.checkout.sessions.create({ ...order, success_url: `${shop.url}/thanks` })).url);
  await fill(page);
  await page.waitForURL(/\/thanks$/);
  const embedded = await stripe.checkout.sessions.create({ ...order, ui_mode: 'embedded_page', return_url: `${shop.url}/thanks` });
  await page.goto(`${shop.url}/embedded?pk=${publishable}&secret=${embedded.client_secret}`);
  await fill(page.frameLocator('iframe[name="embedded-checkout"]'));
  await page.waitForURL(/\/thanks$/);
});
