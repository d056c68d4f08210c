// What a page calls wrongly: how it is told, and that it goes on where nothing was wrong.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, open, shop, vault } from './card_shop.mjs';
import { fillPayment, openPage, platform, typeCard } from './shop.mjs';

// What is thrown, or refused by the promise, in the words of it.
const said = (tab, given) => tab.evaluate(async ({ code, given }) => {
  try {
    return (await (0, eval)(`(async (given) => { ${code} })`)(given)) ?? 'nothing';
  } catch (problem) {
    return `${problem.name}: ${problem.message}`;
  }
}, given);
const bare = async () => {
  const { publishable, stripe } = platform(vault.base), opened = await openPage(browser);
  await opened.page.goto(`${shop.url}/bare?pk=${publishable}`);
  return { ...opened, tab: opened.page, stripe, publishable };
};
const all = async (tab, rows, given) => {
  for (const [code, words] of rows) {
    const answer = await said(tab, { code, given });
    assert.ok(typeof answer === 'string' && answer.startsWith(`IntegrationError: ${words}`), `${code}\n  said ${JSON.stringify(answer)}\n  not  ${words}`);
  }
};

const form = '${id}_secret_${secret}';
const gone = 'We could not retrieve data from the specified Element.';
const nobody = (called) => `Invalid value for ${called}(): elements should have a mounted Payment Element or Express Checkout Element.`;

test('Stripe() and elements()', async () => {
  const { tab } = await bare();
  await all(tab, [
    ['Stripe()', 'Missing value for Stripe(): apiKey should be a string.'], ['Stripe(5)', 'Invalid value for Stripe(): apiKey should be a string. You specified: 5.'],
    ['Stripe("")', 'Please call Stripe() with your publishable key. You used an empty string.'], ['Stripe("rk_test_1")', 'You should not use your secret key with Stripe.js.'],
    ['Stripe("pk_test_x", {stripeAccount: 5})', 'Invalid value for Stripe(): stripeAccount should be a string.'],
    ['stripe.elements({clientSecret: "pi_1"})', `Invalid value for elements(): clientSecret should be a client secret of the form ${form}. You specified: pi_1.`],
    ['stripe.elements({clientSecret: null})', 'Invalid value for elements(): clientSecret should be'], ['stripe.elements("pi_1_secret_1")', 'Invalid value for elements(): value should be an object.'],
    ['stripe.elements({mode: "sell"})', 'Invalid value for elements(): mode should be one of the following strings: payment, setup, subscription. You specified: sell.'],
    ['stripe.elements({mode: "payment", amount: 10.5, currency: "usd"})', "Invalid value for elements(): amount should be a positive amount in the currency's subunit. You specified: 10.5."],
    ['stripe.elements({mode: "payment", amount: 0, currency: "usd"})', 'Invalid value for elements(): amount must be greater than 0.'], ['stripe.elements({mode: "payment", amount: 10})', 'Missing value for elements(): currency should be one of'],
    ['stripe.elements({mode: "payment", currency: "usd"})', 'Missing value for elements(): amount should be'], ['stripe.elements({mode: "payment", amount: 10, currency: "USD"})', 'Invalid value for elements(): currency should be one of'],
    ['await stripe.elements({clientSecret: "pi_1_secret_1"}).update({amount: 5})', 'Invalid value for elements.update(): `amount` is only applicable when a `mode` is set.'],
  ]);
});

