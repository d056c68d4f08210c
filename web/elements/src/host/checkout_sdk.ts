// Checkout with elements: the session is the server's, the form the shop's.
import type {
  Appearance as OfficialAppearance,
  StripeCheckoutConfirmResult,
  StripeCheckoutContact,
  StripeCheckoutElementsSdk,
  StripeCheckoutLoadActionsSuccess,
  StripeCheckoutSession,
} from '@stripe/stripe-js';
import type { PaymentSession, StripeError } from '../shared/protocol.ts';
import { challenge } from './challenge.ts';
import { type Given, type Page, type SavedMethod, sessionOf } from './checkout_session.ts';
import type { Ask } from './controller.ts';
import { type Group, innerOf, makeElements, type Surroundings } from './elements.ts';
import { mistake } from './errors.ts';
import { Events } from './events.ts';
import { type Data, demand, shapes } from './expect.ts';

export interface Around {
  ask: Ask;
  surroundings: Surroundings;
  shown(method: SavedMethod): PaymentSession['saved'][number];
}
type Success = { type: 'success'; session: StripeCheckoutSession };
const wrong = (message: string) => ({ type: 'error' as const, error: { message, code: null } });

class Checkout {
  readonly events = new Events();
  page: Page | undefined;
  given: Given = {
    email: null,
    phone: null,
    billingAddress: null,
    shippingAddress: null,
    shippingRate: null,
    lastError: null,
  };
  private appearance: Data;
  private groups = new Map<string, { group: Group; face: Data; element: Data }>();

  constructor(
    private around: Around,
    private secret: Promise<string>,
    options: Data,
  ) {
    this.appearance = ((options.elementsOptions ?? {}) as Data).appearance as Data;
    const defaults = (options.defaultValues ?? {}) as {
      billingAddress?: StripeCheckoutContact;
      shippingAddress?: StripeCheckoutContact;
      email?: string;
      phoneNumber?: string;
    };
    Object.assign(this.given, {
      billingAddress: defaults.billingAddress ?? null,
      shippingAddress: defaults.shippingAddress ?? null,
      email: defaults.email ?? null,
      phone: defaults.phoneNumber ?? null,
    });
  }

  private async id(): Promise<string> {
    const secret = await this.secret;
    demand('initCheckout()', 'clientSecret', shapes.checkoutSecret, secret);
    return secret.split('_secret_')[0] ?? '';
  }
  async load(): Promise<StripeError | undefined> {
    const result = await this.around.ask('retrieve_checkout', { session: await this.id() });
    if (result.error) return result.error as StripeError;
    this.page = result as unknown as Page;
    return undefined;
  }
  session(): StripeCheckoutSession {
    const payment = this.inner('payment');
    return sessionOf(this.page as Page, this.given, payment?.change.complete ?? false);
  }
  told(changes: Partial<Given> = {}): Success {
    Object.assign(this.given, changes);
    const session = this.session();
    this.events.emit('change', session);
    return { type: 'success', session };
  }
  private inner(name: string) {
    return innerOf(this.groups.get(name)?.element);
  }

  // Each element stands in a group of its own, so that there may be two addresses.
  create(name: string, kind: string, options: Data = {}): Data {
    const loadSession = async () => {
      const error = this.page ? undefined : await this.load();
      if (error) return { error };
      const { page } = this,
        save = page?.saved_payment_method_options?.payment_method_save === 'enabled';
      return {
        session: {
          types: ['card'],
          saved: (page?.saved_payment_methods ?? []).map(this.around.shown),
          mayRemove: false,
          maySave: save,
          livemode: page?.livemode ?? false,
          reused: page?.mode === 'setup',
        } satisfies PaymentSession,
      };
    };
    const { face, group } = makeElements(
      { appearance: this.appearance },
      { ...this.around.surroundings, loadSession, withoutIntent: true },
    );
    const element = (face as { create(kind: string, options: Data): Data }).create(kind, options);
    this.groups.set(name, { group, face: face as Data, element });
    const inner = innerOf(element);
    inner?.events.on('change', () => {
      const address = inner.change.complete ? (inner.change.value as StripeCheckoutContact) : null;
      if (name === 'billing' || name === 'shipping') this.given[`${name}Address`] = address;
      if (this.page) this.told();
    });
    return element;
  }
  // What a payer may change of his order.
  async change(params: Data): Promise<StripeError | undefined> {
    const result = await this.around.ask('update_checkout', { session: await this.id(), params });
    if (result.error) return result.error as StripeError;
    this.page = result as unknown as Page;
    return undefined;
  }
  get(name: string): Data | null {
    return this.groups.get(name)?.element ?? null;
  }
  changeAppearance(appearance: Data): void {
    this.appearance = appearance;
    for (const { face } of this.groups.values())
      void (face as { update(changes: Data): unknown }).update({ appearance });
  }

