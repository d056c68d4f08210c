import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IntegrationError, mistake } from './errors.ts';
import { demand, oneOf, permit, secretOf, secretOfKind, shapes } from './expect.ts';
import { shown } from './mistakes.ts';

const said = (action: () => unknown): string => {
  try {
    action();
  } catch (problem) {
    assert.ok(problem instanceof IntegrationError);
    return problem.message;
  }
  return '';
};

// As public reports have them.
const reported: [() => never, string][] = [
  [() => mistake('key_empty'), 'Please call Stripe() with your publishable key. You used an empty string.'],
  [
    () => mistake('element_without_intent', 'payment'),
    'In order to create a payment element, you must pass a clientSecret or mode when creating the Elements group.\n\n  e.g. stripe.elements({clientSecret: "{{CLIENT_SECRET}}"})',
  ],
  [
    () => mistake('element_unknown', ['card', 'payment'], 'paymentElement'),
    'A valid Element name must be provided. Valid Elements are:\ncard, payment; you passed: paymentElement.',
  ],
  [
    () => mistake('no_payment_element', 'stripe.confirmSetup', false),
    'Invalid value for stripe.confirmSetup(): elements should have a mounted Payment Element or Express Checkout Element.',
  ],
  [
    () => mistake('never_without_data', 'name', 'params', 'createPaymentMethod'),
    'You specified "never" for fields.billing_details.name when creating the payment Element, but did not pass params.billing_details.name when calling stripe.createPaymentMethod(). If you opt out of collecting data via the payment Element using the fields option, the data must be passed in when calling stripe.createPaymentMethod().',
  ],
  [
    () => mistake('neither', 'confirmPayment'),
    'stripe.confirmPayment(): expected either `elements` or `clientSecret`, but got neither.',
  ],
  [
    () => mistake('return_url_forgotten', 'confirmPayment'),
    'stripe.confirmPayment(): the `confirmParams.return_url` argument is required when using automatic payment methods.',
  ],
  [
    () => mistake('not_manual', 'handleCardAction'),
    'handleCardAction: The PaymentIntent supplied does not require manual server-side confirmation. Please use confirmCardPayment instead to complete the payment.',
  ],
  [
    () => mistake('checkout_id', 'Invalid URL'),
    "stripe.redirectToCheckout: Invalid value for sessionId. You specified 'Invalid URL'.",
  ],
];
test('the words are those that people met', () => {
  for (const [action, words] of reported) assert.equal(said(action), words);
});

test('a value that is missing, and one of another kind', () => {
  assert.equal(
    said(() => demand('Stripe()', 'apiKey', shapes.string, undefined)),
    'Missing value for Stripe(): apiKey should be a string.',
  );
  assert.equal(
    said(() => demand('createPaymentMethod', 'card', shapes.elementOrObject, null)),
    'Invalid value for createPaymentMethod: card should be an object or element. You specified: null.',
  );
  assert.equal(
    said(() => permit('elements()', 'amount', shapes.amount, 10.5)),
    "Invalid value for elements(): amount should be a positive amount in the currency's subunit. You specified: 10.5.",
  );
  assert.match(
    said(() => permit('elements()', 'currency', shapes.currency, 'VND')),
    /^Invalid value for elements\(\): currency should be one of the following strings: .*\bvnd\b.* You specified: VND\.$/,
  );
  assert.equal(
    said(() => permit('elements()', 'mode', oneOf('payment', 'setup'), undefined)),
    '',
  );
});

test('a client secret', () => {
  const secret = 'pi_1_secret_2';
  assert.equal(secretOf(secret, 'confirmPayment'), secret);
  assert.equal(
    said(() => secretOf(undefined, 'confirmCardSetup')),
    'Missing value for stripe.confirmCardSetup intent secret: value should be a client_secret string.',
  );
  for (const wrong of ['pi_123', '', 'pi_mock_1_secret_2', 'cs_test_1_secret_2'])
    assert.equal(
      said(() => secretOf(wrong, 'confirmCardPayment')),
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the words are these
      'Invalid value for stripe.confirmCardPayment intent secret: value should be a client secret of the form ${id}_secret_${secret}. You specified: ' +
        `${wrong}.`,
    );
  assert.equal(
    said(() => secretOfKind('seti_1_secret_2', 'payment', 'retrievePaymentIntent')),
    'Invalid value for stripe.retrievePaymentIntent intent secret: value should be a PaymentIntent client secret. You specified: a SetupIntent client secret.',
  );
});

test('what a page gave is shown shortly, whatever it is', () => {
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  assert.deepEqual(
    [shown('x'), shown(5), shown(null), shown({ a: 1 }), shown(() => 1), shown(loop), shown('x'.repeat(300)).length],
    ['x', '5', 'null', '{"a":1}', 'a function', '[object Object]', 300],
  );
  assert.equal(
    said(() => mistake('element_twice', 'card')),
    'Can only create one Element of type card.',
  );
});
