// A group of elements: `stripe.elements(options)`. What the page gets are plain objects with bound functions.
import type { AddressValue, Appearance, ElementKind, MethodType, StripeError } from '../shared/protocol.ts';
import { Element_, type Settings } from './element.ts';
import { type ElementMember, type GroupMember, kinds } from './drift.ts';
import { mistake } from './errors.ts';
import { Events } from './events.ts';

const inners = new WeakMap<object, Element_>();
const groups = new WeakMap<object, Group>();

export const innerOf = (element: unknown): Element_ | undefined =>
  typeof element === 'object' && element ? inners.get(element) : undefined;
export const groupOf = (elements: unknown): Group | undefined =>
  typeof elements === 'object' && elements ? groups.get(elements) : undefined;

// 'card', or React's component of an element.
const nameOf = (type: unknown): string =>
  typeof type === 'string' ? type : String((type as { __elementType?: string } | null)?.__elementType);

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
  const members: Record<Exclude<ElementMember, 'getValue'>, unknown> = {
    mount: (where: string | HTMLElement) => inner.mount(where),
    unmount: () => inner.unmount(),
    destroy: () => inner.destroy(),
    update: (options: Record<string, unknown>) => inner.update(options),
    focus: () => inner.focus(),
    blur: () => inner.blur(),
    clear: () => inner.clear(),
    collapse: () => inner.collapse(),
    on: listen(false),
    once: listen(true),
    off: forget,
  };
  Object.assign(face, members, {
    addEventListener: listen(false),
    removeEventListener: forget, // the names that some applications use
    ...(inner.kind === 'address'
      ? { getValue: async () => ({ complete: inner.change.complete, isNewAddress: true, value: inner.change.value }) }
      : {}),
    _elementType: inner.kind,
  });
  inners.set(face, inner);
  return face;
}

function emptyElement(kind: string): Record<string, unknown> {
  const handlers: ((event: unknown) => void)[] = [];
  const face: Record<string, unknown> = {};
  const on = (name: string, handler: (event: unknown) => void) => (name === 'ready' && handlers.push(handler), face);
  for (const name of ['unmount', 'destroy', 'update', 'focus', 'blur', 'clear', 'collapse'])
    face[name] = () => undefined;
  Object.assign(face, {
    mount: () =>
      void setTimeout(() =>
        handlers.forEach((handler) => {
          handler({ elementType: kind, availablePaymentMethods: undefined });
        }),
      ),
    on,
    once: on,
    addEventListener: on,
    off: () => face,
    removeEventListener: () => face,
  });
  return face;
}

// What the elements beside the payment element say of the payer.
export interface Told {
  email?: string;
  billing?: AddressValue;
  shipping?: AddressValue;
}

export interface Group {
  options: Record<string, unknown>;
  submitted: boolean;
  payment(): Element_ | undefined;
  told(): Told;
  framesFor(element: Element_): string[];
  validate(): Promise<StripeError | undefined>; // of all elements that are filled in by the payer
  submit(): Promise<{ error?: StripeError; selectedPaymentMethod?: string }>;
}

// What a group needs of the Stripe object it belongs to.
export type Surroundings = Pick<Settings, 'binding' | 'linkAccount'> & {
  locale: string;
  loadSession(options: Record<string, unknown>): ReturnType<Settings['session']>;
  removeMethod(id: string, options: Record<string, unknown>): Promise<StripeError | undefined>;
};