test('elements.create()', async () => {
  const { tab, seen } = await bare();
  const deferred = 'stripe.elements({mode: "payment", amount: 1000, currency: "usd"})';
  await all(tab, [
    ['stripe.elements().create("payment")', 'In order to create a payment element, you must pass a clientSecret or mode when creating the Elements group.'],
    ['stripe.elements({clientSecret: undefined}).create("payment")', 'In order to create a payment element'], ['stripe.elements().create()', 'A valid Element name must be provided.'],
    ['const e = stripe.elements(); e.create("card"); e.create("card")', 'Can only create one Element of type card.'],
    ['const e = stripe.elements(); e.create("cardNumber"); e.create("card")', 'Cannot create an Element of type card after an Element of type cardNumber has already been created.'],
    [`${deferred}.create("payment", {fields: {billingDetails: "none"}})`, "Invalid value for elements.create('payment'): fields.billingDetails should be one of the following strings: never, auto."],
    [`${deferred}.create("payment", {layout: "grid"})`, "Invalid value for elements.create('payment'): layout should be one of the following strings: tabs, accordion, auto."],
    ['stripe.elements().create("address")', "Missing value for elements.create('address'): mode should be one of the following strings: shipping, billing."],
    ['stripe.elements().create("address", {mode: "billing", validation: {phone: {required: "never"}}})', 'You cannot specify validation.phone without setting fields.phone to always.'],
    ['stripe.elements().create("paymentRequestButton")', 'You must pass in a stripe.paymentRequest object in order to use this Element.'],
  ]);
  assert.equal(await said(tab, { code: 'const e = stripe.elements({adaptivePricing: {allowed: true}}); e.create("card", {colour: "red"}); e.create("address", {mode: "billing"}); return "made"' }), 'made');
  assert.deepEqual(seen.console, ["warning: Unrecognized elements.create('card') parameter: colour is not a recognized parameter. This may cause issues with your integration in the future."]);
});

test('mount(), and an element that is unmounted or destroyed', async () => {
  const { publishable } = platform(vault.base), { page: tab, seen } = await open('/card', { pk: publishable });
  await tab.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<input id="input"><i class="two"></i><i class="two"><b></b></i><p id="shadow"></p><div id="other"></div>'));
  const one = 'const it = stripe.elements().create("card");';
  await all(tab, [
    [`${one} it.mount()`, 'Missing argument. Make sure to call mount() with a valid DOM element or selector.'], [`${one} it.mount({})`, 'Invalid DOM element. Make sure to call mount() with a valid DOM element or selector.'],
    [`${one} it.mount("#nowhere")`, 'The selector you specified (#nowhere) applies to no DOM elements that are currently on the page.\nMake sure the element exists on the page before calling mount().'],
    [`${one} it.mount("#input")`, 'Stripe Elements must be mounted in a DOM element that\ncan contain child nodes.'],
    [`${one} const root = document.getElementById("shadow").attachShadow({mode: "open"}), box = document.createElement("div"); root.append(box); it.mount(box)`, 'Elements cannot be mounted in a ShadowRoot.'],
    ['card.mount("#other")', 'This Element is already mounted. Use `unmount()` to unmount the Element before re-mounting.'], ['card.on("change", 5)', 'Invalid value for on(): handler should be a function. You specified: 5.'],
  ]);
  assert.equal(await said(tab, { code: `${one} it.mount(".two"); it.destroy(); card.mount("#card"); return "mounted"` }), 'mounted');
  assert.deepEqual(seen.console.filter((line) => line.startsWith('warning')), ['warning: The selector you specified (.two) applies to 2 DOM elements that are currently on the page.\nThe Stripe Element will be mounted to the first one.']);
  await typeCard(tab);
  await tab.evaluate(() => card.unmount());
  await all(tab, [
    ['return stripe.createPaymentMethod({type: "card", card})', gone], ['return stripe.createToken(card)', gone], ['return stripe.createSource(card)', gone],
    ['return stripe.confirmCardPayment("pi_1_secret_1", {payment_method: {card}})', gone], ['card.mount("#card"); return stripe.createToken(card)', gone],
  ]);
  await tab.evaluate(() => card.destroy());
  await all(tab, ['mount("#card")', 'unmount()', 'destroy()', 'update({})', 'focus()', 'blur()', 'clear()'].map((call) => [`card.${call}`, 'This Element has already been destroyed. Please create a new one.']));
  assert.equal(await said(tab, { code: 'card.off("change"); elements.create("card").mount("#card"); return "again"' }), 'again');
});

