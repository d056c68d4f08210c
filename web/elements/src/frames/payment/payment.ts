// The payment element: what a customer saved, a card, a bank account. One of them is chosen; only its fields count.
import '../form.css';
import type {
  Collected,
  InputOptions,
  LayoutOptions,
  MethodType,
  PaymentSession,
  SavedMethod,
} from '../../shared/protocol.ts';
import { show } from '../appearance.ts';
import { beginIdsWith, idFor, showErrors } from '../boxes.ts';
import type { Field, Form } from '../fields.ts';
import { run } from '../inputs.ts';
import { bankForm } from './bank_form.ts';
import { cardForm } from './card_form.ts';
import { makeAccordion, type Shown } from './choices.ts';
import type { MethodForm } from './method_form.ts';
import { makeTabs } from './tabs.ts';
import { termsOf } from './terms.ts';

const makers: Record<MethodType, (form: Form, options: InputOptions) => MethodForm> = {
  card: cardForm,
  us_bank_account: bankForm,
};
const none: PaymentSession = {
  types: ['card'],
  saved: [],
  mayRemove: false,
  maySave: false,
  livemode: false,
  reused: false,
};
const forms = new Map<string, MethodForm>(),
  every: Field[] = [];
const place = document.createElement('div'),
  save = document.createElement('input'),
  terms = document.createElement('p'),
  undecided = document.createElement('p');
let given: InputOptions = {},
  session = none,
  chosen = '',
  shown: Shown | undefined;

const savedOne = (): SavedMethod | undefined => session.saved.find(({ id }) => id === chosen);
const typeOf = (): string => savedOne()?.type ?? chosen;
const maySave = (): boolean => session.maySave && forms.has(chosen);
const layoutOf = ({ layout = 'auto' }: InputOptions): LayoutOptions =>
  typeof layout === 'string' ? { type: layout } : layout;

function choose(form: Form, value: string): void {
  chosen = value;
  form.fields = forms.get(value)?.fields() ?? [];
  forms.get(value)?.refresh?.();
  for (const [name, { body }] of forms) body.hidden = name !== value;
  shown?.mark(value);
  (save.closest('label') as HTMLElement).hidden = !maySave();
  terms.textContent = termsOf(form, typeOf(), Boolean(savedOne()), session, given);
}

function addSave(form: Form): void {
  const label = document.createElement('label'),
    text = document.createElement('span');
  Object.assign(save, { type: 'checkbox', id: idFor('save'), className: 'CheckboxInput' });
  label.className = 'choice Checkbox';
  text.className = 'CheckboxLabel';
  text.textContent = form.words.save;
  save.addEventListener('change', () => form.changed());
  label.append(save, text);
  document.body.append(label);
}

// What there is to choose from, laid out anew; what was typed stays.
function arrange(form: Form): void {
  const order = given.paymentMethodOrder ?? [],
    rank = (type: string) => (order.includes(type) ? order.indexOf(type) : order.length);
  const types = [...session.types].sort((a, b) => rank(a) - rank(b)),
    { saved, mayRemove } = session,
    layout = layoutOf(given),
    accordion = layout.type === 'accordion';
  for (const type of types) {
    if (forms.has(type)) continue;
    form.fields = [];
    const made = makers[type](form, given);
    forms.set(type, made);
    every.push(...made.all);
  }
  const choices = {
    saved,
    types,
    mayRemove,
    layout,
    bodyOf: (type: MethodType) => forms.get(type)?.body,
    choose(value: string) {
      choose(form, value);
      form.changed();
    },
  };
  const alone = saved.length + types.length === 1 && !accordion;
  shown = alone ? undefined : accordion ? makeAccordion(form, choices) : makeTabs(form, choices);
  place.replaceChildren(...(shown ? [shown.element] : types.flatMap((type) => forms.get(type)?.body ?? [])));
  const first = saved[0]?.id ?? types[0] ?? '',
    there = saved.some(({ id }) => id === chosen) || types.includes(chosen as MethodType);
  choose(form, there || (chosen === '' && collapses()) ? chosen : first);
}

// An accordion may have nothing open.
const collapses = (): boolean => layoutOf(given).type === 'accordion' && Boolean(layoutOf(given).defaultCollapsed);

function build(form: Form, options: InputOptions): void {
  beginIdsWith(options.ids);
  given = options;
  session = options.session ?? none;
  undecided.className = 'error Error';
  undecided.setAttribute('role', 'alert');
  terms.className = 'terms TermsText';
  document.body.append(place);
  addSave(form);
  document.body.append(terms, undecided);
  arrange(form);
}

function update(form: Form, options: InputOptions): void {
  const before = JSON.stringify([given.layout, given.paymentMethodOrder]);
  given = { ...given, ...options };
  if (JSON.stringify([given.layout, given.paymentMethodOrder]) !== before) arrange(form);
  else choose(form, chosen);
  show(options.appearance);
  for (const field of every) field.input.disabled = Boolean(options.readOnly);
  form.changed();
}

function removed(form: Form, id: string): void {
  session = { ...session, saved: session.saved.filter((one) => one.id !== id) };
  arrange(form);
  form.changed();
}

run({
  build: (form, _kind, options) => build(form, options),
  update,
  fields: () => forms.get(chosen)?.fields() ?? [],
  collapsed: () => chosen === '',
  showError(form, message) {
    showErrors(form, every);
    undecided.textContent = chosen === '' ? (message ?? '') : '';
    forms.get(chosen)?.refresh?.();
  },
  value() {
    const one = savedOne();
    return {
      type: typeOf(),
      ...(one ? { payment_method: { id: one.id } } : {}),
      ...(maySave() ? { savePaymentMethod: save.checked } : {}),
    };
  },
  collect(): Collected {
    const one = savedOne();
    if (one) return { type: one.type, saved: one.id };
    return { ...(forms.get(chosen)?.collect() ?? {}), ...(maySave() ? { save: save.checked } : {}) };
  },
  settled: () => forms.get(chosen)?.settled?.(),
  hear(form, message) {
    if (message.type === 'linked') forms.get('us_bank_account')?.linked?.(message.account, message.error);
    else if (message.type === 'removed') removed(form, message.id);
    else if (message.type === 'collapse' && layoutOf(given).type === 'accordion') choose(form, '');
    else if (message.type === 'offer') {
      session = message.session;
      arrange(form);
    } else return;
    form.changed();
  },
});
