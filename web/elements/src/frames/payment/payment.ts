// The payment element: what a customer saved, a card, a bank account. One of them is chosen; only its fields count.
import '../form.css';
import type { Collected, InputOptions, MethodType, SavedMethod } from '../../shared/protocol.ts';
import { show } from '../appearance.ts';
import { beginIdsWith, idFor, showErrors } from '../boxes.ts';
import type { Field, Form } from '../fields.ts';
import { run } from '../inputs.ts';
import { bankForm } from './bank_form.ts';
import { cardForm } from './card_form.ts';
import type { MethodForm } from './method_form.ts';
import { makeChoices } from './choices.ts';

const forms = new Map<string, MethodForm>(), every: Field[] = [];
const makers: Record<MethodType, (form: Form, options: InputOptions) => MethodForm> = { card: cardForm, us_bank_account: bankForm };
let saved: SavedMethod[] = [], chosen = '', save: HTMLInputElement | undefined;

const savedOne = (): SavedMethod | undefined => saved.find(({ id }) => id === chosen);
const typeOf = (): MethodType => savedOne()?.type ?? (chosen as MethodType);

function choose(form: Form, value: string): void {
  chosen = value;
  form.fields = forms.get(value)?.fields() ?? [];
  forms.get(value)?.refresh?.();
  for (const [name, { body }] of forms) body.hidden = name !== value;
  if (save) (save.closest('label') as HTMLElement).hidden = !forms.has(value);
}

function addSave(form: Form): void {
  const label = document.createElement('label'), text = document.createElement('span');
  save = document.createElement('input');
  Object.assign(save, { type: 'checkbox', id: idFor('save'), className: 'CheckboxInput' });
  label.className = 'choice Checkbox';
  text.className = 'CheckboxLabel';
  text.textContent = form.words.save;
  save.addEventListener('change', () => form.changed());
  label.append(save, text);
  document.body.append(label);
}

function build(form: Form, options: InputOptions): void {
  beginIdsWith(options.ids);
  const session = options.session ?? { types: ['card'], saved: [], mayRemove: false, maySave: false, livemode: false };
  const order = options.paymentMethodOrder ?? [], rank = (type: string) => (order.includes(type) ? order.indexOf(type) : order.length);
  const types = [...session.types].sort((a, b) => rank(a) - rank(b));
  saved = [...session.saved];
  for (const type of types) {
    form.fields = [];
    const made = makers[type](form, options);
    forms.set(type, made);
    every.push(...made.all);
  }
  if (saved.length + types.length === 1) document.body.append(...[...forms.values()].map(({ body }) => body));
  else
    makeChoices(form, { saved, types, mayRemove: session.mayRemove, bodyOf: (type) => forms.get(type)?.body, chosen: saved[0]?.id ?? types[0] ?? '', choose(value) {
      choose(form, value);
      form.changed();
    } });
  if (session.maySave) addSave(form);
  choose(form, saved[0]?.id ?? types[0] ?? 'card');
}

run({
  build: (form, _kind, options) => build(form, options),
  update(form, options) {
    show(options.appearance);
    for (const field of every) field.input.disabled = Boolean(options.readOnly);
    form.changed();
  },
  fields: () => forms.get(chosen)?.fields() ?? [],
  showError(_form, message, field) {
    showErrors(every, message, field);
    forms.get(chosen)?.refresh?.();
  },
  value() {
    const one = savedOne();
    return { type: typeOf(), ...(one ? { payment_method: { id: one.id } } : {}), ...(save && !one ? { savePaymentMethod: save.checked } : {}) };
  },
  collect(): Collected {
    const one = savedOne();
    if (one) return { type: one.type, saved: one.id };
    return { ...(forms.get(chosen)?.collect() ?? {}), ...(save ? { save: save.checked } : {}) };
  },
  settled: () => forms.get(chosen)?.settled?.(),
  hear(form, message) {
    if (message.type === 'linked') forms.get('us_bank_account')?.linked?.(message.account, message.error);
    if (message.type !== 'removed') return;
    saved = saved.filter(({ id }) => id !== message.id);
    document.getElementById(`saved-${message.id}`)?.closest('.item')?.remove();
    if (chosen !== message.id) return;
    const next = document.querySelector<HTMLInputElement>('input[name="method"]');
    if (next) next.checked = true;
    choose(form, next?.value ?? 'card');
    form.changed();
  },
});
