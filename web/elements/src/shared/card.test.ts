import assert from 'node:assert/strict';
import test from 'node:test';
import {
  brandOf,
  caretAfter,
  checkCvc,
  checkExpiry,
  checkNumber,
  formatExpiry,
  formatNumber,
  passesLuhn,
} from './card.ts';

test('numbers are grouped by brand, and cut at its length', () => {
  assert.equal(formatNumber('42424242'), '4242 4242');
  assert.equal(formatNumber('378282246310005'), '3782 822463 10005');
  assert.equal(formatNumber('4242-4242 4242x4242 99'), '4242 4242 4242 4242');
  assert.equal(formatNumber('36227206271667'), '3622 720627 1667');
  assert.equal(formatNumber(''), '');
});
test('brands by their first digits', () => {
  const brands = {
    '4': 'visa',
    '55': 'mastercard',
    '2223': 'mastercard',
    '2720': 'mastercard',
    '34': 'amex',
    '6011': 'discover',
    '3056': 'diners',
    '3566': 'jcb',
    '62': 'unionpay',
    '9': 'unknown',
    '': 'unknown',
  };
  for (const [digits, brand] of Object.entries(brands)) assert.equal(brandOf(digits), brand, digits);
});
test('what is wrong with a number', () => {
  assert.deepEqual(checkNumber('4242 4242 4242 4242'), { complete: true });
  assert.equal(checkNumber('4242 4242 4242 424').code, 'incomplete_number');
  assert.equal(checkNumber('4242 4242 4242 4241').code, 'invalid_number');
  assert.equal(checkNumber('').code, 'incomplete_number');
  assert.deepEqual(checkNumber('6205500000000000004'), { complete: true });
  assert.ok(passesLuhn('378282246310005'));
});
test('expiries as they are typed, pasted and filled in', () => {
  const forms: [string, string][] = [
    ['1', '1'],
    ['12', '12 / '],
    ['3', '03 / '],
    ['123', '12 / 3'],
    ['1234', '12 / 34'],
    ['12/34', '12 / 34'],
    ['12/2034', '12 / 34'],
    ['1/34', '01 / 34'],
    ['122034', '12 / 34'],
    ['12 / 34', '12 / 34'],
    ['', ''],
  ];
  for (const [typed, shown] of forms) assert.equal(formatExpiry(typed), shown, typed);
  assert.equal(formatExpiry('12 / ', true), '12');
  assert.equal(formatExpiry('12', true), '12');
});
test('what is wrong with an expiry', () => {
  const now = new Date(2026, 10, 24);
  assert.deepEqual(checkExpiry('12 / 26', now), { complete: true });
  assert.equal(checkExpiry('10 / 26', now).code, 'invalid_expiry_month_past');
  assert.equal(checkExpiry('10 / 25', now).code, 'invalid_expiry_year_past');
  assert.equal(checkExpiry('13 / 30', now).code, 'incomplete_expiry');
  assert.equal(checkExpiry('12 / 3', now).code, 'incomplete_expiry');
  assert.equal(checkExpiry('12 / 90', now).code, 'invalid_expiry_year');
});
test('security codes by brand', () => {
  assert.ok(
    checkCvc('123', 'visa').complete && checkCvc('1234', 'amex').complete && checkCvc('123', 'unknown').complete,
  );
  assert.equal(checkCvc('123', 'amex').code, 'incomplete_cvc');
});
test('the caret stays behind its digit', () => {
  assert.equal(caretAfter('4242 4242', 4), 4);
  assert.equal(caretAfter('4242 4242', 5), 6);
  assert.equal(caretAfter('4242', 0), 0);
  assert.equal(caretAfter('4242', 9), 4);
});