test('secrets, elements in place of their holders, payment methods of nothing', async () => {
  const { publishable } = platform(vault.base), { page: tab } = await open('/card', { pk: publishable });
  const calls = ['confirmCardPayment', 'confirmCardSetup', 'handleCardPayment', 'handleCardSetup', 'confirmPaymentIntent', 'confirmSetupIntent', 'handleCardAction', 'retrievePaymentIntent', 'retrieveSetupIntent', 'confirmUsBankAccountPayment', 'verifyMicrodepositsForSetup'];
  await all(tab, calls.flatMap((call) => [
    [`return stripe.${call}()`, `Missing value for stripe.${call} intent secret: value should be a client_secret string.`],
    [`return stripe.${call}("pi_123")`, `Invalid value for stripe.${call} intent secret: value should be a client secret of the form ${form}. You specified: pi_123.`],
  ]));
  await all(tab, [
    ['return stripe.confirmCardPayment("seti_1_secret_1")', 'Invalid value for stripe.confirmCardPayment intent secret: value should be a PaymentIntent client secret. You specified: a SetupIntent client secret.'],
    ['return stripe.confirmCardPayment("pi_1_secret_1", card)', 'Do not pass an Element to stripe.confirmCardPayment() directly.'], ['return stripe.confirmCardSetup("seti_1_secret_1", {payment_method: card})', 'Do not pass an Element to stripe.confirmCardSetup() directly.'],
    ['return stripe.confirmCardPayment("pi_1_secret_1", {payment_method: {card: null}})', 'Invalid value for confirmCardPayment: payment_method.card should be an object or element. You specified: null.'],
    ['return stripe.createPaymentMethod("card")', 'Please provide either an Element or PaymentMethod creation parameters to createPaymentMethod.'], ['return stripe.createPaymentMethod()', 'Please provide either an Element'],
    ['return stripe.createPaymentMethod({type: "card", card: null})', 'Invalid value for createPaymentMethod: card should be an object or element. You specified: null.'],
    ['return stripe.createToken()', 'You must provide a Stripe Element or a valid token type to create a Token.'], ['return stripe.createToken("card", {})', 'You must provide a Stripe Element'],
    ['return stripe.createSource()', 'You did not specify the type of Source or Token to create.'], ['return stripe.retrieveSource({})', 'Missing value for retrieveSource: id should be a string.'],
    ['return stripe.redirectToCheckout({})', 'stripe.redirectToCheckout: You must provide one of lineItems, items, or sessionId.'], ['return stripe.redirectToCheckout({sessionId: "x"})', "stripe.redirectToCheckout: Invalid value for sessionId. You specified 'x'."],
    ['return stripe.createEmbeddedCheckoutPage({clientSecret: "pi_1_secret_1"})', `Invalid value for createEmbeddedCheckoutPage(): clientSecret should be a client secret of the form ${form}.`],
    ['return stripe.handleFpxPayment("pi_1_secret_1")', 'handleFpxPayment is not supported by this server.'], ['return stripe.updatePaymentIntent({})', 'You cannot call `stripe.updatePaymentIntent` without supplying an appropriate beta flag'],
  ]);
  const { error } = await said(tab, { code: 'return stripe.createPaymentMethod("card", {})' });
  assert.equal(error.message, 'Missing required param: card.');
});

