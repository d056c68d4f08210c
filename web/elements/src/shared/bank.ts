// Numbers of US bank accounts, as they are typed. Pure.
import { type Check, digitsOf } from './card.ts';

// Nine digits that sum up, weighted 3-7-1, to a multiple of ten.
export function checkRouting(text: string): Check {
  const digits = digitsOf(text);
  if (digits.length < 9) return { complete: false, code: 'incomplete_routing' };
  const sum = [...digits].reduce((so_far, digit, i) => so_far + Number(digit) * ([3, 7, 1][i % 3] ?? 0), 0);
  return digits.length === 9 && sum % 10 === 0 ? { complete: true } : { complete: false, code: 'invalid_routing' };
}

export const checkAccount = (text: string): Check =>
  digitsOf(text).length >= 4 ? { complete: true } : { complete: false, code: 'incomplete_account' };

export const checkAgain = (text: string, first: string): Check =>
  digitsOf(text) === digitsOf(first)
    ? { complete: true }
    : { complete: false, code: digitsOf(text) ? 'mismatched_account' : 'incomplete_account' };

export function checkEmail(text: string): Check {
  if (!/^[^\s@]+@[^\s@]+$/.test(text.trim())) return { complete: false, code: 'incomplete_email' };
  return /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text.trim())
    ? { complete: true }
    : { complete: false, code: 'invalid_email' };
}
