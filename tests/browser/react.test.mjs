// The official React components, unmodified, in several majors, against the library: they mount, hear, update and unmount
// without a word on the console. And the official loader: it takes what our script tag left, and asks nobody.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { build } from 'vite';
import { openPage, platform, startBrowser, startServer, startShop, typeCard } from './shop.mjs';

const binary = process.env.BURSAR, scratch = process.env.SCRATCH;
let vault, shop, browser;
const majors = [
  { name: '@stripe/react-stripe-js', react: 'react', dom: 'react-dom', loader: '@stripe/stripe-js', train: 'endive' },
  { name: 'react-stripe-js5', react: 'react18', dom: 'react-dom18', loader: 'stripe-js8', train: 'clover' },
  { name: 'react-stripe-js3', react: 'react18', dom: 'react-dom18', loader: 'stripe-js5', train: 'v3' },
  { name: 'react-stripe-js2', react: 'react18', dom: 'react-dom18', loader: 'stripe-js5', train: 'v3' },
];

const app = `
import React from 'react';
import { createRoot } from 'react-dom/client';
import { loadStripe } from '@stripe/stripe-js';
import { CardElement, Elements, useElements, useStripe } from '@stripe/react-stripe-js';
const e = React.createElement, told = (window.told = []);
const loaded = loadStripe(new URLSearchParams(location.search).get('pk')).then((stripe) => new Proxy(stripe, {
  get(target, name, self) {
    const value = Reflect.get(target, name, self);
    if (value === undefined && typeof name === 'string' && name !== 'then' && !(name in target)) told.push(['missing', name]);
    return value;
  },
}));
function Form() {
  const stripe = useStripe(), elements = useElements(), [color, setColor] = React.useState('#32325d');
  window.recolor = () => setColor('#c00000');
  const pay = async (event) => {
    event.preventDefault();
    window.result = await stripe.createPaymentMethod({ type: 'card', card: elements.getElement(CardElement) });
  };
  return e('form', { onSubmit: pay }, e(CardElement, { options: { style: { base: { color } } }, onReady: (element) => told.push(['ready', typeof element.update]), onChange: (event) => told.push(['change', event.complete]), onFocus: () => told.push(['focus']) }), e('button', { id: 'pay' }, 'Pay'));
}
function App() {
  const [shown, setShown] = React.useState(true);
  window.leave = () => setShown(false);
  return e(React.StrictMode, null, shown ? e(Elements, { stripe: loaded }, e(Form)) : e('p', { id: 'gone' }, 'gone'));
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
    assert.deepEqual([seen.errors, seen.console], [[], []], version);
    await context.close();
  });
