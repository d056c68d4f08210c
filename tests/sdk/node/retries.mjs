// What goes wrong is tried again by the SDK, under the same key: the customer is charged once.
import assert from 'node:assert/strict';
import { ask, bursar, client, key, orderFault, stripe } from './sdk.mjs';

const charges = async () => (await stripe.charges.list({ limit: 100 })).data.length;
const payment = { amount: 2000, currency: 'usd', confirm: true, payment_method: 'pm_card_visa', automatic_payment_methods: { enabled: true, allow_redirects: 'never' } };

async function paidOnce(fault, by = stripe) {
  const before = await charges();
  await orderFault({ path: '/v1/payment_intents', method: 'POST', count: 2, ...fault });
  assert.equal((await by.paymentIntents.create(payment)).status, 'succeeded');
  assert.equal(await charges(), before + 1);
  assert.deepEqual((await ask(`${bursar}/_bursar/faults`)).data, []);
}

export const retries = {
  async retry_server_error() {
    await paidOnce({ kind: 'server_error', at: 'before' });
    await paidOnce({ kind: 'server_error', at: 'after' });
  },
  async retry_drop() {
    await paidOnce({ kind: 'drop', at: 'before' });
    await paidOnce({ kind: 'drop', at: 'after' });
  },
  retry_lock: () => paidOnce({ kind: 'lock_timeout' }),
  retry_delay: () => paidOnce({ kind: 'delay', delay: 1200, count: 1 }, client(bursar, key, { timeout: 700 })),
};
