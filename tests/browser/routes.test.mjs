// Four ways to point an application at the server (docs/browser.md), and the example shop.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { challengeFrame, fillPayment, openPage, platform, startBrowser, startServer, startShop, typeCard } from './shop.mjs';

const binary = process.env.BURSAR, scratch = process.env.SCRATCH, root = new URL('../../', import.meta.url).pathname;
let vault, shop, browser;
before(async () => {
  vault = await startServer(binary, scratch);
  shop = await startShop({});
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  shop?.stop();
  vault?.stop();
});

const cardPage = (head) => `<!doctype html><html lang="en"><head><title>Shop</title>${head}</head><body><div id="card"></div><button id="pay">Pay</button></body></html>`;
const use = `const elements = stripe.elements(), card = elements.create('card'); card.mount('#card'); document.getElementById('pay').onclick = async () => { window.result = await stripe.createPaymentMethod({ type: 'card', card }); };`;
async function pays(page) {
  await typeCard(page);
  await page.click('#pay');
  const { paymentMethod, error } = await page.waitForFunction(() => window.result).then((handle) => handle.jsonValue());
  assert.equal(error, undefined);
  assert.equal(paymentMethod.card.last4, '4242');
}

test('A: a script tag, and the official loader takes what it left', async () => {
  const { publishable } = platform(vault.base);
  shop.pages['/a'] = () => cardPage(`<script src="${vault.base}/endive/stripe.js"></script><script type="module">import { loadStripe } from '/modules/@stripe/stripe-js/dist/index.mjs'; const stripe = await loadStripe('${publishable}'); ${use}</script>`);
  const { page, seen } = await openPage(browser);
  await page.goto(`${shop.url}/a`);
  await pays(page);
  assert.deepEqual([seen.errors, seen.console], [[], []]);
});

test('A, with another release: the official loader warns, and works', async () => {
  const { publishable } = platform(vault.base);
  shop.pages['/a3'] = () => cardPage(`<script src="${vault.base}/v3/"></script><script type="module">import { loadStripe } from '/modules/@stripe/stripe-js/dist/index.mjs'; const stripe = await loadStripe('${publishable}'); ${use}</script>`);
  const { page, seen } = await openPage(browser);
  await page.goto(`${shop.url}/a3`);
  await pays(page);
  assert.ok(seen.console.some((line) => line.startsWith('warning')), 'Stripe.version tells the release');
});

// The shop of examples/, in a folder of its own; it is given the packages of these tests.
function example(name) {
  const folder = `${scratch}/examples/${name}`;
  mkdirSync(`${scratch}/examples`, { recursive: true });
  cpSync(`${root}examples/${name}`, folder, { recursive: true, filter: (from) => !from.includes('node_modules') });
  rmSync(`${folder}/node_modules`, { recursive: true, force: true });
  symlinkSync(new URL('./node_modules', import.meta.url).pathname, `${folder}/node_modules`);
  return folder;
}
async function startExample(env) {
  const server = spawn(process.execPath, ['server.mjs'], { cwd: example('shop'), env: { ...process.env, BURSAR_URL: vault.base, PORT: '0', ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((then, fail) => {
    server.stdout.on('data', (data) => then(/http:\S+/.exec(String(data))[0]));
    server.on('exit', () => fail(new Error('the shop did not start')));
  });
  return { url, stop: () => server.kill() };
}
// One saved card, with 3D Secure, pays two sellers.
async function savesAndPays({ page, seen }, base) {
  await fillPayment(page, '4000002500003155');
  await page.click('#save');
  await challengeFrame(page).locator('#test-source-authorize-3ds').click();
  await page.waitForSelector('#payments li');
  assert.deepEqual(await page.locator('#payments li').allTextContents(), ['Tea House: $20.00 succeeded', 'Cup & Saucer: $20.00 succeeded']);
  assert.ok(!seen.requests.some((request) => !request.url.startsWith(base) && request.body.includes('4000002500003155')));
  assert.deepEqual(seen.errors, []);
}

test('A: the example shop', async () => {
  const example_ = await startExample({});
  try {
    const opened = await openPage(browser);
    await opened.page.goto(example_.url);
    await savesAndPays(opened, vault.base);
    await opened.page.screenshot({ path: `${scratch}/screenshots/example.png` });
  } finally {
    example_.stop();
  }
});

test('B: the example shop in React; a bundler takes our loader for the official one', async () => {
  const folder = example('react');
  mkdirSync(`${scratch}/web`, { recursive: true });
  cpSync(`${root}web/loader`, `${scratch}/web/loader`, { recursive: true });
  execFileSync(process.execPath, [`${folder}/node_modules/vite/bin/vite.js`, 'build', '--logLevel', 'error'], { cwd: folder, env: { ...process.env, BURSAR_URL: vault.base } });
  const shop_ = await startExample({ PAGES: `${folder}/dist` });
  try {
    const opened = await openPage(browser);
    await opened.page.goto(shop_.url);
    await savesAndPays(opened, vault.base);
  } finally {
    shop_.stop();
  }
});

test('C: the example shop as in production, and a test that answers for js.stripe.com', async () => {
  const { answerForStripe } = await import(`${example('playwright')}/answer.mjs`);
  const shop_ = await startExample({ LIBRARY: 'https://js.stripe.com' });
  try {
    const opened = await openPage(browser);
    await answerForStripe(opened.context, vault.base);
    await opened.page.goto(shop_.url);
    await savesAndPays(opened, vault.base);
  } finally {
    shop_.stop();
  }
});

test('D: the example shop as in production, and the name js.stripe.com leads to the server', async () => {
  const folder = example('transparent');
  const server = spawn(`${folder}/up`, [], { env: { ...process.env, BURSAR: binary, LISTEN: '127.0.0.1:0', FOLDER: folder }, stdio: ['ignore', 'pipe', 'ignore'] });
  let own, shop_;
  try {
    const port = await new Promise((then, fail) => {
      server.stdout.on('data', (data) => {
        const found = /127\.0\.0\.1:(\d+)/.exec(String(data));
        if (found) then(found[1]);
      });
      server.on('exit', () => fail(new Error('the server did not start')));
    });
    shop_ = await startExample({ LIBRARY: 'https://js.stripe.com', BURSAR_URL: `https://127.0.0.1:${port}`, NODE_EXTRA_CA_CERTS: `${folder}/certificate.pem` });
    own = await startBrowser([`--host-resolver-rules=MAP js.stripe.com 127.0.0.1:${port}`]);
    const opened = await openPage(own, { ignoreHTTPSErrors: true }, ['js.stripe.com']);
    await opened.page.goto(shop_.url);
    await savesAndPays(opened, 'https://js.stripe.com');
  } finally {
    await own?.close();
    shop_?.stop();
    server.kill();
  }
});
