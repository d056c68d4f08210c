// The inputs of frames: each formats what is typed, says what is wrong, and tells when it is complete.
import * as cards from '../shared/card.ts';
import type { Key, Words } from '../shared/text.ts';
import type { FromFrame } from '../shared/protocol.ts';

export type FieldName =
  | 'number'
  | 'expiry'
  | 'cvc'
  | 'postal'
  | 'name'
  | 'email'
  | 'phone'
  | 'routing'
  | 'account'
  | 'accountAgain'
  | 'line1'
  | 'line2'
  | 'city'
  | 'state'
  | 'bank';

export interface Field {
  name: FieldName;
  input: HTMLInputElement | HTMLSelectElement;
  label: HTMLLabelElement;
  check(): cards.Check;
  touched: boolean;
  error?: HTMLElement; // where a frame shows what is wrong beside it
}

export interface Form {
  fields: Field[]; // those that count now
  words: Words;
  country(): string;
  changed(): void;
  moved(from: Field, forward: boolean): void;
  send(message: FromFrame): void;
}

// What is typed into a field: how it is shown, what is wrong with it.
export interface Kind {
  label: Key;
  inputName: string; // names that test suites of existing shops look for
  autocomplete: string;
  placeholder?: string;
  inputMode?: 'numeric' | 'email' | 'tel' | 'text';
  format?(text: string, deleting: boolean): string;
  check(text: string, form: Form): cards.Check;
  full?(text: string, form: Form): boolean; // nothing more can be typed: on to the next
}

export const textIn = (form: Form, name: FieldName): string =>
  form.fields.find((field) => field.name === name)?.input.value ?? '';
export const brandOf = (form: Form): cards.Brand => cards.brandOf(textIn(form, 'number'));
function typed(form: Form, field: Field, input: HTMLInputElement, kind: Kind, event: InputEvent): void {
  const before = cards.digitsOf(input.value.slice(0, input.selectionStart ?? 0)).length;
  const atEnd = (input.selectionStart ?? 0) === input.value.length,
    deleting = (event.inputType ?? '').startsWith('delete');
  const formatted = kind.format?.(input.value, deleting) ?? input.value;
  if (formatted !== input.value) {
    input.value = formatted;
    const caret = atEnd ? formatted.length : cards.caretAfter(formatted, before);
    if (document.activeElement === input) input.setSelectionRange(caret, caret);
  }
  field.touched ||= field.check().code?.startsWith('invalid') ?? false;
  form.changed();
  if (field.check().complete && atEnd && !deleting && kind.full?.(input.value, form)) form.moved(field, true);
}

// What all fields have, whatever they are made of.
export function watch(form: Form, field: Field): Field {
  const { input } = field;
  input.setAttribute('aria-invalid', 'false');
  input.addEventListener('focus', () => form.send({ type: 'focus' }));
  input.addEventListener('blur', () => {
    field.touched ||= input.value !== '';
    form.changed();
    form.send({ type: 'blur' });
  });
  return field;
}

// Made, and counted by the form from now on.
export function addField(form: Form, name: FieldName, kind: Kind, id: string): Field {
  const label = document.createElement('label'),
    input = document.createElement('input');
  label.htmlFor = input.id = id;
  label.textContent = form.words[kind.label];
  Object.assign(input, {
    name: kind.inputName,
    autocomplete: kind.autocomplete,
    placeholder: kind.placeholder ?? '',
    type: 'text',
    inputMode: kind.inputMode ?? 'text',
    spellcheck: false,
  });
  input.setAttribute('autocorrect', 'off');
  input.setAttribute('aria-label', form.words[kind.label]);
  const field: Field = { name, input, label, touched: false, check: () => kind.check(input.value, form) };
  input.addEventListener('input', (event) => typed(form, field, input, kind, event as InputEvent));
  input.addEventListener('change', (event) => typed(form, field, input, kind, event as InputEvent)); // a browser that fills in may say only this
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Backspace' && input.value === '') form.moved(field, false);
  });
  form.fields.push(field);
  return watch(form, field);
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
    field.input.classList.toggle('Input--invalid', wrong);
  }
}

// What was typed, by the names of the fields.
export function valuesOf(form: Form): Partial<Record<FieldName, string>> {
  return Object.fromEntries(form.fields.map(({ name, input }) => [name, input.value.trim()]));
}

export function cardOf(form: Form): { number?: string; exp_month?: string; exp_year?: string; cvc?: string } {
  const { number, expiry, cvc } = valuesOf(form),
    out: ReturnType<typeof cardOf> = {};
  if (number !== undefined) out.number = cards.digitsOf(number);
  if (cvc !== undefined) out.cvc = cvc;
  if (expiry !== undefined) {
    const { month, year } = cards.expiryOf(expiry);
    out.exp_month = month;
    out.exp_year = year && `20${year}`;
  }
  return out;
}
