// Card numbers, expiries and security codes as they are typed. Pure: no document, no window.

export type Brand = 'visa' | 'mastercard' | 'amex' | 'discover' | 'diners' | 'jcb' | 'unionpay' | 'unknown';

interface Scheme {
  brand: Brand;
  starts: RegExp;
  lengths: number[];
  gaps: number[]; // after how many digits a blank is shown
  cvc: number;
  luhn: boolean;
}

const fours = [4, 8, 12, 16];
const schemes: Scheme[] = [
  { brand: 'amex', starts: /^3[47]/, lengths: [15], gaps: [4, 10], cvc: 4, luhn: true },
  { brand: 'diners', starts: /^(36|30[0-5]|3095|3[89])/, lengths: [14, 16], gaps: [4, 10], cvc: 3, luhn: true },
  { brand: 'jcb', starts: /^35(2[89]|[3-8])/, lengths: [16, 17, 18, 19], gaps: fours, cvc: 3, luhn: true },
  {
    brand: 'mastercard',
    starts: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/,
    lengths: [16],
    gaps: fours,
    cvc: 3,
    luhn: true,
  },
  { brand: 'discover', starts: /^(6011|64[4-9]|65)/, lengths: [16], gaps: fours, cvc: 3, luhn: true },
  { brand: 'unionpay', starts: /^(62|81)/, lengths: [16, 17, 18, 19], gaps: fours, cvc: 3, luhn: false },
  { brand: 'visa', starts: /^4/, lengths: [16], gaps: fours, cvc: 3, luhn: true },
];
const unknown: Scheme = { brand: 'unknown', starts: /^/, lengths: [16], gaps: fours, cvc: 3, luhn: true };

const schemeOf = (digits: string): Scheme => schemes.find((scheme) => scheme.starts.test(digits)) ?? unknown;

export const digitsOf = (text: string): string => text.replace(/[^0-9]/g, '');
export const brandOf = (number: string): Brand => (number ? schemeOf(digitsOf(number)).brand : 'unknown');
export const cvcLength = (brand: Brand): number => (schemes.find((scheme) => scheme.brand === brand) ?? unknown).cvc;
export const longest = (number: string): number => Math.max(...schemeOf(digitsOf(number)).lengths);

export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; ++i) {
    let value = Number(digits[digits.length - 1 - i]);
    if (i % 2 === 1) value = value * 2 > 9 ? value * 2 - 9 : value * 2;
    sum += value;
  }
  return sum % 10 === 0;
}

export type Check = { complete: boolean; code?: string };

export function checkNumber(text: string): Check {
  const digits = digitsOf(text),
    scheme = schemeOf(digits);
  if (!scheme.lengths.includes(digits.length))
    return digits.length > Math.max(...scheme.lengths)
      ? { complete: false, code: 'invalid_number' }
      : { complete: false, code: 'incomplete_number' };
  return !scheme.luhn || passesLuhn(digits) ? { complete: true } : { complete: false, code: 'invalid_number' };
}

export function formatNumber(text: string): string {
  const digits = digitsOf(text).slice(0, longest(text)),
    gaps = schemeOf(digits).gaps;
  let out = '';
  for (let i = 0; i < digits.length; ++i) out += (gaps.includes(i) ? ' ' : '') + digits[i];
  return out;
}

// MMYY, MM/YY, M/YY, MM / YYYY, as typed, pasted or filled in by a browser.
export function expiryOf(text: string): { month: string; year: string } {
  const parts = text.split('/').map(digitsOf);
  if (parts.length > 1)
    return { month: (parts[0] ?? '').slice(0, 2).padStart(2, '0'), year: (parts[1] ?? '').slice(-2) };
  let digits = digitsOf(text);
  if (/^[2-9]/.test(digits)) digits = `0${digits}`; // 3 can only be March
  return { month: digits.slice(0, 2), year: digits.length >= 6 ? digits.slice(4, 6) : digits.slice(2, 4) };
}

export function formatExpiry(text: string, deleting = false): string {
  const parts = text.split('/');
  if (parts.length > 1) {
    const left = digitsOf(parts[0] ?? ''),
      right = digitsOf(parts[1] ?? '');
    if (left.length === 0) return '';
    const month = left.length === 1 && right ? `0${left}` : left.slice(0, 2);
    if (!right) return deleting ? month : `${month} / `;
    return `${month} / ${right.length > 2 ? right.slice(-2) : right}`;
  }
  const { month, year } = expiryOf(text);
  if (month.length < 2) return month;
  if (!year) return deleting ? month : `${month} / `;
  return `${month} / ${year}`;
}

export function checkExpiry(text: string, now = new Date()): Check {
  const { month, year } = expiryOf(text);
  if (month.length < 2 || year.length < 2) return { complete: false, code: 'incomplete_expiry' };
  const m = Number(month),
    y = 2000 + Number(year);
  if (m < 1 || m > 12) return { complete: false, code: 'incomplete_expiry' };
  if (y < now.getFullYear()) return { complete: false, code: 'invalid_expiry_year_past' };
  if (y > now.getFullYear() + 50) return { complete: false, code: 'invalid_expiry_year' };
  if (y === now.getFullYear() && m < now.getMonth() + 1) return { complete: false, code: 'invalid_expiry_month_past' };
  return { complete: true };
}

export function checkCvc(text: string, brand: Brand): Check {
  const digits = digitsOf(text);
  const enough = brand === 'unknown' ? digits.length >= 3 : digits.length === cvcLength(brand);
  return enough ? { complete: true } : { complete: false, code: 'incomplete_cvc' };
}

export function checkPostal(text: string, country: string): Check {
  const needed = country === 'US' ? 5 : 1;
  return text.trim().length >= needed ? { complete: true } : { complete: false, code: 'incomplete_zip' };
}

// The caret after formatting: behind as many digits as it was before.
export function caretAfter(formatted: string, digitsBefore: number): number {
  let seen = 0;
  for (let i = 0; i < formatted.length; ++i) {
    if (seen === digitsBefore) return digitsBefore === 0 ? 0 : i;
    if (/[0-9]/.test(formatted[i] ?? '')) ++seen;
  }
  return formatted.length;
}
