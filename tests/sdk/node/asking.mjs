// What a request can say, and what of it comes back.
import assert from 'node:assert/strict';
import { customerWithCard, letters, pay, seller, stripe } from './sdk.mjs';

export const asking = {
  async expand() {
    const [customer] = await customerWithCard();
    const paid = await pay({ customer, expand: ['customer', 'latest_charge.balance_transaction'] });
    assert.deepEqual([paid.customer.email, paid.latest_charge.balance_transaction.amount], ['jenny@example.com', 2000]);
    const listed = await stripe.paymentIntents.list({ customer, expand: ['data.latest_charge'] });
    assert.equal(listed.data[0].latest_charge.paid, true);
  },
  async nested_parameters() {
    const customer = await stripe.customers.create({
      address: { line1: '1 Main St', country: 'US' }, preferred_locales: ['de', 'en'],
      shipping: { name: 'Jenny', address: { line1: '2 Side St', city: 'Ulm' } },
      invoice_settings: { custom_fields: [{ name: 'VAT', value: '7' }, { name: 'PO', value: '8' }] },
    });
    assert.deepEqual([customer.address.line1, customer.shipping.address.city, customer.preferred_locales], ['1 Main St', 'Ulm', ['de', 'en']]);
    assert.deepEqual(customer.invoice_settings.custom_fields.map(({ value }) => value), ['7', '8']);
  },
  async metadata() {
    const { id } = await stripe.customers.create({ metadata: { order: '6735', colour: 'red' } });
    assert.deepEqual((await stripe.customers.update(id, { metadata: { colour: '', size: 'L' } })).metadata, { order: '6735', size: 'L' });
    assert.deepEqual((await stripe.customers.update(id, { metadata: '' })).metadata, {});
  },
  async unicode() {
    const name = 'Zoë 张伟 𝄞 & "x=y" +100%';
    const { id } = await stripe.customers.create({ name, metadata: { ключ: name } });
    const again = await stripe.customers.retrieve(id);
    assert.deepEqual([again.name, again.metadata.ключ], [name, name]);
  },
  async idempotency_key() {
    const same = { idempotencyKey: letters() };
    const [one, two] = [await stripe.customers.create({}, same), await stripe.customers.create({}, same)];
    assert.deepEqual([two.id, two.lastResponse.headers['idempotent-replayed']], [one.id, 'true']);
  },
  async stripe_account() {
    const on = { stripeAccount: await seller() };
    const theirs = await stripe.customers.create({}, on);
    assert.deepEqual((await stripe.customers.list({}, on)).data.map(({ id }) => id), [theirs.id]);
    assert.ok(!(await stripe.customers.list({ limit: 100 })).data.some(({ id }) => id === theirs.id));
  },
  async older_version() {
    const paid = await pay({}, { apiVersion: '2020-08-27' });
    assert.equal(paid.charges.data[0].paid, true);
    assert.equal(paid.lastResponse.apiVersion, '2020-08-27');
  },
  async later_version() {
    const made = await stripe.customers.create({}, { apiVersion: '2030-01-30.zebra' });
    assert.equal(made.lastResponse.apiVersion, '2030-01-30.zebra');
    assert.ok(made.lastResponse.headers['bursar-version-note']);
  },
};