  async validate(): Promise<{ message: string; element: 'payment' | 'billingAddress' | 'shippingAddress' }[]> {
    const out: Awaited<ReturnType<Checkout['validate']>> = [],
      names = { payment: 'payment', billing: 'billingAddress', shipping: 'shippingAddress' } as const;
    for (const name of ['payment', 'billing', 'shipping'] as const) {
      const inner = this.inner(name),
        error = inner?.usable ? await inner.validate() : undefined;
      if (error) out.push({ message: error.message ?? '', element: names[name] });
    }
    return out;
  }

  async confirm(args: Data = {}): Promise<StripeCheckoutConfirmResult> {
    if (this.page?.status !== 'open') return wrong('This Checkout Session is not open any more.');
    const { email, phoneNumber, billingAddress, shippingAddress } = args as {
      email?: string;
      phoneNumber?: string;
      billingAddress?: StripeCheckoutContact;
      shippingAddress?: StripeCheckoutContact;
    };
    Object.assign(this.given, {
      ...(email ? { email } : {}),
      ...(phoneNumber ? { phone: phoneNumber } : {}),
      ...(billingAddress ? { billingAddress } : {}),
      ...(shippingAddress ? { shippingAddress } : {}),
    });
    const saved = typeof args.paymentMethod === 'string' ? args.paymentMethod : undefined,
      payment = this.inner('payment');
    if (!saved && !payment?.usable) mistake('checkout_no_element');
    const [missing] = saved ? [] : await this.validate();
    if (missing) return wrong(missing.message);

    const session = this.session(),
      billing = this.given.billingAddress,
      shipping = this.given.shippingAddress;
    if (!session.email) return wrong('An email address is needed: call updateEmail, or give one to confirm.');
    const result = await this.around.ask('confirm_checkout', {
      session: session.id,
      frames: saved ? undefined : [payment?.frameName],
      params: {
        email: session.email,
        phone: this.given.phone,
        expected_amount: session.total.total.minorUnitsAmount,
        shipping,
        shipping_rate: session.shipping?.shippingOption.id,
        payment_method: saved,
        ...(saved
          ? {}
          : {
              payment_method_data: {
                billing_details: { name: billing?.name, email: session.email, address: billing?.address },
              },
            }),
        ...(args.savePaymentMethod ? { setup_future_usage: 'on_session' } : {}),
      },
    });
    return this.settled(session.id, result, args);
  }

  private async settled(id: string, result: Data, args: Data): Promise<StripeCheckoutConfirmResult> {
    let answer = result;
    if (!answer.error && answer.next_url) {
      await challenge(String(answer.next_url), this.around.surroundings.locale);
      answer = await this.around.ask('settle_checkout', { session: id });
    }
    const error = answer.error as (StripeError & { decline_code?: string }) | undefined;
    if (error) {
      const message = error.message ?? '';
      this.told({ lastError: message });
      return error.type === 'card_error'
        ? {
            type: 'error',
            error: { message, code: 'paymentFailed', paymentFailed: { declineCode: error.decline_code ?? null } },
          }
        : wrong(message);
    }
    this.page = answer as unknown as Page;
    const done = this.told({ lastError: null }),
      back = (args.returnUrl as string | undefined) ?? this.page.return_url;
    if (args.redirect === 'if_required' || !back) return done;
    location.assign(back.replace(/\{CHECKOUT_SESSION_ID\}|%7BCHECKOUT_SESSION_ID%7D/g, id));
    return new Promise(() => undefined);
  }
}

// What the server says of a promotion code, in the words of the SDK.
const codes: Record<string, 'invalidCode' | 'promotionCodeAmountInsufficient'> = {
  promotion_code_invalid: 'invalidCode',
  promotion_code_amount_insufficient: 'promotionCodeAmountInsufficient',
};

