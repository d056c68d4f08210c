// The fields of a card.
import * as cards from '../shared/card.ts';
import { brandOf, type Kind } from './fields.ts';

export type CardField = 'number' | 'expiry' | 'cvc' | 'postal';

export const cardKinds: Record<CardField, Kind> = {
  number: {
    label: 'number',
    inputName: 'cardnumber',
    autocomplete: 'cc-number',
    placeholder: '1234 1234 1234 1234',
    inputMode: 'numeric',
    format: cards.formatNumber,
    check: cards.checkNumber,
    full: () => true,
  },
  expiry: {
    label: 'expiry',
    inputName: 'exp-date',
    autocomplete: 'cc-exp',
    placeholder: 'MM / YY',
    inputMode: 'numeric',
    format: cards.formatExpiry,
    check: (text) => cards.checkExpiry(text),
    full: () => true,
  },
  cvc: {
    label: 'cvc',
    inputName: 'cvc',
    autocomplete: 'cc-csc',
    placeholder: 'CVC',
    inputMode: 'numeric',
    format: (text) => cards.digitsOf(text).slice(0, 4),
    check: (text, form) => cards.checkCvc(text, brandOf(form)),
    full: (text, form) => brandOf(form) !== 'unknown' && text.length === cards.cvcLength(brandOf(form)),
  },
  postal: {
    label: 'zip',
    inputName: 'postal',
    autocomplete: 'postal-code',
    placeholder: 'ZIP',
    format: (text) => text.slice(0, 12),
    check: (text, form) => cards.checkPostal(text, form.country()),
  },
};