test('confirming: what comes first, what the page has to give, an intent of other terms', async () => {
  const { publishable, stripe } = platform(vault.base), { page: tab } = await open('/payment', { pk: publishable });
  const automatic = { amount: 1099, automatic_payment_methods: { enabled: true } };
  const [intent, euros, kept] = await Promise.all([{ currency: 'usd' }, { currency: 'eur' }, { currency: 'usd', setup_future_usage: 'off_session' }].map((more) => stripe.paymentIntents.create({ ...automatic, ...more })));
  const call = (more) => `return stripe.confirmPayment({elements, redirect: "if_required", ${more}})`;
  const early = 'Call elements.submit() as soon as your customer presses pay, prior to any asynchronous work.';
  await all(tab, [
    ['return stripe.confirmPayment()', 'stripe.confirmPayment(): expected either `elements` or `clientSecret`, but got neither.'], ['return stripe.confirmPayment("pi_1_secret_1")', 'Invalid value for stripe.confirmPayment(): value should be an object.'],
    ['return stripe.confirmPayment({elements: null})', 'Invalid value for stripe.confirmPayment(): elements should be an Elements group. You specified: null.'], ['return stripe.confirmPayment({elements, redirect: "never"})', 'Invalid value for stripe.confirmPayment(): redirect should be one of the following strings: always, if_required.'],
    [call('clientSecret: "pi_1"'), `Invalid value for stripe.confirmPayment intent secret: value should be a client secret of the form ${form}.`],
    [call(`clientSecret: "${intent.client_secret}"`), `elements.submit() must be called before stripe.confirmPayment(). ${early}`], ['return stripe.createPaymentMethod({elements})', `elements.submit() must be called before stripe.createPaymentMethod(). ${early}`],
    ['return stripe.createConfirmationToken({elements})', `elements.submit() must be called before stripe.createConfirmationToken(). ${early}`], ['return stripe.createConfirmationToken({})', 'Missing value for stripe.createConfirmationToken(): elements should be an Elements group.'],
  ]);
  await fillPayment(tab);
  await tab.evaluate(() => elements.submit());
  await all(tab, [
    [call(''), 'You must pass in a clientSecret when calling stripe.confirmPayment().'],
    [`return stripe.confirmPayment({elements, clientSecret: "${intent.client_secret}"})`, 'stripe.confirmPayment(): the `confirmParams.return_url` argument is required when using automatic payment methods.'],
  ]);
  for (const [other, words] of [[euros, 'The provided currency (eur) does not match the expected currency (usd).'], [kept, 'The provided setup_future_usage (off_session) does not match the expected setup_future_usage (null).']])
    assert.ok((await said(tab, { code: call(`clientSecret: "${other.client_secret}"`) })).error.message.startsWith(words));
  await all(tab, [
    [`return stripe.handleCardAction("${intent.client_secret}")`, 'handleCardAction: The PaymentIntent supplied does not require manual server-side confirmation.'],
    [`return stripe.handleNextAction({clientSecret: "${intent.client_secret}"})`, 'handleNextAction: The PaymentIntent supplied is not in the requires_action state.'],
  ]);
  assert.equal((await said(tab, { code: call(`clientSecret: "${intent.client_secret}"`) })).paymentIntent?.status, 'succeeded');
  await tab.evaluate(() => payment.unmount());
  await all(tab, [
    [call(`clientSecret: "${intent.client_secret}"`), nobody('stripe.confirmPayment')], ['return stripe.createPaymentMethod({elements})', nobody('stripe.createPaymentMethod')], ['return elements.submit()', nobody('elements.submit')],
  ]);
});

