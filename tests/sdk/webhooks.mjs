// An application's webhook handler, written with the official SDK: it believes what it receives, for the platform and for
// its connected accounts. And the SDK's own retries against ordered faults: one charge, never two.
//
// usage: node webhooks.mjs BASE_URL PACKAGE
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { randomBytes } from 'node:crypto';

const [base, name] = process.argv.slice(2);
const { default: Stripe } = await import(name);
const url = new URL(base);
const key = `sk_test_${randomBytes(12).toString('hex')}`;
const older = name === 'stripe12' ? { apiVersion: '2022-11-15' } : {};
const stripe = new Stripe(key, { host: url.hostname, port: url.port, protocol: 'http', maxNetworkRetries: 3, ...older });

const secrets = {}, received = [];
const receiver = createServer((request, response) => {
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  request.on('end', () => {
    try {
      const event = stripe.webhooks.constructEvent(Buffer.concat(pieces), request.headers['stripe-signature'], secrets[request.url]);
      received.push({ at: request.url, event });
      response.end();
    } catch (problem) {
      received.push({ at: request.url, problem });
      response.writeHead(400).end();
    }
  });
});
await new Promise((ready) => receiver.listen(0, '127.0.0.1', ready));
const hooks = `http://127.0.0.1:${receiver.address().port}`;
const until = async (true_, what) => {
  for (let n = 0; n < 500; ++n) {
    if (await true_()) return;
    await new Promise((then) => setTimeout(then, 20));
  }
  assert.fail(`${what} did not come`);
};

const own = await stripe.webhookEndpoints.create({ url: `${hooks}/own`, enabled_events: ['*'] });
const connect = await stripe.webhookEndpoints.create({ url: `${hooks}/connect`, enabled_events: ['payment_intent.succeeded'], connect: true, api_version: '2023-10-16' });
secrets['/own'] = own.secret;
secrets['/connect'] = connect.secret;
const account = await stripe.accounts.create({ type: 'standard', country: 'US' });
const payment = { amount: 1500, currency: 'usd', confirm: true, payment_method: 'pm_card_visa', automatic_payment_methods: { enabled: true, allow_redirects: 'never' } };
const there = await stripe.paymentIntents.create(payment, { stripeAccount: account.id });
const here = await stripe.paymentIntents.create(payment);
await until(() => received.length >= 4, 'four deliveries');
assert.deepEqual(received.filter((r) => r.problem).map((r) => r.problem.message), []);
const [connected] = received.filter((r) => r.at === '/connect').map((r) => r.event);
assert.deepEqual([connected.type, connected.account, connected.api_version, connected.data.object.id], ['payment_intent.succeeded', account.id, '2023-10-16', there.id]);
const types = received.filter((r) => r.at === '/own').map((r) => r.event.type).sort();
assert.deepEqual(types, ['charge.succeeded', 'payment_intent.created', 'payment_intent.succeeded']);
assert.ok(received.some((r) => r.at === '/own' && r.event.data.object.id === here.id));
await until(async () => (await stripe.events.list({ type: 'charge.succeeded' })).data[0].pending_webhooks === 0, 'the end of what is pending');
assert.equal((await stripe.webhookEndpoints.retrieve(own.id)).secret, undefined);
await stripe.webhookEndpoints.del(own.id);
await stripe.webhookEndpoints.update(connect.id, { disabled: true });
receiver.close();

// ---- retries ----
const order = (fault) => fetch(`${base}/_bursar/faults`, { method: 'POST', headers: { Authorization: `Bearer ${key}` }, body: new URLSearchParams(fault) }).then((answer) => assert.equal(answer.status, 200));
let charges = 1; // the one above
for (const fault of [{ kind: 'server_error', at: 'before' }, { kind: 'server_error', at: 'after' }, { kind: 'drop', at: 'before' }, { kind: 'drop', at: 'after' }, { kind: 'lock_timeout' }]) {
  await order({ ...fault, path: '/v1/payment_intents', method: 'POST', count: 2 });
  const paid = await stripe.paymentIntents.create(payment);
  assert.equal(paid.status, 'succeeded', JSON.stringify(fault));
  assert.equal((await stripe.charges.list({ limit: 100 })).data.length, ++charges, `${JSON.stringify(fault)}: one charge, never two`);
  assert.equal((await (await fetch(`${base}/_bursar/faults`, { headers: { Authorization: `Bearer ${key}` } })).json()).data.length, 0, 'the fault was met');
}
await order({ kind: 'rate_limit', path: '/v1/customers' });
await assert.rejects(stripe.customers.create({}), (error) => error.type === 'StripeRateLimitError' && error.statusCode === 429);
await order({ kind: 'delay', delay: 300, path: '/v1/customers' });
const began = Date.now();
await stripe.customers.create({});
assert.ok(Date.now() - began >= 300);
console.log(`${name} ${Stripe.PACKAGE_VERSION ?? ''}: webhooks and retries passed`);
process.exit(0);