function actionsOf(checkout: Checkout): StripeCheckoutLoadActionsSuccess {
  const refuse = (what: string) => async () => wrong(`${what} is not supported by this server.`);
  return {
    getSession: () => checkout.session(),
    confirm: (args) => checkout.confirm({ ...args }),
    updateEmail: async (email) => {
      if (email !== null && !/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(email))
        return {
          type: 'error',
          error:
            email.includes('@') && !email.endsWith('@')
              ? { message: 'Your email address is invalid.', code: 'invalidEmail' }
              : { message: 'Your email address is incomplete.', code: 'incompleteEmail' },
        };
      return checkout.told({ email });
    },
    updatePhoneNumber: async (phone) => checkout.told({ phone }),
    updateBillingAddress: async (billingAddress) => checkout.told({ billingAddress }),
    updateShippingAddress: async (shippingAddress) => checkout.told({ shippingAddress }),
    updateShippingOption: async (shippingRate) =>
      checkout.session().shippingOptions.some(({ id }) => id === shippingRate)
        ? checkout.told({ shippingRate })
        : wrong(`There is no shipping option ${shippingRate}.`),
    runServerUpdate: async (update) => {
      try {
        await update();
      } catch (problem) {
        return wrong(String(problem));
      }
      const error = await checkout.load();
      return error ? wrong(error.message ?? '') : checkout.told();
    },
    validateElements: async () => {
      const missing = await checkout.validate();
      return missing.length
        ? {
            type: 'error',
            error: { code: 'validation_error', message: missing[0]?.message ?? '', validation_errors: missing },
          }
        : { type: 'success', session: checkout.session() };
    },
    applyPromotionCode: async (code) => {
      const error = await checkout.change({ promotion_code: code });
      return error
        ? { type: 'error', error: { message: error.message ?? '', code: codes[error.code ?? ''] ?? null } }
        : checkout.told();
    },
    removePromotionCode: async () => {
      const error = await checkout.change({ promotion_code: '' });
      return error ? wrong(error.message ?? '') : checkout.told();
    },
    updateLineItemQuantity: async ({ lineItem, quantity }) => {
      const error = await checkout.change({ line_items: [{ id: lineItem, quantity }] });
      return error ? wrong(error.message ?? '') : checkout.told();
    },
    updateTaxIdInfo: refuse('A tax id'),
    addOptionalLineItem: refuse('An optional item'),
    removeOptionalLineItem: refuse('An optional item'),
    updateIndividualName: async () => checkout.told(),
    updateBusinessName: async () => checkout.told(),
  };
}

// `initCheckoutElementsSdk`, and `initCheckout` as it has been since clover: plain objects, since React spreads them.
export function checkoutSdk(around: Around, options: Data): StripeCheckoutElementsSdk {
  const given = options.clientSecret ?? (options.fetchClientSecret as (() => Promise<string>) | undefined)?.();
  const checkout = new Checkout(around, Promise.resolve(given as string), options);
  const create =
    <T>(name: string, kind: string, fixed: Data = {}) =>
    (own?: object): T =>
      checkout.create(name, kind, { ...own, ...fixed }) as T;
  const get =
    <T>(name: string) =>
    (): T | null =>
      checkout.get(name) as T | null;
  return {
    on: (event, handler) => checkout.events.on(event, handler as (event?: unknown) => void),
    loadActions: async () => {
      const error = await checkout.load();
      return error
        ? { type: 'error', error: { message: error.message ?? '', code: null } }
        : { type: 'success', actions: actionsOf(checkout) };
    },
    changeAppearance: (appearance: OfficialAppearance) => checkout.changeAppearance(appearance as Data),
    loadFonts: () => undefined,
    createPaymentElement: create('payment', 'payment'),
    getPaymentElement: get('payment'),
    createBillingAddressElement: create('billing', 'address', { mode: 'billing' }),
    getBillingAddressElement: get('billing'),
    createShippingAddressElement: create('shipping', 'address', { mode: 'shipping' }),
    getShippingAddressElement: get('shipping'),
    createExpressCheckoutElement: create('express', 'expressCheckout'),
    getExpressCheckoutElement: get('express'),
    createCurrencySelectorElement: create('currencySelector', 'currencySelector'),
    getCurrencySelectorElement: get('currencySelector'),
    createTaxIdElement: create('taxId', 'taxId'),
    getTaxIdElement: get('taxId'),
    createContactDetailsElement: create('contactDetails', 'contactDetails'),
    getContactDetailsElement: get('contactDetails'),
    createTermsElement: create('terms', 'terms'),
    getTermsElement: get('terms'),
    createLinkSignupElement: create('linkSignup', 'linkSignup'),
    getLinkSignupElement: get('linkSignup'),
  };
}

// `initCheckout` of acacia and basil: a promise of everything in one object.
export async function olderCheckout(around: Around, options: Data): Promise<Data> {
  const sdk = checkoutSdk(around, options),
    loaded = await sdk.loadActions();
  if (loaded.type === 'error') throw new Error(loaded.error.message);
  return { ...sdk, ...loaded.actions, session: loaded.actions.getSession };
}
