// A group of elements: `stripe.elements(options)`. What the page gets are plain objects with bound functions.
import type { ElementKind, InputOptions, StripeError } from '../shared/protocol.ts';
import { Element_ } from './element.ts';
import { mistake } from './errors.ts';

const kinds: ReadonlySet<string> = new Set<ElementKind>(['card', 'cardNumber', 'cardExpiry', 'cardCvc', 'payment']);
// Mounted empty, so that a page hides what would be there: nothing to pay with.
const empty: ReadonlySet<string> = new Set(['expressCheckout', 'paymentMethodMessaging', 'paymentRequestButton']);
const inners = new WeakMap<object, Element_>();
const groups = new WeakMap<object, Group>();

export const innerOf = (element: unknown): Element_ | undefined => (typeof element === 'object' && element ? inners.get(element) : undefined);
export const groupOf = (elements: unknown): Group | undefined => (typeof elements === 'object' && elements ? groups.get(elements) : undefined);

// 'card', or React's component of an element.
const nameOf = (type: unknown): string => (typeof type === 'string' ? type : String((type as { __elementType?: string } | null)?.__elementType));

function faceOf(inner: Element_): Record<string, unknown> {
  const face: Record<string, unknown> = {};
  const listen = (once: boolean) => (name: string, handler: () => void) => {
    inner.events.on(name, handler, once);
    return face;
  };
  const forget = (name: string, handler?: () => void) => {
    inner.events.off(name, handler);
    return face;
  };
  Object.assign(face, {
    mount: (where: string | HTMLElement) => inner.mount(where),
    unmount: () => inner.unmount(), destroy: () => inner.destroy(), update: (options: Record<string, unknown>) => inner.update(options),
    focus: () => inner.focus(), blur: () => inner.blur(), clear: () => inner.clear(), collapse: () => undefined,
    on: listen(false), once: listen(true), off: forget, addEventListener: listen(false), removeEventListener: forget,
    _elementType: inner.kind,
  });
  inners.set(face, inner);
  return face;
}

function emptyElement(kind: string): Record<string, unknown> {
  const handlers: ((event: unknown) => void)[] = [];
  const face: Record<string, unknown> = {};
  const on = (name: string, handler: (event: unknown) => void) => (name === 'ready' && handlers.push(handler), face);
  for (const name of ['unmount', 'destroy', 'update', 'focus', 'blur', 'clear', 'collapse']) face[name] = () => undefined;
  Object.assign(face, { mount: () => void setTimeout(() => handlers.forEach((handler) => handler({ elementType: kind, availablePaymentMethods: undefined }))), on, once: on, addEventListener: on, off: () => face, removeEventListener: () => face });
  return face;
}

export interface Group {
  options: Record<string, unknown>;
  submitted: boolean;
  payment(): Element_ | undefined;
  framesFor(element: Element_): string[];
  submit(): Promise<{ error?: StripeError; selectedPaymentMethod?: string }>;
}

export function makeElements(options: Record<string, unknown>, defaultLocale: string): { face: object; group: Group } {
  const live = new Map<string, { face: Record<string, unknown>; inner?: Element_ }>();
  const group: Group = {
    options: { ...options },
    submitted: false,
    payment: () => live.get('payment')?.inner,
    framesFor: (element) => (element.kind === 'cardNumber' ? ['cardNumber', 'cardExpiry', 'cardCvc'].flatMap((kind) => live.get(kind)?.inner?.frameName ?? []) : element.frameName ? [element.frameName] : []),
    async submit() {
      const payment = this.payment();
      if (!payment) return { error: { type: 'invalid_request_error', code: 'element_not_mounted', message: 'There is no Payment Element to submit.' } };
      const error = await payment.validate();
      this.submitted = !error;
      return error ? { error } : { selectedPaymentMethod: 'card' };
    },
  };
  // From one split field to the next when it is complete, and back.
  const link = (kind: ElementKind, inner: Element_) => {
    const order: ElementKind[] = ['cardNumber', 'cardExpiry', 'cardCvc'], at = order.indexOf(kind);
    if (at < 0) return;
    inner.events.on('_next', () => order[at + 1] && live.get(order[at + 1] as string)?.inner?.focus());
    inner.events.on('_previous', () => order[at - 1] && live.get(order[at - 1] as string)?.inner?.focus());
  };
  const create = (type: string, own: Record<string, unknown> = {}) => {
    if (live.has(type)) mistake(`Can only create one Element of type ${type} through elements().`);
    if (empty.has(type)) return emptyElement(type);
    if (!kinds.has(type)) mistake(`The ${type} Element is not supported by this server. Supported are: ${[...kinds].join(', ')}.`);
    const kind = type as ElementKind;
    const inner: Element_ = new Element_(kind, own, { locale: String(group.options.locale ?? defaultLocale), appearance: () => group.options.appearance as InputOptions['appearance'], gone: () => void live.delete(type) });
    const face = faceOf(inner);
    live.set(type, { face, inner });
    link(kind, inner);
    return face;
  };
  const face = {
    create,
    getElement: (type: unknown) => live.get(nameOf(type))?.face ?? null,
    update(changes: Record<string, unknown> = {}) {
      Object.assign(group.options, changes);
      for (const { inner } of live.values()) inner?.update();
    },
    fetchUpdates: async () => ({}),
    submit: () => group.submit(),
    on: () => face, once: () => face, off: () => face,
  };
  groups.set(face, group);
  return { face, group };
}
