// What must not be possible: reading the frames, speaking for them, frames of the page's own origin; and what is not there says so.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, cardScript, open, page, result, shop, vault } from './card_shop.mjs';
import { cardFrame, openPage, platform, typeCard } from './shop.mjs';

test('a page cannot look into the frames, nor speak for them, nor give them an address', async () => {
  const { publishable } = platform(vault.base);
  const { page: tab, seen } = await open('/card', { pk: publishable });
  await typeCard(tab);
  const looks = await tab.evaluate(() => [...document.querySelectorAll('iframe')].map((frame) => {
    try {
      return String(frame.contentWindow.bursarCollect ?? frame.contentDocument);
    } catch (problem) {
      return problem.name;
    }
  }));
  assert.ok(looks.length && looks.every((look) => look === 'SecurityError' || look === 'null'), looks.join());
  // Forged answers from the page itself, and a second beginning for the controller.
  await tab.evaluate(() => {
    window.postMessage({ bursar: 1, type: 'result', id: 1, result: { id: 'pm_forged' } }, '*');
    window.postMessage({ bursar: 1, type: 'change', change: { complete: true, empty: false, brand: 'amex' } }, '*');
  });
  await tab.click('#pay');
  assert.match((await result(tab)).paymentMethod.id, /^pm_1/);
  const told = await tab.evaluate(() => window.told.filter(([name]) => name === 'change').at(-1)[1].brand);
  assert.equal(told, 'visa');
  const probes = await tab.evaluate(async () => {
    const controller = [...document.querySelectorAll('iframe')].find((frame) => frame.src.includes('controller'));
    const card = document.querySelector('.StripeElement iframe').name;
    const answers = {};
    const ask = (id, name, args) => new Promise((then) => {
      const hear = (event) => event.data?.id === id && (removeEventListener('message', hear), then(event.data.result));
      addEventListener('message', hear);
      controller.contentWindow.postMessage({ bursar: 1, type: 'operation', id, name, args }, '*');
    });
    controller.contentWindow.postMessage({ bursar: 1, type: 'context', context: { key: 'pk_test_stolenstolenstolen00' } }, '*');
    answers.unknown = await ask(1001, '__proto__', {});
    answers.address = await ask(1002, 'retrieve_payment_intent', { client_secret: 'pi_1/../../elsewhere_secret_x' });
    answers.clone = await ask(1003, 'create_payment_method', { params: { customer: 'cus_x', payment_method: 'pm_x', card: { number: '4000000000000002' } }, frames: [card] });
    answers.nowhere = await ask(1004, 'create_payment_method', { params: {}, frames: ['nobody'] });
    return answers;
  });
  assert.equal(probes.unknown.error.code, 'unknown_operation');
  assert.equal(probes.address.error.code, 'parameter_invalid');
  assert.equal(probes.clone.card?.last4 ?? probes.clone.error?.type, probes.clone.card ? '4242' : 'invalid_request_error', 'the number comes from the frame, not from the page');
  assert.ok(!seen.requests.some((request) => request.body.includes('customer=cus_x') || request.body.includes('pk_test_stolen')));
  assert.equal(probes.nowhere.error.code, 'element_not_mounted');
});

test('a vault on the shop\'s own origin is refused: the page could read its frames', async () => {
  const { publishable } = platform(vault.base);
  const { page: tab, context } = await openPage(browser);
  await context.route(`${vault.base}/shop*`, (route) => route.fulfill({ contentType: 'text/html', body: page(cardScript)() }));
  await tab.goto(`${vault.base}/shop?pk=${publishable}`);
  await tab.waitForFunction(() => window.told.some(([name]) => name === 'loaderror'));
  assert.equal(await cardFrame(tab).locator('input').count(), 0);
});

test('the object: mistakes are thrown, what is not there says so, nothing is undefined', async () => {
  const { publishable } = platform(vault.base);
  const { page: tab } = await openPage(browser);
  await tab.goto(`${shop.url}/bare?pk=${publishable}`);
  const said = await tab.evaluate(async () => {
    const thrown = (action) => {
      try {
        action();
        return 'nothing';
      } catch (problem) {
        return `${problem.name}: ${problem.message}`;
      }
    };
    const elements = stripe.elements();
    elements.create('card');
    return {
      version: Stripe.version, secret: thrown(() => Stripe('sk_test_1234567890')), none: thrown(() => Stripe()), fresh: typeof new Stripe('pk_test_x').elements, thenable: typeof stripe.then,
      twice: thrown(() => elements.create('card')), unknown: thrown(() => elements.create('sneeze')), unsupported: await stripe.confirmIdealPayment('x').catch((problem) => `${problem.name}: ${problem.message}`), form: thrown(() => stripe.initCheckoutFormSdk({})), wallet: await stripe.paymentRequest({ country: 'US', currency: 'usd', total: { label: 'Cup', amount: 900 } }).canMakePayment(),
      unmounted: await stripe.createPaymentMethod({ type: 'card', card: elements.getElement('card') }).catch((problem) => problem.message),
      component: elements.getElement(Object.assign(() => null, { __elementType: 'card' })) === elements.getElement('card'),
    };
  });
  assert.equal(said.version, 'endive');
  assert.match(said.secret, /^IntegrationError: You should not use your secret key/);
  assert.match(said.none, /^IntegrationError/);
  assert.deepEqual([said.fresh, said.thenable, said.wallet, said.component], ['function', 'undefined', null, true]);
  assert.match(said.twice, /Can only create one Element of type card/);
  assert.match(said.unknown, /A valid Element name must be provided\. Valid Elements are:\n.*; you passed: sneeze\./);
  assert.match(said.unmounted, /^We could not retrieve data from the specified Element\./);
  assert.deepEqual([said.unsupported, said.form], ['confirmIdealPayment', 'initCheckoutFormSdk'].map((name) => `IntegrationError: ${name} is not supported by this server.`));
});
