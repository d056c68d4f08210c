// The payment element: a card with labels, country and postal code.
import './payment.css';
import type { InputOptions } from '../shared/protocol.ts';
import { addField, brandOf, type FieldName, type Form } from './fields.ts';
import { run } from './inputs.ts';
import { mark } from './mark.ts';
import { setVariable } from './style.ts';

// Names that test suites of existing shops look for.
const ids: Record<FieldName, string> = { number: 'Field-numberInput', expiry: 'Field-expiryInput', cvc: 'Field-cvcInput', postal: 'Field-postalCodeInput' };
const inputNames: Record<FieldName, string> = { number: 'number', expiry: 'expiry', cvc: 'cvc', postal: 'postalCode' };
const countries = ['US', 'GB', 'CA', 'AU', 'NZ', 'IE', 'DE', 'FR', 'ES', 'IT', 'NL', 'BE', 'AT', 'CH', 'PT', 'SE', 'NO', 'DK', 'FI', 'PL', 'JP', 'SG', 'HK', 'BR', 'MX', 'IN'];
const withoutPostal = new Set(['HK', 'IE']);

const grid = document.createElement('div'), country = document.createElement('select'), icon = mark();
const errors = new Map<string, HTMLElement>();
grid.className = 'grid';

function box(name: string, ...inside: Node[]): HTMLElement {
  const element = document.createElement('div'), error = document.createElement('p');
  element.className = `field ${name}`;
  error.className = 'error';
  error.id = `Field-${name}Error`;
  error.setAttribute('role', 'alert');
  errors.set(name, error);
  element.append(...inside, error);
  return element;
}

function addCountry(form: Form): HTMLElement {
  const label = document.createElement('label'), names = new Intl.DisplayNames([document.documentElement.lang], { type: 'region' });
  label.htmlFor = country.id = 'Field-countryInput';
  label.textContent = form.words.country;
  Object.assign(country, { name: 'country', autocomplete: 'billing country' });
  for (const code of countries) country.add(new Option(names.of(code), code));
  const guess = navigator.language.slice(3, 5).toUpperCase();
  country.value = countries.includes(guess) ? guess : 'US';
  return box('country', label, country);
}

function fitPostal(form: Form): void {
  const postal = form.fields.find((field) => field.name === 'postal') ?? stowed;
  if (!postal) return;
  const wanted = !withoutPostal.has(country.value);
  postal.label.textContent = country.value === 'US' ? form.words.zip : form.words.postal;
  postal.input.setAttribute('aria-label', postal.label.textContent);
  postal.input.placeholder = country.value === 'US' ? '12345' : '';
  (postal.input.parentElement as HTMLElement).hidden = !wanted;
  form.fields = form.fields.filter((field) => field !== postal).concat(wanted ? [postal] : []);
  stowed = postal;
}
let stowed: Form['fields'][number] | undefined;

run({
  build(form) {
    for (const name of ['number', 'expiry', 'cvc'] as FieldName[]) {
      const field = addField(form, name, ids[name]);
      field.input.name = inputNames[name];
      grid.append(name === 'number' ? box(name, field.label, field.input, icon.element) : box(name, field.label, field.input));
    }
    grid.append(addCountry(form));
    const postal = addField(form, 'postal', ids.postal);
    postal.input.name = inputNames.postal;
    grid.append(box('postal', postal.label, postal.input));
    country.addEventListener('change', () => {
      fitPostal(form);
      form.changed();
    });
    fitPostal(form);
    for (const { name, input } of form.fields) input.setAttribute('aria-describedby', `Field-${name}Error`);
    document.body.append(grid);
  },
  update(_form, options: InputOptions) {
    const { theme, variables = {} } = options.appearance ?? {};
    document.documentElement.dataset.theme = theme ?? 'stripe';
    for (const [name, value] of Object.entries(variables)) if (/^(color(Primary|Background|Text|TextSecondary|Danger)|fontFamily|borderRadius|spacingUnit)$/.test(name)) setVariable(name, value);
    if (variables.fontSizeBase && /^[0-9.]+(px|rem|em)$/.test(variables.fontSizeBase)) document.body.style.fontSize = variables.fontSizeBase;
  },
  showError(form, message, field) {
    for (const [name, element] of errors) element.textContent = field?.name === name ? (message ?? '') : '';
    icon.show(brandOf(form));
  },
  country: () => country.value,
});
