import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftOut } from './left_out.ts';

test('what is never asked for, by the names that it is given by', () => {
  assert.deepEqual(leftOut(undefined), []);
  assert.deepEqual(leftOut({ billingDetails: 'auto' }), []);
  assert.deepEqual(
    leftOut({ billingDetails: { name: 'never', phone: 'auto', address: { postalCode: 'never', country: 'auto' } } }),
    ['name', 'address.postal_code'],
  );
  assert.deepEqual(leftOut({ billingDetails: 'never' }), [
    'name',
    'email',
    'phone',
    'address.line1',
    'address.line2',
    'address.city',
    'address.state',
    'address.country',
    'address.postal_code',
  ]);
  assert.equal(leftOut({ billingDetails: { address: 'never' } }).length, 6);
});
