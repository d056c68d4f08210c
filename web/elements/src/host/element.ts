// One element: a box in the shop's page with a frame in it.
import type {
  Appearance,
  Change,
  ElementKind,
  FromFrame,
  InputOptions,
  PaymentSession,
  StripeError,
  ToFrame,
} from '../shared/protocol.ts';
import { boxOf } from './box.ts';
import { mistake } from './errors.ts';
import { Events } from './events.ts';
import { checkElement } from './options.ts';
import { type Frame, makeFrame } from './frame.ts';
import { paymentIds } from './place.ts';

export interface Settings {
  locale: string;
  binding: string;
  appearance(): Appearance | undefined;
  session(): Promise<{ session?: PaymentSession; error?: StripeError }>; // what may be paid with
  linkAccount(test: string): Promise<{ account?: string; error?: string }>;
  removeMethod(id: string): Promise<StripeError | undefined>;
  gone(element: Element_): void;
}

const pages: Partial<Record<ElementKind, string>> = {
  payment: 'elements-inner-payment',
  address: 'elements-inner-address',
  linkAuthentication: 'elements-inner-address',
};
const titles: Record<ElementKind, string> = {
  card: 'Secure card payment input frame',
  cardNumber: 'Secure card number input frame',
  cardExpiry: 'Secure expiration date input frame',
  cardCvc: 'Secure CVC input frame',
  payment: 'Secure payment input frame',
  address: 'Secure address input frame',
  linkAuthentication: 'Secure email input frame',
};
const heights: Partial<Record<ElementKind, string>> = {
  payment: '230px',
  address: '380px',
  linkAuthentication: '72px',
};
const loadSeconds = 10;

