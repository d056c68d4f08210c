// Onboarding: the page that a link opens, filled in by hand; and in a frame, by the official connect-js.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openPage, platform, startBrowser, startServer, startShop } from './shop.mjs';

const binary = process.env.BURSAR, scratch = process.env.SCRATCH, shots = `${scratch}/screenshots`;
const axe = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
let vault, shop, browser;

const embedded = (name = 'account-onboarding') => `<div id="box"></div><script type="module">
  import { loadConnectAndInitialize } from '/modules/@stripe/connect-js/dist/connect.esm.js';
  window.told = [];
  const instance = loadConnectAndInitialize({ publishableKey: 'pk_test_x', fetchClientSecret: async () => new URLSearchParams(location.search).get('secret') });
  const element = instance.create('${name}');
  element.setOnLoadError((event) => told.push(['error', event.error.message]));
  element.setOnLoaderStart(() => told.push(['start']));
  element.setOnExit?.(() => told.push(['exit']));
  element.setOnStepChange?.((event) => told.push(['step', event.step]));
  document.getElementById('box').append(element);
</script>`;
const page = (head, body) => `<!doctype html><html lang="en"><head><title>Platform</title>${head}</head><body><main><h1>Platform</h1>${body}</main></body></html>`;

before(async () => {
  mkdirSync(shots, { recursive: true });
  vault = await startServer(binary, scratch);
  shop = await startShop({ '/done': '<!doctype html><title>Done</title>done', '/again': '<!doctype html><title>Again</title>again' });
  shop.pages['/tag'] = () => page(`<script src="${vault.base}/v1.0/connect.js"></script>`, embedded());
  shop.pages['/other'] = () => page(`<script src="${vault.base}/v1.0/connect.js"></script>`, embedded('payments'));
  shop.pages['/plain'] = () => page('', embedded());
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  shop?.stop();
  vault?.stop();
});

const seller = (stripe, more = {}) => stripe.accounts.create({ type: 'custom', country: 'US', capabilities: { card_payments: { requested: true }, transfers: { requested: true } }, ...more });
const linkFor = (stripe, account) => stripe.accountLinks.create({ account: account.id, type: 'account_onboarding', return_url: `${shop.url}/done`, refresh_url: `${shop.url}/again` });
const checked = async (tab) => {
  await tab.addScriptTag({ content: axe });
  assert.deepEqual(await tab.evaluate(async () => (await window.axe.run()).violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)), []);
};

test('by hand: step by step, a mistake is said where it was made, and back to the platform at the end', async () => {
  const { stripe } = platform(vault.base), account = await seller(stripe), link = await linkFor(stripe, account);
  const { page: tab } = await openPage(browser, { viewport: { width: 720, height: 1300 }, bypassCSP: true });
  await tab.goto(link.url);
  const id = (path) => tab.locator(`[id="${path}"]`);
  await id('business_type').selectOption('individual');
  await id('business_profile.url').fill('https://tea.example');
  await id('external_account.routing_number').fill('110000000');
  await id('external_account.account_number').fill('000123456789');
  await id('tos_acceptance.date').check();
  await tab.screenshot({ path: `${shots}/onboarding-first.png` });
  await checked(tab);
  await tab.click('#submit');
  const values = { first_name: 'Jane', last_name: 'Doe', email: 'jane', phone: '+15555550100', 'dob.day': '1', 'dob.month': '1', 'dob.year': '1901', 'address.line1': 'address_full_match', 'address.city': 'San Francisco', 'address.state': 'CA', 'address.postal_code': '94103', ssn_last_4: '0000' };
  for (const [path, value] of Object.entries(values)) await id(`individual.${path}`).fill(value);
  await id('individual.email').evaluate((input) => (input.type = 'text')); // past the browser's own check
  await tab.click('#submit');
  assert.match(await tab.locator('[id="wrong.individual.email"]').textContent(), /Invalid email address/);
  assert.equal(await id('individual.email').getAttribute('aria-invalid'), 'true');
  await checked(tab);
  assert.deepEqual([await id('individual.first_name').inputValue(), await id('individual.ssn_last_4').inputValue()], ['Jane', '']);
  await tab.screenshot({ path: `${shots}/onboarding-problem.png` });
  await id('individual.email').fill('jane@example.com');
  await id('individual.ssn_last_4').fill('0000');
  await Promise.all([tab.waitForURL(/\/done$/), tab.click('#submit')]);
  const done = await stripe.accounts.retrieve(account.id);
  assert.deepEqual([done.requirements.currently_due, done.individual.first_name, done.external_accounts.data[0].last4], [[], 'Jane', '6789']);
  await tab.goto(link.url);
  assert.match(tab.url(), /\/again$/);
});

