// A choice among countries, in the page's language.
import { countries } from '../shared/countries.ts';
import { idFor } from './boxes.ts';
import type { Form } from './fields.ts';

export interface Country {
  box: HTMLElement;
  select: HTMLSelectElement;
}

export function countryBox(
  form: Form,
  autocomplete: AutoFill,
  among: readonly string[],
  preferred: string | undefined,
  changed: () => void,
): Country {
  const box = document.createElement('div'),
    label = document.createElement('label'),
    select = document.createElement('select');
  const names = new Intl.DisplayNames([document.documentElement.lang], { type: 'region' });
  box.className = 'field country';
  label.htmlFor = select.id = idFor('country');
  label.className = 'Label';
  label.textContent = form.words.country;
  select.className = 'Input';
  Object.assign(select, { name: 'country', autocomplete });
  for (const code of among.length ? among : countries) select.add(new Option(names.of(code), code));
  const guess = navigator.language.slice(3, 5).toUpperCase();
  for (const wish of [preferred, guess, 'US'])
    if (wish && [...select.options].some((option) => option.value === wish)) {
      select.value = wish;
      break;
    }
  select.addEventListener('change', changed);
  select.addEventListener('focus', () => form.send({ type: 'focus' }));
  select.addEventListener('blur', () => form.send({ type: 'blur' }));
  box.append(label, select);
  return { box, select };
}
