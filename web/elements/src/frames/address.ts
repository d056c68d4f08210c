// Where somebody lives, or what his e-mail address is. Nothing secret: the page is told as it is typed.
import './form.css';
import { withoutPostal, withState } from '../shared/countries.ts';
import type { AddressValue, ElementKind, InputOptions } from '../shared/protocol.ts';
import { show } from './appearance.ts';
import { boxed, grid, showErrors } from './boxes.ts';
import { type Country, countryBox } from './country.ts';
import { type Field, type Form, valuesOf } from './fields.ts';
import { run } from './inputs.ts';

const body = grid();
let kind: ElementKind = 'address',
  country: Country | undefined,
  all: Field[] = [],
  withPhone = false;

function fit(form: Form): void {
  const where = country?.select.value ?? 'US';
  form.fields = all.filter(
    ({ name }) => !(name === 'postal' && withoutPostal.has(where)) && !(name === 'state' && !withState.has(where)),
  );
  for (const field of all) (field.input.parentElement as HTMLElement).hidden = !form.fields.includes(field);
  const postal = all.find(({ name }) => name === 'postal');
  if (postal) postal.label.textContent = where === 'US' ? form.words.zip : form.words.postal;
}

function buildAddress(form: Form, options: InputOptions): void {
  const defaults = options.defaultValues ?? {},
    address = defaults.address ?? {};
  const add = (name: Parameters<typeof boxed>[1], value: string | undefined) => {
    const field = boxed(form, name, body);
    if (field.input instanceof HTMLInputElement) field.input.placeholder = '';
    if (value) field.input.value = value;
  };
  add('name', defaults.name);
  country = countryBox(
    form,
    options.mode === 'shipping' ? 'shipping country' : 'billing country',
    options.allowedCountries ?? [],
    address.country,
    () => {
      fit(form);
      form.changed();
    },
  );
  body.append(country.box);
  add('line1', address.line1);
  add('line2', address.line2);
  add('city', address.city);
  add('state', address.state);
  add('postal', address.postal_code);
  withPhone = options.fields?.phone === 'always';
  if (withPhone) add('phone', defaults.phone);
  form.country = () => country?.select.value ?? '';
}

function addressOf(form: Form): AddressValue {
  const { name, line1 = '', line2, city = '', state = '', postal = '', phone } = valuesOf(form);
  return {
    name,
    address: { line1, line2: line2 || null, city, state, postal_code: postal, country: country?.select.value ?? '' },
    ...(withPhone ? { phone } : {}),
  };
}

run({
  build(form, which, options) {
    kind = which;
    if (kind === 'address') buildAddress(form, options);
    else {
      const email = boxed(form, 'email', body),
        known = options.defaultValues?.email;
      if (known) email.input.value = known;
    }
    all = form.fields;
    fit(form);
    document.body.append(body);
  },
  update: (_form, options) => show(options.appearance),
  showError: (form) => showErrors(form, all),
  value: (form) => (kind === 'address' ? addressOf(form) : { email: valuesOf(form).email ?? '' }),
  collect: () => ({}), // what is here is no secret, and goes by way of the page
});
