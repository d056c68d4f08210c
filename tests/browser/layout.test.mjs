// How the payment element lays out what may be paid with: tabs, an accordion that may be closed, what changes while the page
// is open, and what the payer agrees to.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdirSync, readFileSync } from 'node:fs';
import { openPage, platform, shopPage, startBrowser, startServer, startShop } from './shop.mjs';

const binary = process.env.BURSAR, scratch = process.env.SCRATCH, shots = `${scratch}/screenshots`;
const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
let vault, shop, browser;

const script = `
  const elements = stripe.elements(JSON.parse(query.get('options'))), payment = elements.create('payment', JSON.parse(query.get('own')));
  for (const name of ['ready', 'change', 'loaderror']) payment.on(name, (event) => told.push([name, event]));
  payment.mount('#payment');
  Object.assign(window, { elements, payment });`;

before(async () => {
  mkdirSync(shots, { recursive: true });
  vault = await startServer(binary, scratch);
  shop = await startShop({});
  shop.pages['/pay'] = shopPage(() => vault.base, script, '<div id="payment"></div>');
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  shop?.stop();
  vault?.stop();
});

const deferred = { mode: 'payment', amount: 1500, currency: 'usd' };
async function open(publishable, options, own = {}, context = {}) {
  const { page: tab, seen } = await openPage(browser, { viewport: { width: 640, height: 700 }, ...context });
  await tab.goto(`${shop.url}/pay?${new URLSearchParams({ pk: publishable, options: JSON.stringify(options), own: JSON.stringify(own) })}`);
  await tab.waitForFunction(() => window.told.some(([name]) => name !== 'change'));
  const frame = tab.frames().find((each) => each.url().includes('elements-inner-payment'));
  const change = () => tab.evaluate(() => window.told.findLast(([name]) => name === 'change')?.[1]);
  return { tab, frame, seen, change };
}
const accessible = async (frame) => {
  await frame.evaluate((code) => void (0, eval)(code), axe);
  const rules = { region: { enabled: false }, 'landmark-one-main': { enabled: false }, 'page-has-heading-one': { enabled: false } };
  assert.deepEqual(await frame.evaluate(async (wanted) => (await window.axe.run(document, { rules: wanted })).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`), rules), []);
};
const customerWithCards = async (stripe) => {
  const customer = (await stripe.customers.create()).id;
  for (const token of ['tok_visa', 'tok_mastercard']) await stripe.paymentMethods.attach((await stripe.paymentMethods.create({ type: 'card', card: { token }, allow_redisplay: 'always' })).id, { customer });
  const features = { payment_method_redisplay: 'enabled', payment_method_remove: 'enabled' };
  return (await stripe.customerSessions.create({ customer, components: { payment_element: { enabled: true, features } } })).client_secret;
};

test('tabs: the first is chosen, arrow keys go from one to the next, what a customer saved has one of its own', async () => {
  const { publishable, stripe } = platform(vault.base);
  const { tab, frame, seen, change } = await open(publishable, { ...deferred, customerSessionClientSecret: await customerWithCards(stripe) });
  const chosen = () => frame.locator('[role=tab][aria-selected=true]').evaluateAll((tabs) => tabs.map(({ id }) => id));
  assert.deepEqual(await frame.getByRole('tab').allTextContents(), ['Saved', 'Card', 'US bank account']);
  assert.deepEqual(await chosen(), ['saved-tab']);
  await tab.screenshot({ path: `${shots}/layout-tabs-saved.png` });
  await frame.getByRole('radio').last().check();
  const { id } = (await change()).value.payment_method;
  await frame.locator('#saved-tab').press('ArrowRight');
  assert.deepEqual(await chosen(), ['card-tab']);
  assert.equal((await change()).value.payment_method, undefined);
  assert.equal(await frame.locator('#payment-numberInput').isVisible(), true);
  await accessible(frame);
  await frame.locator('#card-tab').press('End');
  assert.deepEqual(await chosen(), ['us_bank_account-tab']);
  assert.equal((await change()).value.type, 'us_bank_account');
  await frame.locator('#us_bank_account-tab').press('ArrowRight');
  assert.equal((await change()).value.payment_method.id, id); // as it was left
  await tab.screenshot({ path: `${shots}/layout-tabs.png` });
  const { frame: alone } = await open(publishable, { ...deferred, currency: 'eur' });
  assert.equal(await alone.getByRole('tab').count(), 0);
  assert.deepEqual([seen.errors, seen.console], [[], []]);
});

test('an accordion that is closed says so, and is not paid with; it opens, and closes again', async () => {
  const { publishable } = platform(vault.base);
  const { tab, frame, seen, change } = await open(publishable, deferred, { layout: { type: 'accordion', defaultCollapsed: true, radios: 'always', spacedAccordionItems: true } });
  assert.equal(await frame.locator('#payment-numberInput').isVisible(), false);
  const submitted = await tab.evaluate(() => window.elements.submit());
  assert.deepEqual([submitted.error.type, submitted.error.code], ['validation_error', 'incomplete_payment_details']);
  assert.equal(await frame.getByRole('alert').filter({ hasText: 'Please choose a way to pay.' }).isVisible(), true);
  await frame.locator('#card-tab').check();
  assert.deepEqual([(await change()).collapsed, (await change()).value.type], [false, 'card']);
  await frame.locator('#payment-numberInput').fill('4242424242424242');
  await tab.screenshot({ path: `${shots}/layout-accordion.png` });
  await accessible(frame);
  await tab.evaluate(() => window.payment.collapse());
  await tab.waitForFunction(() => window.told.findLast(([name]) => name === 'change')[1].collapsed);
  assert.equal(await frame.locator('#payment-numberInput').isVisible(), false);
  assert.equal(await frame.locator('#card-tab').isChecked(), false);
  await frame.locator('#card-tab').check();
  assert.equal(await frame.locator('#payment-numberInput').inputValue(), '4242 4242 4242 4242');
  await tab.evaluate(() => window.payment.update({ layout: 'tabs' }));
  assert.equal(await frame.getByRole('tab', { name: 'Card' }).getAttribute('aria-selected'), 'true');
  assert.equal(await frame.locator('#payment-numberInput').inputValue(), '4242 4242 4242 4242');
  assert.deepEqual([seen.errors, seen.console], [[], []]);
  const { tab: dark } = await open(publishable, { ...deferred, appearance: { theme: 'night' } }, { layout: 'accordion' }, { viewport: { width: 340, height: 640 } });
  await dark.evaluate(() => (document.body.style.background = '#10151f'));
  await dark.screenshot({ path: `${shots}/layout-accordion-night.png` });
});

test('what may be paid with follows the amount\'s currency and the intent; what was typed stays', async () => {
  const { publishable, stripe } = platform(vault.base);
  const { tab, frame, seen, change } = await open(publishable, deferred);
  await frame.locator('#payment-numberInput').fill('4242424242424242');
  await tab.evaluate(() => window.elements.update({ currency: 'eur' }));
  await frame.getByRole('tab').first().waitFor({ state: 'detached' });
  assert.equal(await frame.locator('#payment-numberInput').inputValue(), '4242 4242 4242 4242');
  await tab.evaluate(() => window.elements.update({ currency: 'usd' }));
  await frame.locator('#us_bank_account-tab').click();
  await tab.evaluate(() => window.elements.update({ currency: 'eur' })); // the chosen one goes
  await tab.waitForFunction(() => window.told.findLast(([name]) => name === 'change')[1].value.type === 'card');
  assert.equal((await change()).empty, false);
  const intent = await stripe.paymentIntents.create({ amount: 900, currency: 'usd', allowed_payment_method_types: ['card', 'us_bank_account'] });
  const fetching = await open(publishable, { clientSecret: intent.client_secret });
  assert.equal(await fetching.frame.getByRole('tab').count(), 2);
  await stripe.paymentIntents.update(intent.id, { allowed_payment_method_types: ['card'] });
  assert.deepEqual(await fetching.tab.evaluate(() => window.elements.fetchUpdates()), {});
  await fetching.frame.getByRole('tab').first().waitFor({ state: 'detached' });
  assert.deepEqual([seen.errors, seen.console], [[], []]);
});

test('a card that is kept is kept by agreement: whose, in words; not shown where the page says so', async () => {
  const { publishable, stripe } = platform(vault.base);
  const account = await stripe.accounts.retrieve();
  const terms = (frame) => frame.locator('.terms').textContent();
  const setup = await stripe.setupIntents.create({ allowed_payment_method_types: ['card'] });
  const { frame, tab } = await open(publishable, { clientSecret: setup.client_secret });
  assert.equal(await terms(frame), `By giving your card details, you agree that ${account.settings.dashboard.display_name} may charge your card for later payments, under its own terms.`);
  await tab.screenshot({ path: `${shots}/layout-terms.png` });
  assert.match(await terms((await open(publishable, { ...deferred, setupFutureUsage: 'off_session' }, { business: { name: 'Tea & Co' } })).frame), /you agree that Tea & Co may charge/);
  for (const [options, own] of [[{ clientSecret: setup.client_secret }, { terms: { card: 'never' } }], [deferred, {}]]) assert.equal(await terms((await open(publishable, options, own)).frame), '');
  assert.notEqual(await terms((await open(publishable, deferred, { terms: { card: 'always' } })).frame), '');
});
