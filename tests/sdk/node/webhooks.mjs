// Deliveries that the server really sent, believed or refused by the SDK.
import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import Stripe from 'stripe';
import { ask, letters, pay, receiver, refused, stripe } from './sdk.mjs';

const forged = Stripe.errors.StripeSignatureVerificationError;

// What a payment of now made arrive: the body as text, the header with its signature, and the secret.
async function delivery(endpoint = {}) {
  const url = `${receiver}/${letters()}`;
  const made = await stripe.webhookEndpoints.create({ url, enabled_events: ['payment_intent.succeeded'], ...endpoint });
  const paid = await pay({ metadata: { order: '6735 ☕' } });
  const [{ body, signature }] = await ask(url);
  await stripe.webhookEndpoints.del(made.id);
  return { body, signature, secret: made.secret, paid: paid.id };
}

export const webhooks = {
  async webhook_signature() {
    const { body, signature, secret, paid } = await delivery();
    // [event]
    const event = stripe.webhooks.constructEvent(body, signature, secret);
    // [/event]
    assert.deepEqual([event.type, event.data.object.id, event.data.object.metadata.order], ['payment_intent.succeeded', paid, '6735 ☕']);
  },
  async webhook_wrong_secret() {
    const { body, signature, secret } = await delivery();
    await refused(forged, () => stripe.webhooks.constructEvent(body, signature, 'whsec_of_another_endpoint'));
    await refused(forged, () => stripe.webhooks.constructEvent(body.replaceAll('2000', '2001'), signature, secret));
  },
  async webhook_old_timestamp() {
    const { body, signature, secret } = await delivery();
    await setTimeout(2100);
    await refused(forged, () => stripe.webhooks.constructEvent(body, signature, secret, 1));
  },
  async webhook_other_version() {
    for (const api_version of ['2023-10-16', '2030-01-30.zebra']) {
      const { body, signature, secret, paid } = await delivery({ api_version });
      const event = stripe.webhooks.constructEvent(body, signature, secret);
      assert.deepEqual([event.api_version, event.data.object.id], [api_version, paid]);
    }
  },
};