test('fields that are never asked for are demanded; an amount below the minimum is a loaderror; a secret of nothing, too', async () => {
  const { tab, seen } = await bare();
  await tab.evaluate(() => document.body.insertAdjacentHTML('beforeend', '<div id="one"></div><div id="two"></div>'));
  const make = (options, box, own = '{}') => said(tab, { code: `window.elements = stripe.elements(${options}); window.payment = elements.create("payment", ${own}); return new Promise((then) => { payment.on("ready", () => then("ready")); payment.on("loaderror", ({ error }) => then(error.message)); payment.mount("${box}"); })` });
  assert.equal(await make('{mode: "payment", amount: 1000, currency: "usd"}', '#one', '{fields: {billingDetails: {name: "never", address: {country: "never"}}}}'), 'ready');
  await fillPayment(tab).catch(() => undefined);
  await tab.evaluate(() => elements.submit());
  const told = (path, holder, call) => `You specified "never" for fields.billing_details.${path} when creating the payment Element, but did not pass ${holder}.billing_details.${path} when calling stripe.${call}().`;
  await all(tab, [
    ['return stripe.createPaymentMethod({elements})', told('name', 'params', 'createPaymentMethod')],
    ['return stripe.createPaymentMethod({elements, params: {billing_details: {name: "Ann"}}})', told('address.country', 'params', 'createPaymentMethod')],
    ['return stripe.confirmPayment({elements, clientSecret: "pi_1_secret_1", redirect: "if_required"})', told('name', 'confirmParams.payment_method_data', 'confirmPayment')],
  ]);
  assert.equal((await said(tab, { code: 'return stripe.createPaymentMethod({elements, params: {billing_details: {name: null, address: {country: "US"}}}})' })).paymentMethod?.card.last4, '4242');
  assert.match(await make('{mode: "payment", amount: 30, currency: "usd"}', '#two'), /^No valid payment method types for this configuration\. .*that the `amount` \(30\) is not lower than the `currency` \(usd\) minimum/);
  await tab.evaluate(() => payment.destroy());
  assert.match(await make('{clientSecret: "pi_1_secret_1"}', '#two'), /^No such/);
  await tab.evaluate(() => (payment.destroy(), stripe.elements({ mode: 'payment', amount: 30, currency: 'usd' }).create('payment').mount('#two')));
  await tab.waitForTimeout(500);
  assert.ok(seen.console.some((line) => line.startsWith('error: Unhandled payment Element loaderror')));
});

test('names of 2019 work; elements that are not here leave an empty box, and the page goes on', async () => {
  const { publishable, stripe } = platform(vault.base), { page: tab } = await open('/card', { pk: publishable });
  const card = { automatic_payment_methods: { enabled: true, allow_redirects: 'never' } }, pay = () => stripe.paymentIntents.create({ amount: 2000, currency: 'usd', ...card });
  const [first, second, third, setup] = await Promise.all([pay(), pay(), pay(), stripe.setupIntents.create(card)]);
  await typeCard(tab);
  const secrets = [first, second, third, setup].map((intent) => intent.client_secret);
  const done = await said(tab, { given: secrets, code: `const data = {payment_method_data: {billing_details: {name: "Ann"}}};
    return [await stripe.handleCardPayment(given[0], card, data), await stripe.handleCardSetup(given[3], card), await stripe.confirmPaymentIntent(given[1], {payment_method: "pm_card_visa"}), await stripe.confirmPaymentIntent(given[2], card)].map((answer) => answer.error?.message ?? (answer.paymentIntent ?? answer.setupIntent).status)` });
  assert.deepEqual(done, ['succeeded', 'succeeded', 'succeeded', 'succeeded']);
  const kinds = ['currencySelector', 'expressCheckout', 'iban', 'idealBank', 'auBankAccount', 'taxId', 'issuingCardPinDisplay', 'paymentMethodMessaging'];
  const there = await said(tab, { given: kinds, code: `const box = document.createElement("div"); document.body.append(box);
    return Promise.all(given.map((kind) => new Promise((then) => { const group = stripe.elements(), element = group.create(kind), own = document.createElement("div"); box.append(own);
      element.on("ready", (event) => { const empty = own.innerText === "" && own.firstChild.dataset.absent.includes(kind); element.update({}); element.focus(); const same = group.getElement(kind) === element; element.destroy(); group.create(kind); then([event.elementType, empty, same, own.childElementCount]); }); element.mount(own); })))` });
  assert.deepEqual(there, kinds.map((kind) => [kind, true, true, 0]));
});
