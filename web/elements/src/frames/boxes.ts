// Labelled fields one below the other, as in the payment and the address element: a label, an input, what is wrong.
import { cardKinds, type CardField } from './card_kinds.ts';
import { addField, type Field, type FieldName, type Form } from './fields.ts';
import { payerKinds, type PayerField } from './payer_kinds.ts';
import type { InputOptions } from '../shared/protocol.ts';
import type { Key } from '../shared/text.ts';

// Names that test suites of existing shops look for.
const ids: Record<FieldName, string> = {
  number: 'number',
  expiry: 'expiry',
  cvc: 'cvc',
  postal: 'postalCode',
  name: 'name',
  email: 'email',
  phone: 'phone',
  routing: 'routingNumber',
  account: 'accountNumber',
  accountAgain: 'confirmAccountNumber',
  line1: 'addressLine1',
  line2: 'addressLine2',
  city: 'locality',
  state: 'administrativeArea',
  bank: 'bankAccount',
};
const inputNames: Partial<Record<FieldName, string>> = { number: 'number', expiry: 'expiry', postal: 'postalCode' };

// What ids begin with: the newer releases' payment element has another name for its own.
let prefix = 'Field';
export const beginIdsWith = (text = 'Field'): void => void (prefix = text);
export const idFor = (what: string): string => `${prefix}-${what}Input`;
export const idOf = (name: FieldName): string => idFor(ids[name]);

export function box(field: Field, ...more: Node[]): HTMLElement {
  const element = document.createElement('div'),
    error = document.createElement('p');
  element.className = `field ${field.name}`;
  field.label.classList.add('Label');
  field.input.classList.add('Input');
  error.className = 'error Error';
  error.id = `${prefix}-${ids[field.name]}Error`;
  error.setAttribute('role', 'alert');
  field.error = error;
  field.input.setAttribute('aria-describedby', error.id);
  element.append(field.label, field.input, ...more, error);
  return element;
}

const kinds = { ...cardKinds, ...payerKinds };

export function boxed(form: Form, name: CardField | PayerField, into: HTMLElement, ...more: Node[]): Field {
  const field = addField(form, name, kinds[name], idOf(name));
  if (name in inputNames) field.input.name = inputNames[name] as string;
  if (
    !more.length &&
    name !== 'postal' &&
    field.input instanceof HTMLInputElement &&
    !['expiry', 'cvc', 'routing', 'account'].includes(name)
  )
    field.input.placeholder = '';
  into.append(box(field, ...more));
  return field;
}

// Beside each field what is wrong with it, once that may be said (markInvalid).
export function showErrors(form: Form, fields: Iterable<Field>): void {
  for (const field of fields) {
    if (!field.error) continue;
    const { code } = field.check(),
      shown = code && form.fields.includes(field) && field.input.classList.contains('is-invalid');
    field.error.textContent = shown ? form.words[code as Key] : '';
  }
}

// The page collects it by itself.
export function isLeftOut(options: InputOptions, what: 'name' | 'email' | 'country' | 'postalCode'): boolean {
  const billing = options.fields?.billingDetails;
  if (typeof billing !== 'object') return billing === 'never';
  if (what === 'name' || what === 'email') return billing[what] === 'never';
  return typeof billing.address === 'object' ? billing.address[what] === 'never' : billing.address === 'never';
}

export const grid = (): HTMLElement => Object.assign(document.createElement('div'), { className: 'grid' });
