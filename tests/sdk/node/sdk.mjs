// The SDK as an application sets it up, and what the checks have in common.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import Stripe from 'stripe';

export const [bursar, receiver] = process.argv.slice(2);
export const letters = () => randomBytes(12).toString('hex');
export const key = `sk_test_${letters()}`;

// [point]
export function client(bursar, key, more = {}) {
  const { hostname, port } = new URL(bursar);
  return new Stripe(key, { host: hostname, port, protocol: 'http', maxNetworkRetries: 3, ...more });
}
// [/point]
export const stripe = client(bursar, key);

const card = { payment_method: 'pm_card_visa', confirm: true, automatic_payment_methods: { enabled: true, allow_redirects: 'never' } };
export const pay = (more = {}, options = {}) => stripe.paymentIntents.create({ amount: 2000, currency: 'usd', ...card, ...more }, options);
export const seller = async () => (await stripe.accounts.create({ type: 'standard', country: 'US', email: 'seller@example.com' })).id;

// A customer of the platform, and the card that a SetupIntent saved for it.
export async function customerWithCard() {
  const customer = (await stripe.customers.create({ email: 'jenny@example.com' })).id;
  const setup = await stripe.setupIntents.create({ customer, ...card });
  assert.equal(setup.status, 'succeeded');
  return [customer, setup.payment_method];
}

// The SDK's error of just this class.
export async function refused(kind, ask) {
  const error = await Promise.resolve().then(ask).then(() => assert.fail(`no ${kind.name}`), (error) => error);
  assert.equal(error.constructor, kind, String(error));
  return error;
}

export async function ask(url, form) {
  const answer = await fetch(url, { method: form ? 'POST' : 'GET', headers: { Authorization: `Bearer ${key}` }, body: form && new URLSearchParams(form) });
  assert.equal(answer.status, 200);
  return answer.json();
}

export const orderFault = (fault) => ask(`${bursar}/_bursar/faults`, fault);
