// The official React components, unmodified, in several majors, against the library: they mount, hear, update and unmount
// without a word on the console. And the official loader: it takes what our script tag left, and asks nobody.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'vite';
import { openPage, platform, startBrowser, startServer, startShop, typeCard } from './shop.mjs';

const binary = process.env.BURSAR, scratch = process.env.SCRATCH;
let vault, shop, browser;
// Each with a release of the loader of its time.
const old = { react: 'react18', dom: 'react-dom18' };
const majors = [
  { name: '@stripe/react-stripe-js', react: 'react', dom: 'react-dom', loader: '@stripe/stripe-js', train: 'endive' },
  { name: 'react-stripe-js6', ...old, loader: 'stripe-js9', train: 'dahlia' },
  { name: 'react-stripe-js5', ...old, loader: 'stripe-js8', train: 'clover' },
  { name: 'react-stripe-js4', ...old, loader: 'stripe-js7', train: 'basil' },
  { name: 'react-stripe-js3', ...old, loader: 'stripe-js5', train: 'v3' },
  { name: 'react-stripe-js2', ...old, loader: 'stripe-js2', train: 'v3' },
  { name: 'react-stripe-js1', ...old, loader: 'stripe-js1', train: 'v3' },
];

const app = `
import React from 'react';
import { createRoot } from 'react-dom/client';
import { loadStripe } from '@stripe/stripe-js';
import * as components from '@stripe/react-stripe-js';
const { CardElement, CardCvcElement, CardExpiryElement, CardNumberElement, Elements, EmbeddedCheckout, EmbeddedCheckoutProvider, PaymentElement, useElements, useStripe } = components;
const e = React.createElement, told = (window.told = []), query = new URLSearchParams(location.search);
// Everything that the components touch of what the library gives them is recorded: a member that is not there fails the test,
// and so warns of a new release that wants more.
const objects = new WeakMap();
function recorded(name, object) {
  if (objects.has(object)) return objects.get(object);
  const proxy = new Proxy(object, {
    get(target, member, self) {
      const value = Reflect.get(target, member, self);
      if (typeof member === 'string' && member !== 'then' && value === undefined && !(member in target)) told.push(['missing', name + '.' + member]);
      if (typeof value !== 'function') return value;
      return (...given) => {
        told.push(['called', name + '.' + member]);
        const result = value.apply(target, given);
        return member === 'elements' ? recorded('elements', result) : result;
      };
    },
  });
  objects.set(object, proxy);
  return proxy;
}
const loaded = loadStripe(new URLSearchParams(location.search).get('pk')).then((stripe) => recorded('stripe', stripe));
function Form() {
  const stripe = useStripe(), elements = useElements(), [color, setColor] = React.useState('#32325d');
  window.recolor = () => setColor('#c00000');
  const pay = async (event) => {
    event.preventDefault();
    window.result = await stripe.createPaymentMethod({ type: 'card', card: elements.getElement(CardElement) });
  };
  return e('form', { onSubmit: pay }, e(CardElement, { options: { style: { base: { color } } }, onReady: (element) => told.push(['ready', typeof element.update]), onChange: (event) => told.push(['change', event.complete]), onFocus: () => told.push(['focus']) }), e('button', { id: 'pay' }, 'Pay'));
}
// What else there is: split fields, the payment element, a frame of Checkout.
function Others() {
  const heard = (name) => ({ onReady: () => told.push(['ready', name]), onChange: () => told.push(['change', name]) });
  return e('div', null,
    e(Elements, { stripe: loaded }, e(CardNumberElement, heard('cardNumber')), e(CardExpiryElement, heard('cardExpiry')), e(CardCvcElement, heard('cardCvc'))),
    e(Elements, { stripe: loaded, options: { mode: 'payment', amount: 1000, currency: 'eur', appearance: { theme: 'stripe' } } }, e(PaymentElement, heard('payment'))),
    EmbeddedCheckoutProvider && query.get('checkout') ? e(EmbeddedCheckoutProvider, { stripe: loaded, options: { clientSecret: query.get('checkout') } }, e(EmbeddedCheckout)) : null);
}
function App() {
  const [shown, setShown] = React.useState(true);
  window.leave = () => setShown(false);
  return e(React.StrictMode, null, shown ? query.get('others') ? e(Others) : e(Elements, { stripe: loaded }, e(Form)) : e('p', { id: 'gone' }, 'gone'));
}
createRoot(document.getElementById('root')).render(e(App));
`;