export class Element_ {
  readonly events = new Events();
  change: Change = { empty: true, complete: false };
  private frame: Frame<ToFrame> | undefined;
  private box: HTMLElement | undefined;
  private validating: ((error?: StripeError) => void)[] = [];
  private destroyed = false;
  private ready = false;
  private late: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly kind: ElementKind,
    readonly options: Record<string, unknown>,
    private settings: Settings,
  ) {}

  get frameName(): string | undefined {
    return this.frame?.name;
  }
  private classes(): Record<string, string> {
    return {
      base: 'StripeElement',
      complete: 'StripeElement--complete',
      empty: 'StripeElement--empty',
      focus: 'StripeElement--focus',
      invalid: 'StripeElement--invalid',
      webkitAutofill: 'StripeElement--webkit-autofill',
      ...(this.options.classes as object),
    };
  }
  private inputOptions(session?: PaymentSession): InputOptions {
    const {
      hidePostalCode,
      placeholder,
      disabled,
      readOnly,
      style,
      value,
      fields,
      defaultValues,
      paymentMethodOrder,
      layout,
      terms,
      business,
      mode,
      allowedCountries,
    } = this.options as InputOptions;
    return JSON.parse(
      JSON.stringify({
        hidePostalCode,
        placeholder,
        disabled,
        readOnly,
        style,
        value,
        fields,
        defaultValues,
        paymentMethodOrder,
        layout,
        terms,
        business,
        mode,
        allowedCountries,
        appearance: this.settings.appearance(),
        session,
        ids: this.kind === 'payment' ? paymentIds : undefined,
      }),
    ) as InputOptions;
  }
  private show(name: string, on: boolean): void {
    for (const single of (this.classes()[name] ?? '').split(' ').filter(Boolean))
      this.box?.classList.toggle(single, on);
  }

  // In the page, or about to be; and beyond that: what is typed into it can be asked for.
  get mounted(): boolean {
    return Boolean(this.frame && this.box);
  }
  get usable(): boolean {
    return this.mounted && this.ready;
  }
  private alive(): void {
    if (this.destroyed) mistake('destroyed');
  }

  mount(where: unknown): void {
    this.alive();
    if (this.box?.isConnected && this.box === where) return;
    const box = boxOf(where);
    if (this.box?.isConnected && this.frame?.element.isConnected) {
      if (this.box === box) return;
      mistake('mounted_already');
    }
    this.unmount();
    this.box = box;
    box.replaceChildren();
    const frame = makeFrame<ToFrame, FromFrame>(
      pages[this.kind] ?? 'elements-inner-card',
      titles[this.kind],
      (message) => this.hear(message),
    );
    this.frame = frame;
    Object.assign(frame.element.style, {
      border: '0',
      margin: '0',
      padding: '0',
      width: '1px',
      minWidth: '100%',
      display: 'block',
      overflow: 'hidden',
      height: heights[this.kind] ?? '1.2em',
      colorScheme: 'normal',
    });
    const inner = document.createElement('div');
    inner.className = '__PrivateStripeElement';
    inner.append(frame.element);
    box.append(inner);
    void this.begin(frame);
    this.show('base', true);
    this.show('empty', true);
    this.listenToLabels(box);
    // A node that is not in the page yet loads nothing yet.
    if (box.isConnected)
      this.late = setTimeout(
        () => this.fail({ type: 'api_connection_error', message: 'The frame of this Element did not load.' }),
        loadSeconds * 1000,
      );
  }
  private async begin(frame: Frame<ToFrame>): Promise<void> {
    const { session, error } = this.kind === 'payment' ? await this.settings.session() : {};
    if (this.frame !== frame) return; // unmounted meanwhile
    if (error) return this.fail(error);
    frame.send({
      type: 'init',
      kind: this.kind,
      locale: this.settings.locale,
      binding: this.settings.binding,
      options: this.inputOptions(session),
    });
  }
  private listenToLabels(box: HTMLElement): void {
    const label =
      box.closest('label') ??
      (box.id ? document.querySelector<HTMLElement>(`label[for="${CSS.escape(box.id)}"]`) : null);
    label?.addEventListener('click', () => this.destroyed || this.focus());
  }
  private fail(error: StripeError): void {
    clearTimeout(this.late);
    if (this.events.heard('loaderror')) this.events.emit('loaderror', { elementType: this.kind, error });
    else console.error(`Unhandled ${this.kind} Element loaderror`, { error });
  }

  private hear(message: FromFrame): void {
    const elementType = this.kind;
    if (message.type === 'ready') {
      clearTimeout(this.late);
      this.ready = true;
      if (this.kind !== 'card' && !this.kind.startsWith('card')) this.events.emit('loaderstart', { elementType });
      this.events.emit('ready', { elementType });
    } else if (message.type === 'refused') this.fail({ type: 'api_connection_error', message: message.message });
    else if (message.type === 'height') this.frame && (this.frame.element.style.height = `${message.pixels}px`);
    else if (message.type === 'change') this.changed(message.change);
    else if (message.type === 'focus' || message.type === 'blur') {
      this.show('focus', message.type === 'focus');
      this.events.emit(message.type, { elementType });
    } else if (message.type === 'escape') this.events.emit('escape', { elementType });
    else if (message.type === 'submit') this.box?.closest('form')?.requestSubmit();
    else if (message.type === 'validated') for (const then of this.validating.splice(0)) then(message.error);
    else if (message.type === 'next' || message.type === 'previous') this.events.emit(`_${message.type}`);
    else if (message.type === 'link')
      void this.settings
        .linkAccount(message.test_account)
        .then((linked) => this.frame?.send({ type: 'linked', ...linked }));
    else if (message.type === 'remove') void this.remove(message.id);
  }
  private async remove(id: string): Promise<void> {
    const error = await this.settings.removeMethod(id);
    if (!error) this.frame?.send({ type: 'removed', id });
    this.events.emit('savedpaymentmethodremove', {
      elementType: this.kind,
      success: !error,
      ...(error ? { error: error.message } : {}),
      payment_method: { id },
    });
  }
  private changed(change: Change): void {
    this.change = change;
    this.show('empty', change.empty);
    this.show('complete', change.complete);
    this.show('invalid', Boolean(change.error));
    const { kind } = this,
      { empty, complete, error, brand, value } = change,
      common = { elementType: kind, empty, complete };
    if (kind === 'payment') this.events.emit('change', { ...common, collapsed: change.collapsed ?? false, value });
    else if (kind === 'address')
      this.events.emit('change', { ...common, elementMode: this.options.mode, isNewAddress: true, value });
    else if (kind === 'linkAuthentication') this.events.emit('change', { ...common, value });
    else
      this.events.emit('change', {
        ...common,
        error,
        ...(kind === 'card' ? { value } : {}),
        ...(brand ? { brand } : {}),
      });
  }

  unmount(): void {
    this.alive();
    clearTimeout(this.late);
    this.ready = false;
    this.frame?.remove();
    this.frame = undefined;
    for (const name of ['base', 'empty', 'complete', 'invalid', 'focus']) this.show(name, false);
    this.box?.replaceChildren();
    this.box = undefined;
    this.change = { empty: true, complete: false };
  }
  destroy(): void {
    this.unmount();
    this.destroyed = true;
    this.settings.gone(this);
  }
  update(options: Record<string, unknown> = {}): void {
    this.alive();
    checkElement('element.update()', this.kind, options, true);
    Object.assign(this.options, options);
    this.refresh();
  }
  refresh(): void {
    this.frame?.send({ type: 'update', options: this.inputOptions() });
  }
  // What may be paid with is asked for again.
  async offer(): Promise<StripeError | undefined> {
    const { frame } = this;
    if (!frame || this.kind !== 'payment') return undefined;
    const { session, error } = await this.settings.session();
    if (session && this.frame === frame) frame.send({ type: 'offer', session });
    return error;
  }
  collapse(): void {
    this.alive();
    this.frame?.send({ type: 'collapse' });
  }
  focus(): void {
    this.alive();
    this.frame?.element.focus();
    this.frame?.send({ type: 'focus' });
  }
  blur(): void {
    this.alive();
    this.frame?.send({ type: 'blur' });
  }
  clear(): void {
    this.alive();
    this.frame?.send({ type: 'clear' });
  }
  address(): { complete: boolean; isNewAddress: boolean; value: unknown } {
    this.alive();
    return { complete: this.change.complete, isNewAddress: true, value: this.change.value };
  }
  // The first thing that is wrong, shown in the frame.
  async validate(): Promise<StripeError | undefined> {
    if (!this.usable) mistake('element_gone');
    return new Promise((then) => {
      this.validating.push(then);
      this.frame?.send({ type: 'validate' });
    });
  }
}
