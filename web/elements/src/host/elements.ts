// A group of elements: `stripe.elements(options)`. What the page gets are plain objects with bound functions.
import type { AddressValue, Appearance, ElementKind, MethodType, StripeError } from '../shared/protocol.ts';
import { absentElement } from './absent.ts';
import { Element_, type Settings } from './element.ts';
import { type ElementMember, type GroupMember, kinds } from './drift.ts';
import { mistake } from './errors.ts';
import { Events } from './events.ts';
import type { Data } from './expect.ts';
import { checkElement, checkGroupUpdate } from './options.ts';

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
    ...(inner.kind === 'address' ? { getValue: async () => inner.address() } : {}),
    _elementType: inner.kind,
  });
  inners.set(face, inner);
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
  deferred: boolean; // there is no intent yet
  payment(): Element_ | undefined;
  mounted(called: string): Element_; // the payment element, which can be asked now
  told(): Told;
  framesFor(element: Element_): string[];
  validate(): Promise<StripeError | undefined>; // of all elements that are filled in by the payer
  submit(): Promise<{ error?: StripeError; selectedPaymentMethod?: string }>;
}

const split: string[] = ['cardNumber', 'cardExpiry', 'cardCvc'];
const ofIntents = ['payment', 'linkAuthentication'];
export type AnyKind = keyof typeof kinds;

// What is to be created can be, beside what there is.
function checkKind(given: unknown, live: Map<string, unknown>, intent: boolean): AnyKind {
  const type = nameOf(given) as AnyKind;
  if (!Object.hasOwn(kinds, type)) mistake('element_unknown', Object.keys(kinds), given);
  if (live.has(type)) mistake('element_twice', type);
  const conflict = type === 'card' ? split : split.includes(type) ? ['card'] : [];
  for (const other of conflict) if (live.has(other)) mistake('element_conflict', type, other);
  if (ofIntents.includes(type) && !intent) mistake('element_without_intent', type);
  return type;
}

// What a group needs of the Stripe object it belongs to.
export type Surroundings = Pick<Settings, 'binding' | 'linkAccount'> & {
  locale: string;
  withoutIntent?: boolean; // what is paid is known otherwise: a Checkout Session
  loadSession(options: Record<string, unknown>): ReturnType<Settings['session']>;
  removeMethod(id: string, options: Record<string, unknown>): Promise<StripeError | undefined>;
};

export function makeElements(options: Record<string, unknown>, around: Surroundings): { face: object; group: Group } {
  const live = new Map<string, { face: Record<string, unknown>; inner?: Element_ }>();
  let session: ReturnType<Settings['session']> | undefined; // asked for once, by the first element that needs it
  const group: Group = {
    options: { ...options },
    submitted: false,
    deferred: !options.clientSecret,
    payment: () => live.get('payment')?.inner,
    mounted(called) {
      const payment = this.payment();
      if (!payment?.mounted) return mistake('no_payment_element', called, live.size > 0 && !payment);
      if (!payment.usable) mistake('element_gone');
      return payment;
    },
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
      split.includes(element.kind)
        ? split.flatMap((kind) => live.get(kind)?.inner?.frameName ?? [])
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
      const others = ['address', 'linkAuthentication'].some((kind) => live.get(kind)?.inner?.mounted),
        payment = others && !this.payment() ? undefined : this.mounted('elements.submit');
      const error = await this.validate();
      this.submitted = !error;
      if (error) return { error };
      const chosen = (payment?.change.value as { type?: MethodType } | undefined)?.type ?? 'card';
      return payment ? { selectedPaymentMethod: chosen } : {};
    },
  };
  // From one split field to the next when it is complete, and back.
  const link = (kind: ElementKind, inner: Element_) => {
    const at = split.indexOf(kind);
    if (at < 0) return;
    inner.events.on('_next', () => split[at + 1] && live.get(split[at + 1] as string)?.inner?.focus());
    inner.events.on('_previous', () => split[at - 1] && live.get(split[at - 1] as string)?.inner?.focus());
  };
  const create = (given: unknown, own: Data = {}) => {
    const type = checkKind(
      given,
      live,
      Boolean(group.options.clientSecret || group.options.mode || around.withoutIntent),
    );
    if (kinds[type] === 'empty') {
      if (type === 'paymentRequestButton' && !own?.paymentRequest) mistake('payment_request_missing');
      const face = absentElement(type, () => void live.delete(type));
      live.set(type, { face });
      return face;
    }
    const kind = type as ElementKind;
    checkElement(`elements.create('${kind}')`, kind, own);
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
  const updated = async (changes: Data) => {
    Object.assign(group.options, changes);
    for (const { inner } of live.values()) inner?.refresh();
    if (Object.keys(changes).some((name) => name !== 'appearance' && name !== 'locale')) await offer();
    events.emit('update-end');
  };
  const face: Record<GroupMember | 'once' | 'off', unknown> = {
    create,
    getElement: (type: unknown) => live.get(nameOf(type))?.face ?? null,
    update(given: Data = {}) {
      if (!around.withoutIntent) checkGroupUpdate(given, group.deferred);
      const { clientSecret: _fixed, ...changes } = given;
      return updated(changes);
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