export function makeElements(options: Record<string, unknown>, around: Surroundings): { face: object; group: Group } {
  const live = new Map<string, { face: Record<string, unknown>; inner?: Element_ }>();
  let session: ReturnType<Settings['session']> | undefined; // asked for once, by the first element that needs it
  const group: Group = {
    options: { ...options },
    submitted: false,
    payment: () => live.get('payment')?.inner,
    told() {
      const address = live.get('address')?.inner,
        email = live.get('linkAuthentication')?.inner?.change.value as { email?: string } | undefined;
      const value = address?.change.complete ? (address.change.value as AddressValue) : undefined;
      return {
        email: email?.email || undefined,
        [address?.options.mode === 'shipping' ? 'shipping' : 'billing']: value,
      };
    },
    framesFor: (element) =>
      element.kind === 'cardNumber'
        ? ['cardNumber', 'cardExpiry', 'cardCvc'].flatMap((kind) => live.get(kind)?.inner?.frameName ?? [])
        : element.frameName
          ? [element.frameName]
          : [],
    async validate() {
      for (const kind of ['linkAuthentication', 'address', 'payment']) {
        const inner = live.get(kind)?.inner,
          error = inner?.frameName ? await inner.validate() : undefined;
        if (error) return error;
      }
      return undefined;
    },
    async submit() {
      const payment = this.payment();
      if (!payment?.frameName)
        return {
          error: {
            type: 'invalid_request_error',
            code: 'element_not_mounted',
            message: 'There is no Payment Element to submit.',
          },
        };
      const error = await this.validate();
      this.submitted = !error;
      return error
        ? { error }
        : { selectedPaymentMethod: (payment.change.value as { type?: MethodType } | undefined)?.type ?? 'card' };
    },
  };
  // From one split field to the next when it is complete, and back.
  const link = (kind: ElementKind, inner: Element_) => {
    const order: ElementKind[] = ['cardNumber', 'cardExpiry', 'cardCvc'],
      at = order.indexOf(kind);
    if (at < 0) return;
    inner.events.on('_next', () => order[at + 1] && live.get(order[at + 1] as string)?.inner?.focus());
    inner.events.on('_previous', () => order[at - 1] && live.get(order[at - 1] as string)?.inner?.focus());
  };
  const create = (type: string, own: Record<string, unknown> = {}) => {
    if (live.has(type)) mistake(`Can only create one Element of type ${type} through elements().`);
    const there = Object.hasOwn(kinds, type) ? kinds[type as keyof typeof kinds] : 'no';
    if (there === 'empty') return emptyElement(type);
    if (there === 'no')
      mistake(
        `The ${type} Element is not supported by this server. Supported are: ${Object.keys(kinds)
          .filter((kind) => kinds[kind as keyof typeof kinds] === 'yes')
          .join(', ')}.`,
      );
    const kind = type as ElementKind;
    if (kind === 'address' && own.mode !== 'shipping' && own.mode !== 'billing')
      mistake('The address Element needs the option mode: "shipping" or "billing".');
    const inner: Element_ = new Element_(
      kind,
      { ...own },
      {
        locale: String(group.options.locale ?? around.locale),
        binding: around.binding,
        linkAccount: around.linkAccount,
        appearance: () => group.options.appearance as Appearance | undefined,
        session: () => (session ??= around.loadSession(group.options)),
        removeMethod: (id) => around.removeMethod(id, group.options),
        gone: () => void live.delete(type),
      },
    );
    const face = faceOf(inner);
    live.set(type, { face, inner });
    link(kind, inner);
    return face;
  };
  // What may be paid with may be something else now.
  const offer = () => {
    session = undefined;
    return group.payment()?.offer() ?? Promise.resolve(undefined);
  };
  const events = new Events();
  const face: Record<GroupMember | 'once' | 'off', unknown> = {
    create,
    getElement: (type: unknown) => live.get(nameOf(type))?.face ?? null,
    async update(changes: Record<string, unknown> = {}) {
      Object.assign(group.options, changes);
      for (const { inner } of live.values()) inner?.update();
      if (Object.keys(changes).some((name) => name !== 'appearance' && name !== 'locale')) await offer();
      events.emit('update-end');
    },
    async fetchUpdates() {
      const error = await offer();
      return error ? { error } : {};
    },
    submit: () => group.submit(),
    on: (name: string, handler: () => void) => (events.on(name, handler), face),
    once: (name: string, handler: () => void) => (events.on(name, handler, true), face),
    off: (name: string, handler?: () => void) => (events.off(name, handler), face),
  };
  groups.set(face, group);
  return { face, group };
}
