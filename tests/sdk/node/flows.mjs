// The guides: a card saved on the platform is charged on the sellers, in each of the ways.
import assert from 'node:assert/strict';
import { customerWithCard, pay, seller, stripe } from './sdk.mjs';

export const flows = {
  async connect_seller() {
    const { type, country, email } = await stripe.accounts.retrieve(await seller());
    assert.deepEqual([type, country, email], ['standard', 'US', 'seller@example.com']);
  },
  async save_card() {
    const [customer, card] = await customerWithCard();
    const method = await stripe.paymentMethods.retrieve(card);
    assert.deepEqual([method.customer, method.card.last4, method.card.brand], [customer, '4242', 'visa']);
  },
  async clone_and_charge() {
    const [customer, payment_method] = await customerWithCard();
    const on = { stripeAccount: await seller() };
    const clone = await stripe.paymentMethods.create({ customer, payment_method }, on);
    assert.ok(clone.id !== payment_method && clone.customer === null);
    const paid = await pay({ payment_method: clone.id, application_fee_amount: 123, expand: ['latest_charge'] }, on);
    assert.deepEqual([paid.status, paid.latest_charge.application_fee_amount], ['succeeded', 123]);
    assert.equal((await stripe.applicationFees.retrieve(paid.latest_charge.application_fee)).amount, 123);
  },
  async clone_legacy_token() {
    const customer = await stripe.customers.create({ source: 'tok_visa' });
    const on = { stripeAccount: await seller() };
    const token = await stripe.tokens.create({ customer: customer.id }, on);
    const charge = await stripe.charges.create({ amount: 1000, currency: 'usd', source: token.id, application_fee_amount: 100 }, on);
    assert.deepEqual([charge.paid, charge.application_fee_amount], [true, 100]);
  },
  async destination_charge() {
    const destination = await seller();
    const paid = await pay({ transfer_data: { destination }, application_fee_amount: 50, expand: ['latest_charge.transfer'] });
    assert.deepEqual([paid.latest_charge.transfer.destination, paid.latest_charge.transfer.amount], [destination, 2000]);
  },
  async transfer() {
    const destination = await seller();
    const paid = await pay({ transfer_group: 'ORDER' });
    const sent = await stripe.transfers.create({ amount: 700, currency: 'usd', destination, source_transaction: paid.latest_charge, transfer_group: 'ORDER' });
    assert.deepEqual((await stripe.transfers.list({ transfer_group: 'ORDER' })).data.map(({ id }) => id), [sent.id]);
    assert.equal((await stripe.transfers.createReversal(sent.id, { amount: 200 })).amount, 200);
  },
  async refund() {
    const paid = await pay({ transfer_data: { destination: await seller() }, application_fee_amount: 50 });
    const back = await stripe.refunds.create({ payment_intent: paid.id, amount: 500, reverse_transfer: true, refund_application_fee: true, reason: 'requested_by_customer' });
    assert.deepEqual([back.status, back.amount], ['succeeded', 500]);
    assert.equal((await stripe.charges.retrieve(paid.latest_charge)).amount_refunded, 500);
  },
};
