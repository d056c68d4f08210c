import assert from 'node:assert/strict';
import test from 'node:test';
import { checkAccount, checkAgain, checkEmail, checkRouting } from './bank.ts';

test('routing numbers: nine digits and their sum', () => {
  assert.deepEqual(checkRouting('110000000'), { complete: true });
  assert.deepEqual(checkRouting('021000021'), { complete: true });
  assert.equal(checkRouting('110000001').code, 'invalid_routing');
  assert.equal(checkRouting('11000000').code, 'incomplete_routing');
});
test('account numbers, twice the same', () => {
  assert.deepEqual(checkAccount('000123456789'), { complete: true });
  assert.equal(checkAccount('12').code, 'incomplete_account');
  assert.deepEqual(checkAgain('0001-2345', '00012345'), { complete: true });
  assert.equal(checkAgain('00012346', '00012345').code, 'mismatched_account');
  assert.equal(checkAgain('', '00012345').code, 'incomplete_account');
});
test('e-mail addresses', () => {
  for (const good of ['a@b.co', ' jenny.rosen+x@shop.example ']) assert.deepEqual(checkEmail(good), { complete: true });
  for (const half of ['', 'jenny', 'jenny@']) assert.equal(checkEmail(half).code, 'incomplete_email');
  assert.equal(checkEmail('jenny@example').code, 'invalid_email');
});
