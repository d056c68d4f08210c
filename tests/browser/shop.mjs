// A shop, as somebody else would write it: pages on an origin of their own, a browser, and watch kept over every request that
// leaves a page.
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { randomBytes } from 'node:crypto';
import { chromium } from 'playwright-core';
import Stripe from 'stripe';

const require = createRequire(import.meta.url);

export async function startServer(binary, scratch, options = []) {
  const server = spawn(binary, ['serve', '--sandbox', '--listen', '127.0.0.1:0', '--store', `sqlite:${scratch}/browser${randomBytes(4).toString('hex')}.db`, ...options], { stdio: ['ignore', 'pipe', 'ignore'] });
  const base = await new Promise((then, fail) => {
    server.stdout.on('data', (data) => {
      const found = /https?:\/\/127\.0\.0\.1:\d+/.exec(String(data));
      if (found) then(found[0]);
    });
    server.on('exit', () => fail(new Error('the server did not start')));
  });
  return { base, stop: () => server.kill() };
}

// Pages are functions of the address that the library comes from; what they need from node_modules is served, too.
export async function startShop(pages) {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://x').pathname;
    const page = pages[path];
    if (page !== undefined) {
      const body = typeof page === 'function' ? page() : page;
      return response.writeHead(200, { 'Content-Type': path.endsWith('.js') || path.endsWith('.mjs') ? 'text/javascript' : 'text/html; charset=utf-8' }).end(body);
    }
    if (path.startsWith('/modules/')) {
      try {
        return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(readFileSync(new URL(`./node_modules/${path.slice(9)}`, import.meta.url)));
      } catch {
        /* falls through to 404 */
      }
    }
    response.writeHead(404).end();
  });
  await new Promise((then) => server.listen(0, '127.0.0.1', then));
  return { url: `http://localhost:${server.address().port}`, stop: () => server.close(), pages };
}

// A page with the library, a Stripe object of the key and account in its address, and a form.
export const shopPage = (base, script, body = '<form id="form"><label for="card">Card</label><div id="card"></div><button id="pay">Pay</button></form>', train = 'endive') => () =>
  `<!doctype html><html lang="en"><head><title>Shop</title><style>body{font:16px system-ui;margin:24px;max-width:480px}.StripeElement{padding:12px;border:1px solid #ccc;border-radius:6px}.StripeElement--invalid{border-color:#c00}</style><script src="${base()}/${train}/stripe.js"></script></head><body><main><h1>Shop</h1>${body}</main><script>
  const query = new URLSearchParams(location.search), told = window.told = [];
  const stripe = Stripe(query.get('pk'), query.get('account') ? {stripeAccount: query.get('account')} : {});
  ${script}</script></body></html>`;

export async function startBrowser(more = []) {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => {
    try {
      execFileSync(path, ['--version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  });
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage', ...more] });
}

// A page whose every request is kept, and which may speak to this machine only.
export async function openPage(browser, options = {}, hosts = []) {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  const page = await context.newPage();
  const seen = { requests: [], console: [], errors: [] };
  page.on('console', (message) => seen.console.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => seen.errors.push(String(error)));
  context.on('request', (request) => seen.requests.push({ url: request.url(), method: request.method(), body: request.postData() ?? '' }));
  await context.route((url) => !['localhost', '127.0.0.1', ...hosts].includes(url.hostname), (route) => {
    seen.errors.push(`left the machine: ${route.request().url()}`);
    return route.abort();
  });
  return { page, context, seen };
}

// A platform of its own, with its keys and the official SDK.
export function platform(base) {
  const tail = randomBytes(12).toString('hex'), url = new URL(base);
  return { publishable: `pk_test_${tail}`, secret: `sk_test_${tail}`, stripe: new Stripe(`sk_test_${tail}`, { host: url.hostname, port: url.port, protocol: 'http', maxNetworkRetries: 0 }) };
}

export const cardFrame = (page, index = 0) => page.frameLocator('.StripeElement iframe').nth(index);

// As a person types: key by key, in the one-line card.
export async function typeCard(page, number = '4242424242424242', { expiry = '1234', cvc = '123', postal = '94107' } = {}) {
  const frame = page.frameLocator('.StripeElement iframe').first();
  await frame.locator('[name=cardnumber]').pressSequentially(number);
  await frame.locator('[name=exp-date]').pressSequentially(expiry);
  await frame.locator('[name=cvc]').pressSequentially(cvc);
  if (postal && (await frame.locator('[name=postal]').count())) await frame.locator('[name=postal]').pressSequentially(postal);
}

export async function fillPayment(page, number = '4242424242424242') {
  const frame = page.frameLocator('iframe[title="Secure payment input frame"]');
  await frame.locator('[name=number]').fill(number);
  await frame.locator('[name=expiry]').fill('12/34');
  await frame.locator('[name=cvc]').fill('123');
  await frame.locator('[name=postalCode]').fill('94107');
}

export const challengeFrame = (page) => page.frameLocator('iframe[title="Authentication by your bank"]').frameLocator('#challengeFrame');
export const source = (name) => readFileSync(require.resolve(name), 'utf8');
