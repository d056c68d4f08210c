// The fields that tell who pays, where he lives, and from which account.
import { checkAccount, checkAgain, checkEmail, checkRouting } from '../shared/bank.ts';
import { type Check, digitsOf } from '../shared/card.ts';
import { type FieldName, type Kind, textIn } from './fields.ts';
import type { CardField } from './card_kinds.ts';

const filled =
  (code: string) =>
  (text: string): Check =>
    text.trim() ? { complete: true } : { complete: false, code };
const always = (): Check => ({ complete: true });
const digits =
  (most: number) =>
  (text: string): string =>
    digitsOf(text).slice(0, most);

export type PayerField = Exclude<FieldName, CardField | 'bank'>;

export const payerKinds: Record<PayerField, Kind> = {
  name: { label: 'name', inputName: 'name', autocomplete: 'name', check: filled('incomplete_name') },
  email: { label: 'email', inputName: 'email', autocomplete: 'email', inputMode: 'email', check: checkEmail },
  phone: {
    label: 'phone',
    inputName: 'phone',
    autocomplete: 'tel',
    inputMode: 'tel',
    check: (text) => (digitsOf(text).length >= 6 ? { complete: true } : { complete: false, code: 'incomplete_phone' }),
  },
  routing: {
    label: 'routing',
    inputName: 'routingNumber',
    autocomplete: 'off',
    placeholder: '110000000',
    inputMode: 'numeric',
    format: digits(9),
    check: checkRouting,
    full: (text) => text.length === 9,
  },
  account: {
    label: 'account',
    inputName: 'accountNumber',
    autocomplete: 'off',
    placeholder: '000123456789',
    inputMode: 'numeric',
    format: digits(17),
    check: checkAccount,
  },
  accountAgain: {
    label: 'accountAgain',
    inputName: 'confirmAccountNumber',
    autocomplete: 'off',
    inputMode: 'numeric',
    format: digits(17),
    check: (text, form) => checkAgain(text, textIn(form, 'account')),
  },
  line1: { label: 'line1', inputName: 'line1', autocomplete: 'address-line1', check: filled('incomplete_address') },
  line2: { label: 'line2', inputName: 'line2', autocomplete: 'address-line2', check: always },
  city: { label: 'city', inputName: 'locality', autocomplete: 'address-level2', check: filled('incomplete_address') },
  state: {
    label: 'state',
    inputName: 'administrativeArea',
    autocomplete: 'address-level1',
    check: filled('incomplete_address'),
  },
};
