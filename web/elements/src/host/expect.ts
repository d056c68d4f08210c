// What an argument has to be, and the mistake that it is where it is something else.
import { mistake } from './errors.ts';
import type { Kind } from './intents.ts';

export interface Shape {
  should: string;
  fits(value: unknown): boolean;
}
export type Data = Record<string, unknown>;
export const isObject = (value: unknown): value is Data => typeof value === 'object' && value !== null;

const currencies = (Intl as unknown as { supportedValuesOf?(key: string): string[] })
  .supportedValuesOf?.('currency')
  .map((code) => code.toLowerCase());

export const oneOf = (...words: string[]): Shape => ({
  should: `one of the following strings: ${words.join(', ')}`,
  fits: (value) => typeof value === 'string' && words.includes(value),
});
export const shapes = {
  string: { should: 'a string', fits: (value) => typeof value === 'string' },
  boolean: { should: 'a boolean', fits: (value) => typeof value === 'boolean' },
  object: { should: 'an object', fits: (value) => isObject(value) && !Array.isArray(value) },
  handler: { should: 'a function', fits: (value) => typeof value === 'function' },
  amount: {
    should: "a positive amount in the currency's subunit",
    fits: (value) => Number.isInteger(value) && (value as number) >= 0,
  },
  currency: currencies
    ? oneOf(...currencies)
    : {
        should: 'a currency code in lower case',
        fits: (value) => typeof value === 'string' && /^[a-z]{3}$/.test(value),
      },
  elementOrObject: { should: 'an object or element', fits: isObject },
  secret: {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the words are these
    should: 'a client secret of the form ${id}_secret_${secret}',
    fits: (value) => typeof value === 'string' && /^(pi|seti)_[A-Za-z0-9]+_secret_[A-Za-z0-9]+$/.test(value),
  },
  checkoutSecret: {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the words are these
    should: 'a client secret of the form ${id}_secret_${secret}',
    fits: (value) => typeof value === 'string' && /^cs_[A-Za-z0-9_]+_secret_[A-Za-z0-9]+$/.test(value),
  },
} satisfies Record<string, Shape>;

// Has to be there.
export function demand(where: string, what: string, { should, fits }: Shape, value: unknown): void {
  if (value === undefined) mistake('missing', where, what, should);
  if (!fits(value)) mistake('invalid', where, what, should, value);
}
// May be left out.
export function permit(where: string, what: string, shape: Shape, value: unknown): void {
  if (value !== undefined) demand(where, what, shape, value);
}

const kindOf = (secret: string): Kind => (secret.startsWith('seti_') ? 'setup' : 'payment');

export function secretOf(given: unknown, called: string): string {
  if (given === undefined) return mistake('secret_missing', called);
  demand(`stripe.${called} intent secret`, 'value', shapes.secret, given);
  return given as string;
}
export function secretOfKind(given: unknown, wanted: Kind, called: string): string {
  const secret = secretOf(given, called),
    kind = kindOf(secret);
  if (kind !== wanted) mistake('secret_of_other', called, wanted, kind);
  return secret;
}