before(async () => {
  vault = await startServer(binary, scratch);
  shop = await startShop({});
  browser = await startBrowser();
  for (const [index, major] of majors.entries()) {
    const folder = `${scratch}/react${index}`;
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${folder}/app.js`, app);
    const modules = new URL('./node_modules/', import.meta.url).pathname;
    const alias = [['@stripe/react-stripe-js', major.name], ['@stripe/stripe-js', major.loader], ['react-dom', major.dom], ['react', major.react]].map(([find, name]) => ({ find: new RegExp(`^${find}(?=/|$)`), replacement: modules + name }));
    await build({ configFile: false, root: folder, logLevel: 'error', define: { 'process.env.NODE_ENV': '"production"' }, resolve: { alias }, build: { outDir: `${folder}/dist`, lib: { entry: `${folder}/app.js`, formats: ['iife'], name: 'App', fileName: () => 'app.js' } } });
    const src = major.train === 'v3' ? '/v3/' : `/${major.train}/stripe.js`;
    shop.pages[`/${index}`] = () => `<!doctype html><html lang="en"><head><title>Shop</title><script src="${vault.base}${src}"></script></head><body><div id="root"></div><script src="/${index}.js"></script></body></html>`;
    shop.pages[`/${index}.js`] = readFileSync(`${folder}/dist/app.js`, 'utf8');
  }
});
after(async () => {
  await browser?.close();
  shop?.stop();
  vault?.stop();
});

for (const [index, major] of majors.entries())
  test(`${major.name} with ${major.loader}`, async () => {
    const version = JSON.parse(readFileSync(new URL(`./node_modules/${major.name}/package.json`, import.meta.url))).version;
    const { publishable } = platform(vault.base);
    const { page, context, seen } = await openPage(browser);
    await page.goto(`${shop.url}/${index}?pk=${publishable}`);
    await page.waitForFunction(() => window.told.some(([name]) => name === 'ready'));
    await typeCard(page);
    await page.click('#pay');
    const { paymentMethod, error } = await page.waitForFunction(() => window.result).then((handle) => handle.jsonValue());
    assert.equal(error, undefined, version);
    assert.equal(paymentMethod.card.last4, '4242');
    await page.evaluate(() => window.recolor());
    const frame = page.frames().find((each) => each.url().includes('elements-inner-card'));
    await frame.waitForFunction(() => getComputedStyle(document.body).color === 'rgb(192, 0, 0)');
    await page.evaluate(() => window.leave());
    await page.waitForSelector('#gone');
    const told = await page.evaluate(() => window.told);
    assert.deepEqual(told.filter(([name]) => name === 'missing'), [], `${version} touches members that are not there`);
    assert.deepEqual(told.find(([name]) => name === 'ready'), ['ready', 'function']);
    assert.ok(told.some(([name, complete]) => name === 'change' && complete === true));
    assert.ok(told.some(([name, member]) => name === 'called' && member === 'stripe.elements'), 'what was touched was recorded');
    assert.deepEqual([seen.errors, seen.console], [[], []], version);
    await context.close();
  });

for (const [index, major] of majors.entries())
  test(`${major.name}: split fields, the payment element, Checkout in a frame`, async () => {
    const { publishable, stripe } = platform(vault.base);
    const session = await stripe.checkout.sessions.create({ mode: 'payment', ui_mode: 'embedded_page', redirect_on_completion: 'never', line_items: [{ price_data: { currency: 'eur', unit_amount: 900, product_data: { name: 'Cup' } } }] });
    const embeds = index < majors.length - 1; // the component came with 2
    const { page, context, seen } = await openPage(browser);
    await page.goto(`${shop.url}/${index}?${new URLSearchParams({ pk: publishable, others: '1', ...(embeds ? { checkout: session.client_secret } : {}) })}`);
    await page.waitForFunction(() => window.told.filter(([name]) => name === 'ready').length === 4);
    await page.frameLocator('iframe[title="Secure payment input frame"]').locator('[name=number]').pressSequentially('4242');
    await page.waitForFunction(() => window.told.some(([name, kind]) => name === 'change' && kind === 'payment'));
    if (embeds) assert.match(await page.frameLocator('iframe[title="Checkout"]').locator('h1').textContent(), /9\.00/);
    await page.evaluate(() => window.leave());
    await page.waitForSelector('#gone');
    assert.deepEqual((await page.evaluate(() => window.told)).filter(([name]) => name === 'missing'), []);
    assert.deepEqual([seen.errors, seen.console], [[], []], major.name);
    await context.close();
  });