test('an Express account tells of itself; what could not be verified is asked again, with the reason beside it', async () => {
  const { stripe } = platform(vault.base), account = await stripe.accounts.create({ type: 'express', country: 'US' });
  const { page: tab } = await openPage(browser, { viewport: { width: 720, height: 1500 }, bypassCSP: true });
  const id = (path) => tab.locator(`[id="${path}"]`);
  await tab.goto((await linkFor(stripe, account)).url);
  const first = { 'business_profile.url': 'https://tea.example', 'business_profile.product_description': 'Tea', 'business_profile.support_phone': '+15555550100', 'external_account.routing_number': '110000000', 'external_account.account_number': '000123456789' };
  for (const [path, value] of Object.entries(first)) await id(path).fill(value);
  await id('business_type').selectOption('individual');
  await id('tos_acceptance.date').check();
  await tab.click('#submit');
  const person = { first_name: 'Jane', last_name: 'Doe', email: 'jane@example.com', phone: '+15555550100', 'dob.day': '1', 'dob.month': '1', 'dob.year': '1901', 'address.line1': 'address_full_match', 'address.city': 'San Francisco', 'address.state': 'CA', 'address.postal_code': '94103', ssn_last_4: '1111' };
  for (const [path, value] of Object.entries(person)) await id(`individual.${path}`).fill(value);
  await tab.screenshot({ path: `${shots}/onboarding-person.png`, fullPage: true });
  await Promise.all([tab.waitForURL(/\/done$/), tab.click('#submit')]);
  const until = async (good) => {
    for (let now; !good((now = await stripe.accounts.retrieve(account.id))); await new Promise((then) => setTimeout(then, 200))) assert.ok(now.details_submitted || now.requirements.errors.length, JSON.stringify(now.requirements));
  };
  await until((now) => now.requirements.errors.length > 0);
  await tab.goto((await linkFor(stripe, account)).url);
  assert.match(await tab.locator('[id="wrong.individual.verification.document"]').textContent(), /cannot be verified/);
  await tab.screenshot({ path: `${shots}/onboarding-doubt.png` });
  await checked(tab);
  await id('individual.verification.document').selectOption('file_identity_document_success');
  await Promise.all([tab.waitForURL(/\/done$/), tab.click('#submit')]);
  await until((now) => now.charges_enabled && now.payouts_enabled);
});

test('in the dark, on a telephone; left for later', async () => {
  const { stripe } = platform(vault.base), account = await seller(stripe, { business_type: 'company' }), link = await linkFor(stripe, account);
  const { page: tab } = await openPage(browser, { colorScheme: 'dark', viewport: { width: 360, height: 900 }, bypassCSP: true });
  await tab.goto(link.url);
  await tab.screenshot({ path: `${shots}/onboarding-dark.png` });
  await checked(tab);
  assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the screen');
  await tab.getByRole('link', { name: 'Save for later' }).click();
  assert.match(tab.url(), /\/done$/);
});

for (const [name, path] of [['a script tag', '/tag'], ['a test that answers for connect-js.stripe.com', '/plain']])
  test(`in a frame of the platform's, with ${name}`, async () => {
    const { stripe } = platform(vault.base), account = await seller(stripe);
    const session = await stripe.accountSessions.create({ account: account.id, components: { account_onboarding: { enabled: true } } });
    const { page: tab, context, seen } = await openPage(browser, { viewport: { width: 720, height: 1200 } });
    const script = await (await fetch(`${vault.base}/v1.0/connect.js`)).text();
    await context.route('https://connect-js.stripe.com/**', (route) => route.fulfill({ contentType: 'text/javascript', body: `document.currentScript.dataset.apiBase = '${vault.base}';${script}` }));
    await tab.goto(`${shop.url}${path}?secret=${session.client_secret}`);
    const frame = tab.frameLocator('iframe[title="Account onboarding"]');
    await frame.locator('#business_type').selectOption('individual');
    await tab.waitForFunction(() => parseInt(document.querySelector('iframe').style.height) > 400);
    await tab.screenshot({ path: `${shots}/onboarding-embedded.png` });
    await frame.locator('#submit').click();
    await frame.locator('[id="individual.first_name"]').waitFor();
    await frame.getByRole('button', { name: 'Fill in with test data' }).click();
    await tab.waitForFunction(() => told.some(([what]) => what === 'exit'));
    const told = await tab.evaluate(() => window.told);
    assert.ok(told.some(([what]) => what === 'start') && told.some(([what, step]) => what === 'step' && step === 'business_type'), JSON.stringify(told));
    assert.deepEqual((await stripe.accounts.retrieve(account.id)).requirements.currently_due, []);
    assert.deepEqual(seen.errors, []);
    await context.close();
  });

test('a component that is not there says so', async () => {
  const { page: tab, seen } = await openPage(browser);
  await tab.goto(`${shop.url}/other?secret=accs_secret__x`);
  await tab.waitForFunction(() => told.some(([what]) => what === 'error'));
  assert.match(await tab.evaluate(() => told[0][1]), /stripe-connect-payments is not supported/);
  assert.deepEqual(seen.errors, []);
});
