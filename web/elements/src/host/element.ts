// One element: a box in the shop's page with a frame in it.
import type { Change, ElementKind, FromFrame, InputOptions, StripeError, ToFrame } from '../shared/protocol.ts';
import { mistake } from './errors.ts';
import { Events } from './events.ts';
import { type Frame, makeFrame } from './frame.ts';

export interface Settings {
  locale: string;
  appearance: () => InputOptions['appearance'];
  gone(element: Element_): void;
}

const titles: Record<ElementKind, string> = { card: 'Secure card payment input frame', cardNumber: 'Secure card number input frame', cardExpiry: 'Secure expiration date input frame', cardCvc: 'Secure CVC input frame', payment: 'Secure payment input frame' };
const loadSeconds = 10;

export class Element_ {
  readonly events = new Events();
  change: Change = { empty: true, complete: false };
  private frame: Frame<ToFrame> | undefined;
  private box: HTMLElement | undefined;
  private validating: ((error?: StripeError) => void)[] = [];
  private destroyed = false;
  private late: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly kind: ElementKind, private options: Record<string, unknown>, private settings: Settings) {}

  get frameName(): string | undefined {
    return this.frame?.name;
  }
  private classes(): Record<string, string> {
    return { base: 'StripeElement', complete: 'StripeElement--complete', empty: 'StripeElement--empty', focus: 'StripeElement--focus', invalid: 'StripeElement--invalid', webkitAutofill: 'StripeElement--webkit-autofill', ...(this.options.classes as object) };
  }
  private inputOptions(): InputOptions {
    const { hidePostalCode, placeholder, disabled, style, value } = this.options as InputOptions;
    return JSON.parse(JSON.stringify({ hidePostalCode, placeholder, disabled, style, value, appearance: this.settings.appearance() })) as InputOptions;
  }
  private show(name: string, on: boolean): void {
    for (const single of (this.classes()[name] ?? '').split(' ').filter(Boolean)) this.box?.classList.toggle(single, on);
  }

  mount(where: string | HTMLElement): void {
    if (this.destroyed) mistake('This Element has already been destroyed. Please create a new one.');
    const box = typeof where === 'string' ? document.querySelector<HTMLElement>(where) : where;
    if (!box?.isConnected) return mistake(`The selector you specified (${String(where)}) applies to no DOM elements that are currently on the page. Make sure the element exists on the page before calling mount().`);
    if (this.box === box) return;
    this.unmount();
    this.box = box;
    box.replaceChildren();
    const page = this.kind === 'payment' ? 'elements-inner-payment' : 'elements-inner-card';
    const frame = makeFrame<ToFrame, FromFrame>(page, titles[this.kind], (message) => this.hear(message));
    this.frame = frame;
    Object.assign(frame.element.style, { border: '0', margin: '0', padding: '0', width: '1px', minWidth: '100%', display: 'block', overflow: 'hidden', height: this.kind === 'payment' ? '230px' : '1.2em', colorScheme: 'normal' });
    const inner = document.createElement('div');
    inner.className = '__PrivateStripeElement';
    inner.append(frame.element);
    box.append(inner);
    frame.send({ type: 'init', kind: this.kind, locale: this.settings.locale, options: this.inputOptions() });
    this.show('base', true);
    this.show('empty', true);
    this.listenToLabels(box);
    this.late = setTimeout(() => this.fail('The frame of this Element did not load.'), loadSeconds * 1000);
  }
  private listenToLabels(box: HTMLElement): void {
    const label = box.closest('label') ?? (box.id ? document.querySelector<HTMLElement>(`label[for="${CSS.escape(box.id)}"]`) : null);
    label?.addEventListener('click', () => this.focus());
  }
  private fail(message: string): void {
    clearTimeout(this.late);
    this.events.emit('loaderror', { elementType: this.kind, error: { type: 'api_connection_error', message } });
  }

  private hear(message: FromFrame): void {
    const elementType = this.kind;
    if (message.type === 'ready') {
      clearTimeout(this.late);
      if (this.kind === 'payment') this.events.emit('loaderstart', { elementType });
      this.events.emit('ready', { elementType });
    } else if (message.type === 'refused') this.fail(message.message);
    else if (message.type === 'height') this.frame && (this.frame.element.style.height = `${message.pixels}px`);
    else if (message.type === 'change') this.changed(message.change);
    else if (message.type === 'focus' || message.type === 'blur') {
      this.show('focus', message.type === 'focus');
      this.events.emit(message.type, { elementType });
    } else if (message.type === 'escape') this.events.emit('escape', { elementType });
    else if (message.type === 'submit') this.box?.closest('form')?.requestSubmit();
    else if (message.type === 'validated') this.validating.splice(0).forEach((then) => then(message.error));
    else if (message.type === 'next' || message.type === 'previous') this.events.emit(`_${message.type}`);
  }
  private changed(change: Change): void {
    this.change = change;
    this.show('empty', change.empty);
    this.show('complete', change.complete);
    this.show('invalid', Boolean(change.error));
    const { kind } = this, { empty, complete, error, brand, value } = change;
    if (kind === 'payment') this.events.emit('change', { elementType: kind, empty, complete, collapsed: false, value: { type: 'card' } });
    else this.events.emit('change', { elementType: kind, empty, complete, error, ...(kind === 'card' ? { value } : {}), ...(brand ? { brand } : {}) });
  }

  unmount(): void {
    clearTimeout(this.late);
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
    this.options = { ...this.options, ...options };
    this.frame?.send({ type: 'update', options: this.inputOptions() });
  }
  focus(): void {
    this.frame?.element.focus();
    this.frame?.send({ type: 'focus' });
  }
  blur(): void {
    this.frame?.send({ type: 'blur' });
  }
  clear(): void {
    this.frame?.send({ type: 'clear' });
  }
  // The first thing that is wrong, shown in the frame.
  validate(): Promise<StripeError | undefined> {
    if (!this.frame) return Promise.resolve({ type: 'invalid_request_error', code: 'element_not_mounted', message: 'The Element is not mounted.' });
    return new Promise((then) => {
      this.validating.push(then);
      this.frame?.send({ type: 'validate' });
    });
  }
}
