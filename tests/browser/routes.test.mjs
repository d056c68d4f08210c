// Four ways to point an application at the server (docs/browser.md), and the example shop.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, rmSync, cpSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { build } from 'vite';
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

test('B: a bundler\'s alias', async () => {
  const { publishable } = platform(vault.base), folder = `${scratch}/alias`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/app.js`, `import { loadStripe } from '@stripe/stripe-js'; const stripe = await loadStripe('${publishable}'); ${use}`);
  await build({ configFile: false, root: folder, logLevel: 'error', define: { 'globalThis.BURSAR_URL': JSON.stringify(vault.base) }, resolve: { alias: { '@stripe/stripe-js': `${root}web/loader/index.js` } }, build: { outDir: `${folder}/dist`, target: 'esnext', lib: { entry: `${folder}/app.js`, formats: ['es'], fileName: () => 'app.js' } } });
  shop.pages['/b.js'] = readFileSync(`${folder}/dist/app.js`, 'utf8');
  shop.pages['/b'] = cardPage('<script type="module" src="/b.js"></script>');
  const { page, seen } = await openPage(browser);
  await page.goto(`${shop.url}/b`);
  await pays(page);
  assert.deepEqual([seen.errors, seen.console], [[], []]);
});

test('C: a test that answers for js.stripe.com', async () => {
  const { publishable } = platform(vault.base);
  shop.pages['/c'] = () => cardPage(`<script src="https://js.stripe.com/endive/stripe.js"></script><script type="module">const stripe = Stripe('${publishable}'); ${use}</script>`);
  const { page, context, seen } = await openPage(browser);
  const library = await (await fetch(`${vault.base}/endive/stripe.js`)).text();
  await context.route('https://js.stripe.com/**', (route) => route.fulfill({ contentType: 'text/javascript', body: `document.currentScript.dataset.apiBase = '${vault.base}';${library}` }));
  await page.goto(`${shop.url}/c`);
  await pays(page);
  assert.deepEqual(seen.errors, []);
});

test('D: the name js.stripe.com leads to the server, with a certificate of one\'s own', async () => {
  const folder = `${scratch}/tls`;
  mkdirSync(folder, { recursive: true });
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=js.stripe.com', '-addext', 'subjectAltName=DNS:js.stripe.com', '-keyout', `${folder}/key.pem`, '-out', `${folder}/cert.pem`], { stdio: 'ignore' });
  const secure = await startServer(binary, folder, ['--tls-cert', `${folder}/cert.pem`, '--tls-key', `${folder}/key.pem`, '--public-url', 'https://js.stripe.com']);
  const own = await startBrowser([`--host-resolver-rules=MAP js.stripe.com 127.0.0.1:${new URL(secure.base).port}`]);
  try {
    const tail = 'd'.repeat(24);
    shop.pages['/d'] = () => cardPage(`<script src="https://js.stripe.com/endive/stripe.js"></script><script type="module">const stripe = Stripe('pk_test_${tail}'); ${use}</script>`);
    const { page } = await openPage(own, { ignoreHTTPSErrors: true }, ['js.stripe.com']);
    await page.goto(`${shop.url}/d`);
    await pays(page);
  } finally {
    await own.close();
    secure.stop();
  }
});

test('the example shop: one saved card, with 3D Secure, pays two sellers', async () => {
  const folder = `${scratch}/example`;
  cpSync(`${root}examples/shop`, folder, { recursive: true });
  rmSync(`${folder}/node_modules`, { recursive: true, force: true });
  symlinkSync(new URL('./node_modules', import.meta.url).pathname, `${folder}/node_modules`);
  const server = spawn(process.execPath, ['server.mjs'], { cwd: folder, env: { ...process.env, BURSAR_URL: vault.base, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const url = await new Promise((then, fail) => {
      server.stdout.on('data', (data) => then(/http:\S+/.exec(String(data))[0]));
      server.on('exit', () => fail(new Error('the shop did not start')));
    });
    const { page, seen } = await openPage(browser);
    await page.goto(url);
    await fillPayment(page, '4000002500003155');
    await page.click('#save');
    await challengeFrame(page).locator('#test-source-authorize-3ds').click();
    await page.waitForSelector('#payments li');
    assert.deepEqual(await page.locator('#payments li').allTextContents(), ['Tea House: $20.00 succeeded', 'Cup & Saucer: $20.00 succeeded']);
    assert.ok(!seen.requests.some((request) => !request.url.startsWith(vault.base) && request.body.includes('4000002500003155')));
    await page.screenshot({ path: `${scratch}/screenshots/example.png` });
  } finally {
    server.kill();
  }
});
