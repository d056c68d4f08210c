// A shop with a card element, three separate fields, a payment element or nothing, in a browser, before a vault: what several of
// the tests beside this start from.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { mkdirSync } from 'node:fs';
import { openPage, shopPage, startBrowser, startServer, startShop } from './shop.mjs';

const binary = process.env.BURSAR, scratch = process.env.SCRATCH;
export const shots = `${scratch}/screenshots`;
export let vault, shop, browser;

export const page = (...given) => shopPage(() => vault.base, ...given);

export const cardScript = `
  const elements = stripe.elements(), card = elements.create('card', JSON.parse(query.get('card') || '{}'));
  for (const name of ['ready', 'change', 'focus', 'blur', 'escape', 'loaderror']) card.on(name, (event) => told.push([name, event]));
  card.mount('#card');
  document.getElementById('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    try { window.result = await window.action(); } catch (problem) { window.result = {thrown: problem.name + ': ' + problem.message}; }
  });
  window.action = () => stripe.createPaymentMethod({type: 'card', card, billing_details: {name: 'Jenny Rosen'}});`;
const paymentScript = `
  const options = query.get('secret') ? {clientSecret: query.get('secret')} : {mode: 'payment', amount: 1099, currency: 'usd'};
  options.appearance = JSON.parse(query.get('appearance') || '{}');
  options.locale = query.get('locale') || 'auto';
  const elements = stripe.elements(options), payment = elements.create('payment');
  payment.on('change', (event) => told.push(['change', event]));
  payment.on('ready', () => told.push(['ready']));
  payment.mount('#card');
  document.getElementById('form').addEventListener('submit', async (event) => {
    event.preventDefault();
    try { window.result = await window.action(); } catch (problem) { window.result = {thrown: problem.name + ': ' + problem.message}; }
  });`;

before(async () => {
  mkdirSync(shots, { recursive: true });
  vault = await startServer(binary, scratch);
  shop = await startShop({});
  Object.assign(shop.pages, { '/card': page(cardScript), '/payment': page(paymentScript), '/bare': page(''), '/done': '<!doctype html><title>Done</title>done',
    '/split': page(`
      const elements = stripe.elements();
      const fields = ['cardNumber', 'cardExpiry', 'cardCvc'].map((kind) => { const element = elements.create(kind); element.on('change', (event) => told.push([kind, event])); element.mount('#' + kind); return element; });
      document.getElementById('form').addEventListener('submit', async (event) => { event.preventDefault(); window.result = await stripe.createPaymentMethod({type: 'card', card: elements.getElement('cardNumber')}); });`,
      '<form id="form"><div id="cardNumber"></div><div id="cardExpiry"></div><div id="cardCvc"></div><button id="pay">Pay</button></form>') });
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  shop?.stop();
  vault?.stop();
});

export const open = async (path, parameters, options) => {
  const opened = await openPage(browser, options);
  await opened.page.goto(`${shop.url}${path}?${new URLSearchParams(parameters)}`);
  await opened.page.waitForFunction(() => window.told.some(([name]) => name === 'ready' || name === 'loaderror') || !document.getElementById('card'), null, { timeout: 10000 }).catch(() => undefined);
  return opened;
};
export const result = (tab) => tab.waitForFunction(() => window.result, null, { timeout: 15000 }).then((handle) => handle.jsonValue());
export const quiet = (seen) => assert.deepEqual([seen.errors, seen.console.filter((line) => line.startsWith('error') && !line.includes('402'))], [[], []]);

// The number went from a frame of the vault to the vault, and nowhere else.
export async function numberStayed(tab, seen, digits, origin = shop.url) {
  for (const request of seen.requests) {
    if (!request.url.startsWith(vault.base)) assert.ok(!(request.url + request.body).includes(digits), `${request.url} carries the number`);
    assert.ok(!request.url.includes(digits));
  }
  assert.ok(seen.requests.some((request) => request.url.startsWith(`${vault.base}/v1/`) && request.body.includes(digits)), 'the number reached the vault');
  const held = await tab.evaluate(() => JSON.stringify([document.documentElement.outerHTML, { ...localStorage }, { ...sessionStorage }, window.told, window.result, document.cookie]));
  assert.ok(!held.includes(digits) && !held.includes('4242 4242'), `a page of ${origin} holds the number`);
  assert.ok(!seen.console.join('').includes(digits));
}
