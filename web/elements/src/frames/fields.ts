// The inputs of a card: each formats what is typed, says what is wrong, and tells when it is complete.
import * as cards from '../shared/card.ts';
import type { Key } from '../shared/text.ts';

export type FieldName = 'number' | 'expiry' | 'cvc' | 'postal';

export interface Field {
  name: FieldName;
  input: HTMLInputElement;
  label: HTMLLabelElement;
  check(): cards.Check;
  touched: boolean;
}

interface Kind {
  label: Key;
  inputName: string; // names that test suites of existing shops look for
  autocomplete: AutoFill;
  placeholder: string;
  format(text: string, deleting: boolean): string;
}

const kinds: Record<FieldName, Kind> = {
  number: { label: 'number', inputName: 'cardnumber', autocomplete: 'cc-number', placeholder: '1234 1234 1234 1234', format: cards.formatNumber },
  expiry: { label: 'expiry', inputName: 'exp-date', autocomplete: 'cc-exp', placeholder: 'MM / YY', format: cards.formatExpiry },
  cvc: { label: 'cvc', inputName: 'cvc', autocomplete: 'cc-csc', placeholder: 'CVC', format: (text) => cards.digitsOf(text).slice(0, 4) },
  postal: { label: 'zip', inputName: 'postal', autocomplete: 'postal-code', placeholder: 'ZIP', format: (text) => text.slice(0, 12) },
};

export interface Form {
  fields: Field[];
  words: Record<Key, string>;
  country(): string;
  changed(): void;
  moved(from: Field, forward: boolean): void;
}

const numberOf = (form: Form): string => form.fields.find((field) => field.name === 'number')?.input.value ?? '';
export const brandOf = (form: Form): cards.Brand => cards.brandOf(numberOf(form));

function checkOf(form: Form, name: FieldName, input: HTMLInputElement): cards.Check {
  if (name === 'number') return cards.checkNumber(input.value);
  if (name === 'expiry') return cards.checkExpiry(input.value);
  if (name === 'cvc') return cards.checkCvc(input.value, brandOf(form));
  return cards.checkPostal(input.value, form.country());
}

function typed(form: Form, field: Field, event: InputEvent): void {
  const { input } = field, kind = kinds[field.name];
  const before = cards.digitsOf(input.value.slice(0, input.selectionStart ?? 0)).length;
  const atEnd = (input.selectionStart ?? 0) === input.value.length;
  const formatted = kind.format(input.value, (event.inputType ?? '').startsWith('delete'));
  if (formatted !== input.value) {
    input.value = formatted;
    const caret = atEnd ? formatted.length : cards.caretAfter(formatted, before);
    if (document.activeElement === input) input.setSelectionRange(caret, caret);
  }
  field.touched ||= field.check().code?.startsWith('invalid') ?? false;
  form.changed();
  const full = field.name === 'cvc' ? input.value.length === cards.cvcLength(brandOf(form)) && brandOf(form) !== 'unknown' : true;
  if (field.check().complete && atEnd && full && field.name !== 'postal' && !(event.inputType ?? '').startsWith('delete')) form.moved(field, true);
}

export function addField(form: Form, name: FieldName, id: string): Field {
  const kind = kinds[name];
  const label = document.createElement('label'), input = document.createElement('input');
  label.htmlFor = input.id = id;
  label.textContent = form.words[kind.label];
  Object.assign(input, { name: kind.inputName, autocomplete: kind.autocomplete, placeholder: kind.placeholder, type: 'text', inputMode: name === 'postal' ? 'text' : 'numeric', spellcheck: false });
  input.setAttribute('autocorrect', 'off');
  input.setAttribute('aria-label', form.words[kind.label]);
  input.setAttribute('aria-invalid', 'false');
  const field: Field = { name, input, label, touched: false, check: () => checkOf(form, name, input) };
  input.addEventListener('input', (event) => typed(form, field, event as InputEvent));
  input.addEventListener('change', (event) => typed(form, field, event as InputEvent)); // a browser that fills in may say only this
  input.addEventListener('blur', () => {
    field.touched ||= input.value !== '';
    form.changed();
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Backspace' && input.value === '') form.moved(field, false);
  });
  form.fields.push(field);
  return field;
}

// The first thing that is wrong: of what was left already, or of everything.
export function firstError(form: Form, everything: boolean): { field: Field; code: string } | undefined {
  for (const field of form.fields) {
    const { code } = field.check();
    if (code && (everything || field.touched)) return { field, code };
  }
  return undefined;
}

export function markInvalid(form: Form, everything: boolean): void {
  for (const field of form.fields) {
    const wrong = Boolean(field.check().code) && (everything || field.touched);
    field.input.setAttribute('aria-invalid', String(wrong));
    field.input.classList.toggle('is-invalid', wrong);
  }
}

export function valuesOf(form: Form): { number?: string; exp_month?: string; exp_year?: string; cvc?: string; postal?: string } {
  const out: ReturnType<typeof valuesOf> = {};
  for (const { name, input } of form.fields) {
    if (name === 'number') out.number = cards.digitsOf(input.value);
    if (name === 'cvc') out.cvc = input.value;
    if (name === 'postal') out.postal = input.value.trim();
    if (name === 'expiry') {
      const { month, year } = cards.expiryOf(input.value);
      out.exp_month = month;
      out.exp_year = year && `20${year}`;
    }
  }
  return out;
}
