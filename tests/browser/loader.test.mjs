// The official loader, in every major, against the library: at the release that it asks for and at another, by a script tag
// and by a test that answers for js.stripe.com; on a server, and where the script stands twice.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { openPage, platform, startBrowser, startServer, startShop } from './shop.mjs';

const binary = process.env.BURSAR, scratch = process.env.SCRATCH;
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

// The release that each asks for, and from which one on it minds another.
const majors = [[1, 'v3'], [2, 'v3'], [3, 'v3'], [4, 'v3'], [5, 'v3'], [6, 'acacia'], [7, 'basil'], [8, 'clover'], [9, 'dahlia'], [10, 'endive']].map(([major, release]) => ({ major, release, name: major === 10 ? '@stripe/stripe-js' : `stripe-js${major}`, minds: major >= 5 }));
const packageOf = (name) => JSON.parse(readFileSync(new URL(`./node_modules/${name}/package.json`, import.meta.url)));
const pathOf = (release) => (release === 'v3' ? '/v3/' : `/${release}/stripe.js`);
const page = (name, key, script) => `<!doctype html><html lang="en"><head><title>Shop</title>${script}</head><body><div id="card"></div><script type="module">
  import { loadStripe } from '/modules/${name}/${packageOf(name).module.replace('./', '')}';
  const stripe = await loadStripe('${key}');
  stripe.elements().create('card').on('ready', () => (window.ready = Stripe.version)).mount('#card');
</script></body></html>`;

for (const { major, release, name, minds } of majors)
  test(`stripe-js ${major}`, async () => {
    const { publishable } = platform(vault.base), live = publishable.replace('pk_test', 'pk_live');
    const other = release === 'v3' ? 'endive' : 'v3';
    for (const [given, key, warns] of [[release, publishable, false], [other, publishable, minds], [other, live, false]]) {
      shop.pages['/loader'] = page(name, key, `<script src="${vault.base}${pathOf(given)}"></script>`);
      const { page: tab, context, seen } = await openPage(browser);
      await tab.goto(`${shop.url}/loader`);
      await tab.waitForFunction(() => window.ready);
      assert.equal(await tab.evaluate(() => window.ready), given === 'v3' ? 3 : given);
      assert.deepEqual(seen.console.filter((line) => line.startsWith('warning')).length, warns ? 1 : 0, `${given} ${seen.console}`);
      assert.deepEqual(seen.errors, [], 'nobody else was asked');
      await context.close();
    }
    // It injects its own tag, for which a test answers.
    shop.pages['/loader'] = page(name, publishable, '');
    const { page: tab, context, seen } = await openPage(browser), library = await (await fetch(`${vault.base}/v3/`)).text(), asked = [];
    await context.route('https://js.stripe.com/**', (route) => {
      asked.push(new URL(route.request().url()).pathname);
      return route.fulfill({ contentType: 'text/javascript', body: `document.currentScript.dataset.apiBase = '${vault.base}';${library}` });
    });
    await tab.goto(`${shop.url}/loader`);
    await tab.waitForFunction(() => window.ready);
    assert.deepEqual(asked, [release === 'v3' ? '/v3' : pathOf(release)]);
    assert.deepEqual([seen.errors, seen.console], [[], []], 'the release is that of the address');
    await context.close();
  });

test('on a server there is no Stripe; a script that stands twice says so and changes nothing', async () => {
  const { loadStripe } = await import('@stripe/stripe-js');
  assert.equal(await loadStripe('pk_test_1234567890'), null);
  shop.pages['/twice'] = `<!doctype html><html lang="en"><head><title>Shop</title><script src="${vault.base}/endive/stripe.js"></script><script>window.first = Stripe</script><script src="${vault.base}/endive/stripe.js"></script></head><body></body></html>`;
  const { page: tab, seen } = await openPage(browser);
  await tab.goto(`${shop.url}/twice`);
  assert.equal(await tab.evaluate(() => window.first === Stripe), true);
  assert.deepEqual(seen.console, ['warning: Stripe.js was loaded more than once on this page.']);
});
