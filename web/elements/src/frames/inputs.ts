// What every frame with inputs does: takes part in the conversation, reports changes once, gives its values to the
// controller and to nobody else.
import { type Change, type Collected, type FromFrame, type InputOptions, type StripeError, type ToFrame } from '../shared/protocol.ts';
import { languageOf, type Key, words } from '../shared/text.ts';
import { brandOf, type Field, firstError, type Form, markInvalid, valuesOf } from './fields.ts';
import { open } from './channel.ts';

export interface Layout {
  build(form: Form, kind: string, options: InputOptions): void; // adds the fields to the page
  update(form: Form, options: InputOptions): void;
  showError(form: Form, message: string | undefined, field: Field | undefined): void;
  country(): string;
}

export function run(layout: Layout): void {
  let kind = '', told = '', strict = false;
  const form: Form = { fields: [], words: words('en'), country: () => layout.country(), changed: () => change(), moved: (from, forward) => move(from, forward) };

  const problem = (everything: boolean): { error?: StripeError; field?: Field } => {
    const wrong = firstError(form, everything);
    return wrong ? { field: wrong.field, error: { type: 'validation_error', code: wrong.code, message: form.words[wrong.code as Key] } } : {};
  };
  const change = () => {
    markInvalid(form, strict);
    const { error, field } = problem(strict);
    layout.showError(form, error?.message, field);
    const now: Change = { empty: form.fields.every(({ input }) => input.value === ''), complete: form.fields.every((f) => f.check().complete) };
    if (error) now.error = error;
    if (kind === 'card' || kind === 'cardNumber') now.brand = brandOf(form);
    if (kind === 'card') now.value = { postalCode: valuesOf(form).postal ?? '' };
    const text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    channel.send({ type: 'change', change: now });
  };
  const move = (from: Field, forward: boolean) => {
    const next = form.fields[form.fields.indexOf(from) + (forward ? 1 : -1)];
    if (next) next.input.focus();
    else channel.send({ type: forward ? 'next' : 'previous' });
  };
  const begin = (message: Extract<ToFrame, { type: 'init' }>) => {
    kind = message.kind;
    form.words = words(message.locale);
    document.documentElement.lang = languageOf(message.locale);
    layout.build(form, kind, message.options);
    layout.update(form, message.options);
    for (const { input } of form.fields) {
      input.addEventListener('focus', () => channel.send({ type: 'focus' }));
      input.addEventListener('blur', () => channel.send({ type: 'blur' }));
    }
    told = JSON.stringify({ empty: true, complete: false, ...(kind === 'card' || kind === 'cardNumber' ? { brand: 'unknown' } : {}), ...(kind === 'card' ? { value: { postalCode: '' } } : {}) });
    new ResizeObserver(() => channel.send({ type: 'height', pixels: Math.ceil(document.body.getBoundingClientRect().height) })).observe(document.body);
    channel.send({ type: 'ready' });
  };
  const channel = open<ToFrame, FromFrame>('init', (message) => {
    if (message.type === 'init') begin(message);
    else if (message.type === 'update') layout.update(form, message.options);
    else if (message.type === 'focus') (form.fields.find((f) => !f.check().complete) ?? form.fields[0])?.input.focus();
    else if (message.type === 'blur') (document.activeElement as HTMLElement | null)?.blur();
    else if (message.type === 'clear') clear();
    else if (message.type === 'validate') {
      strict = true;
      change();
      const { error, field } = problem(true);
      field?.input.focus();
      channel.send(error ? { type: 'validated', error } : { type: 'validated' });
    }
  });
  const clear = () => {
    strict = false;
    for (const field of form.fields) {
      field.input.value = '';
      field.touched = false;
    }
    change();
  };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') channel.send({ type: 'escape' });
    if (event.key === 'Enter') channel.send({ type: 'submit' });
  });

  // For the controller, which has our origin. The browser keeps everybody else out.
  const collect = (): Collected => {
    const { error } = problem(true);
    if (error) {
      strict = true;
      change();
    }
    const { postal, ...card } = valuesOf(form);
    const billing = { ...(postal ? { postal_code: postal } : {}), ...(layout.country() ? { country: layout.country() } : {}) };
    return { card, billing, ...(error ? { error } : {}) };
  };
  Object.defineProperty(window, 'bursarCollect', { value: collect });
}
