// Paying by card: number, expiry, code, country and postal code.
import { withoutPostal } from '../../shared/countries.ts';
import type { InputOptions } from '../../shared/protocol.ts';
import { boxed, grid, isLeftOut } from '../boxes.ts';
import { countryBox } from '../country.ts';
import { brandOf, cardOf, type Form, valuesOf } from '../fields.ts';
import { mark } from '../mark.ts';
import type { MethodForm } from './method_form.ts';

export function cardForm(form: Form, options: InputOptions): MethodForm {
  const body = grid(),
    icon = mark(),
    hint = mark(),
    defaults = options.defaultValues?.billingDetails?.address ?? {};
  const number = boxed(form, 'number', body, icon.element),
    expiry = boxed(form, 'expiry', body),
    cvc = boxed(form, 'cvc', body, hint.element);
  const country = countryBox(form, 'billing country', [], defaults.country, () => {
    fit();
    form.changed();
  });
  body.append(country.box);
  const postal = boxed(form, 'postal', body);
  if (defaults.postal_code) postal.input.value = defaults.postal_code;
  const asksCountry = !isLeftOut(options, 'country'),
    asksPostal = !isLeftOut(options, 'postalCode');
  let wanted = true;
  const fit = () => {
    const american = country.select.value === 'US';
    wanted = asksPostal && !withoutPostal.has(country.select.value);
    postal.label.textContent = american ? form.words.zip : form.words.postal;
    postal.input.setAttribute('aria-label', postal.label.textContent);
    if (postal.input instanceof HTMLInputElement) postal.input.placeholder = american ? '12345' : '';
    (postal.input.parentElement as HTMLElement).hidden = !wanted;
  };
  hint.show('unknown', true);
  form.country = () => country.select.value;
  country.box.hidden = !asksCountry;
  fit();
  return {
    body,
    all: [number, expiry, cvc, postal],
    fields: () => (wanted ? [number, expiry, cvc, postal] : [number, expiry, cvc]),
    refresh: () => {
      icon.show(brandOf(form));
      hint.show(brandOf(form), true);
    },
    collect() {
      const { postal: code } = valuesOf(form);
      return {
        type: 'card',
        card: cardOf(form),
        billing: {
          address: {
            ...(asksCountry ? { country: country.select.value } : {}),
            ...(code ? { postal_code: code } : {}),
          },
        },
      };
    },
  };
}
