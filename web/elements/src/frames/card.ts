// The card in one line, or one of its fields alone.
import './card.css';
import type { ElementKind, InputOptions } from '../shared/protocol.ts';
import { cardKinds, type CardField } from './card_kinds.ts';
import { addField, brandOf, cardOf, type Form, valuesOf } from './fields.ts';
import { fold } from './fold.ts';
import { run } from './inputs.ts';
import { mark } from './mark.ts';
import { apply, reset, setVariable } from './style.ts';

const parts: Partial<Record<ElementKind, CardField[]>> = {
  card: ['number', 'expiry', 'cvc', 'postal'],
  cardNumber: ['number'],
  cardExpiry: ['expiry'],
  cardCvc: ['cvc'],
};
const row = document.createElement('div'),
  alert = document.createElement('div'),
  icon = mark();
let whole = false, // the card in one line
  fit = (): void => undefined;
row.className = 'row';
alert.setAttribute('role', 'alert');

function style(form: Form, options: InputOptions): void {
  const base = options.style?.base ?? {},
    invalid = options.style?.invalid ?? {};
  reset(document.body);
  apply(document.body, base);
  setVariable('placeholder', (base['::placeholder'] as { color?: string } | undefined)?.color ?? '#aab7c4');
  setVariable('invalid', (invalid as { color?: string }).color ?? '#eb1c26');
  for (const { input } of form.fields) input.disabled = Boolean(options.disabled);
}

// Its brand; while the code is typed, where that is.
const hint = (form: Form): void =>
  icon.show(
    brandOf(form),
    form.fields.some(({ name, input }) => name === 'cvc' && input === document.activeElement),
  );

run({
  build(form, kind, options) {
    whole = kind === 'card';
    const names = (parts[kind] ?? []).filter((name) => name !== 'postal' || !options.hidePostalCode);
    if (whole) row.append(icon.element);
    for (const name of names) {
      const field = addField(form, name, cardKinds[name], `card-${name}`),
        box = document.createElement('div');
      box.className = `field ${name}`;
      box.append(field.label, field.input);
      row.append(box);
      if (name === 'postal' && options.value?.postalCode) field.input.value = options.value.postalCode;
    }
    const [only] = form.fields;
    if (!whole && options.placeholder !== undefined && only?.input instanceof HTMLInputElement)
      only.input.placeholder = options.placeholder;
    document.body.append(row, alert);
    if (whole) fit = fold(row, form);
    row.addEventListener('focusin', () => hint(form));
    row.addEventListener('focusout', () => setTimeout(() => hint(form)));
  },
  update: style,
  showError(form, message) {
    alert.textContent = message ?? '';
    hint(form);
    fit();
  },
  value: (form) => (whole ? { postalCode: valuesOf(form).postal ?? '' } : undefined),
  collect(form) {
    const { postal } = valuesOf(form);
    return { card: cardOf(form), ...(postal ? { billing: { address: { postal_code: postal } } } : {}) };
  },
});
