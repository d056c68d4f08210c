// What every frame with inputs does: takes part in the conversation, reports changes once, gives its values to the
// controller and to nobody else.
import type {
  Change,
  Collected,
  ElementKind,
  FromFrame,
  InputOptions,
  StripeError,
  ToFrame,
} from '../shared/protocol.ts';
import { type Key, words } from '../shared/text.ts';
import english from '../shared/text/en.ts';
import { brandOf, type Field, firstError, type Form, markInvalid } from './fields.ts';
import { open } from './channel.ts';

export interface Layout {
  build(form: Form, kind: ElementKind, options: InputOptions): void; // adds the fields to the page
  update(form: Form, options: InputOptions): void;
  fields?(form: Form): Field[]; // those that count now, where that changes
  showError(form: Form, message: string | undefined, field: Field | undefined): void;
  value?(form: Form): unknown; // what a change tells the page beside its completeness; undefined: nothing
  collect(form: Form): Collected;
  collapsed?(): boolean; // nothing was chosen that could be filled in
  settled?(): Promise<void> | undefined; // something that was chosen is still on its way
  clear?(form: Form): void;
  hear?(form: Form, message: ToFrame): void;
}

export function run(layout: Layout): void {
  let kind: ElementKind | undefined,
    binding = '',
    told = '',
    strict = false;
  const form: Form = {
    fields: [],
    words: english,
    country: () => '',
    changed: () => change(),
    moved: (from, forward) => move(from, forward),
    send: (message) => channel.send(message),
  };

  const problem = (everything: boolean): { error?: StripeError; field?: Field } => {
    if (everything && layout.collapsed?.())
      return {
        error: {
          type: 'validation_error',
          code: 'incomplete_payment_details',
          message: form.words.incomplete_payment_details,
        },
      };
    const wrong = firstError(form, everything);
    return wrong
      ? {
          field: wrong.field,
          error: { type: 'validation_error', code: wrong.code, message: form.words[wrong.code as Key] },
        }
      : {};
  };
  const state = (): Change => {
    const { error } = problem(strict),
      value = layout.value?.(form);
    const collapsed = layout.collapsed?.() ?? false,
      empty = form.fields.length > 0 && form.fields.every(({ input }) => input.value === '');
    const now: Change = {
      empty: collapsed || empty,
      complete: !collapsed && form.fields.every((field) => field.check().complete),
    };
    if (collapsed) now.collapsed = true;
    if (error) now.error = error;
    if (kind === 'card' || kind === 'cardNumber') now.brand = brandOf(form);
    if (value !== undefined) now.value = value;
    return now;
  };
  const settle = () => {
    if (layout.fields) form.fields = layout.fields(form);
  };
  const change = () => {
    if (!kind) return;
    settle();
    markInvalid(form, strict);
    const { error, field } = problem(strict);
    layout.showError(form, error?.message, field);
    const now = state(),
      text = JSON.stringify(now);
    if (text === told) return;
    told = text;
    channel.send({ type: 'change', change: now });
  };
  const move = (from: Field, forward: boolean) => {
    const next = form.fields[form.fields.indexOf(from) + (forward ? 1 : -1)];
    if (next) next.input.focus();
    else channel.send({ type: forward ? 'next' : 'previous' });
  };
  const begin = async (message: Extract<ToFrame, { type: 'init' }>) => {
    const spoken = await words(message.locale);
    form.words = spoken.words;
    document.documentElement.lang = spoken.language;
    binding = message.binding;
    layout.build(form, message.kind, message.options);
    layout.update(form, message.options);
    kind = message.kind;
    if (state().empty)
      told = JSON.stringify(state()); // that nothing was typed is no change
    else change();
    new ResizeObserver(() =>
      channel.send({ type: 'height', pixels: Math.ceil(document.body.getBoundingClientRect().height) }),
    ).observe(document.body);
    channel.send({ type: 'ready' });
  };
  const validate = async () => {
    await layout.settled?.();
    strict = true;
    change();
    const { error, field } = problem(true);
    field?.input.focus();
    channel.send(error ? { type: 'validated', error } : { type: 'validated' });
  };
  const hear = (message: ToFrame): void | Promise<void> => {
    if (message.type === 'init') return begin(message);
    if (message.type === 'update') layout.update(form, message.options);
    else if (message.type === 'focus')
      (form.fields.find((field) => !field.check().complete) ?? form.fields[0])?.input.focus();
    else if (message.type === 'blur') (document.activeElement as HTMLElement | null)?.blur();
    else if (message.type === 'clear') clear();
    else if (message.type === 'validate')
      void validate(); // not waited for: what it may wait for is a message
    else layout.hear?.(form, message);
  };
  let heard: Promise<void> = Promise.resolve(); // one message after the other: the first one waits for its words
  const channel = open<ToFrame, FromFrame>('init', (message) => void (heard = heard.then(() => hear(message))));
  const clear = () => {
    strict = false;
    for (const field of form.fields) {
      field.input.value = '';
      field.touched = false;
    }
    layout.clear?.(form);
    change();
  };
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') channel.send({ type: 'escape' });
    if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) channel.send({ type: 'submit' });
  });

  // For the controller, which has our origin, of the key that this frame was made for. The browser keeps everybody else
  // out.
  const collect = async (by: string): Promise<Collected> => {
    await layout.settled?.();
    if (by !== binding)
      return {
        error: {
          type: 'invalid_request_error',
          message: 'This Element was made with another publishable key or for another account.',
        },
      };
    settle();
    const { error } = problem(true);
    if (error) {
      strict = true;
      change();
      return { error };
    }
    return layout.collect(form);
  };
  Object.defineProperty(window, 'bursarCollect', { value: collect });
}
