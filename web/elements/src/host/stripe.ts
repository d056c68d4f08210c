// What `Stripe(key, options)` gives.
import type { PaymentRequest, Stripe, StripeElements } from '@stripe/stripe-js';
import {
  bindingOf,
  type MethodType,
  type PaymentSession,
  type SavedMethod,
  type StripeError,
} from '../shared/protocol.ts';
import { makeBank } from './bank.ts';
import { checkout } from './checkout.ts';
import { checkoutSdk, olderCheckout } from './checkout_sdk.ts';
import { makeActions } from './actions.ts';
import { Confirmations } from './confirm.ts';
import { makeController } from './controller.ts';
import { innerOf, makeElements, type Surroundings } from './elements.ts';
import { mistake } from './errors.ts';
import { type Data, demand, shapes } from './expect.ts';
import type { Supported } from './drift.ts';
import { Intents } from './intents.ts';
import { type Legacy, makeLegacy } from './legacy.ts';
import { makeMethods } from './methods.ts';
import { checkGroup } from './options.ts';
import { release, releaseVersion } from './place.ts';
import { paymentResult, setupResult } from './results.ts';
import { makeTokens } from './tokens.ts';
import { remember } from './typed.ts';
import { unsupported } from './unsupported.ts';

export interface StripeOptions {
  stripeAccount?: string;
  apiVersion?: string;
  locale?: string;
  betas?: string[];
  [more: string]: unknown;
}

interface Method {
  id: string;
  type: MethodType;
  card?: { brand: string; last4: string; exp_month: number; exp_year: number };
  us_bank_account?: { bank_name: string; last4: string };
}

const brands: Record<string, string> = {
  visa: 'Visa',
  mastercard: 'Mastercard',
  amex: 'American Express',
  discover: 'Discover',
  diners: 'Diners Club',
  jcb: 'JCB',
  unionpay: 'UnionPay',
};

function savedOf({ id, type, card, us_bank_account: bank }: Method): SavedMethod {
  if (card)
    return {
      id,
      type,
      name: brands[card.brand] ?? card.brand,
      last4: card.last4,
      expiry: `${String(card.exp_month).padStart(2, '0')} / ${card.exp_year % 100}`,
    };
  return { id, type, name: bank?.bank_name ?? '', last4: bank?.last4 ?? '' };
}

// The server's answer, as the payment element needs it.
function sessionOf(result: Data, deferred: { mode?: unknown; setup_future_usage?: unknown }): PaymentSession {
  const customer = result.customer as {
    customer_session: {
      components: { payment_element: { features?: { payment_method_remove: string; payment_method_save: string } } };
    };
    payment_methods: Method[];
  } | null;
  const intent = result.payment_intent as { setup_future_usage: string | null } | undefined,
    name = String(result.business_name);
  const features = customer?.customer_session.components.payment_element.features,
    known: string[] = ['card', 'us_bank_account'];
  return {
    types: (result.ordered_payment_method_types as string[]).filter((type): type is MethodType => known.includes(type)),
    saved: (customer?.payment_methods ?? []).map(savedOf),
    mayRemove: features?.payment_method_remove === 'enabled',
    maySave: features?.payment_method_save === 'enabled',
    livemode: Boolean(result.livemode),
    reused:
      Boolean(result.setup_intent ?? intent?.setup_future_usage ?? deferred.setup_future_usage) ||
      deferred.mode === 'setup' ||
      deferred.mode === 'subscription',
    ...(name === result.account_id ? {} : { business: name }),
  };
}

// What a wallet would be asked for.
function checkRequest(given: unknown): void {
  const where = 'paymentRequest()';
  demand(where, 'value', shapes.object, given);
  const { country, currency, total } = given as Data;
  demand(where, 'country', shapes.string, country);
  demand(where, 'currency', shapes.currency, currency);
  demand(where, 'total', shapes.object, total);
  demand(where, 'total.amount', shapes.amount, (total as Data).amount);
  demand(where, 'total.label', shapes.string, (total as Data).label);
}

// What a page gets: all that is supported, in the official types, and for the rest a method that says that it is not.
// Releases whose initCheckout is a promise.
const older: ReadonlySet<number | string> = new Set([3, 'acacia', 'basil']);

type OfOldReleases =
  | 'createSource'
  | 'retrieveSource'
  | 'initCheckout'
  | 'initEmbeddedCheckout'
  | 'redirectToCheckout'
  | '_registerWrapper';
type Made = Pick<Stripe, Supported> &
  Record<keyof typeof unsupported, () => never> &
  Record<OfOldReleases, unknown> &
  Legacy;

export function makeStripe(key: string, options: StripeOptions): Made {
  const locale = options.locale ?? 'auto',
    context = { key, account: options.stripeAccount, version: releaseVersion ?? options.apiVersion };
  const ask = makeController(context),
    intents = new Intents(ask, () => locale),
    confirmations = new Confirmations(intents, ask);

  const linkAccount: Surroundings['linkAccount'] = async (test) => {
    const { id, error } = await ask('link_account', { test_account: test });
    return error ? { error: (error as StripeError).message } : { account: String(id) };
  };
  const around: Surroundings = {
    locale,
    binding: bindingOf(context),
    linkAccount,
    async loadSession({
      clientSecret,
      customerSessionClientSecret,
      mode,
      amount,
      currency,
      setupFutureUsage,
      paymentMethodTypes,
      payment_method_types,
    }) {
      const deferred = {
        mode,
        amount,
        currency,
        setup_future_usage: setupFutureUsage,
        payment_method_types: paymentMethodTypes ?? payment_method_types,
      };
      // Elements without an intent and without a mode are for cards alone.
      if (!clientSecret && !mode)
        return {
          session: { types: ['card'], saved: [], mayRemove: false, maySave: false, livemode: false, reused: false },
        };
      const result = await ask('elements_session', {
        params: {
          client_secret: clientSecret,
          customer_session_client_secret: customerSessionClientSecret,
          deferred_intent: deferred,
        },
      });
      return result.error ? { error: result.error as StripeError } : { session: sessionOf(result, deferred) };
    },
    async removeMethod(id, { customerSessionClientSecret }) {
      return (await ask('remove_payment_method', { id, customer_session_client_secret: customerSessionClientSecret }))
        .error as StripeError | undefined;
    },
  };

  const elements = (given: object = {}): StripeElements => {
    checkGroup(given);
    const { face, group } = makeElements({ ...given }, around),
      create = (face as { create: (type: string, own?: Data) => object }).create;
    (face as Data).create = (type: string, own?: Data) => {
      const made = create(type, own),
        inner = innerOf(made);
      if (inner) remember(inner, () => group.framesFor(inner));
      return made;
    };
    return face as StripeElements; // its members are watched by drift.ts
  };

  // No wallet is here: a page hides the button that would open one.
  const noWallet = {
    canMakePayment: async () => null,
    on() {},
    once() {},
    off() {},
    show: () => mistake('no_wallet'),
    update() {},
    abort() {},
    isShowing: () => false,
  };

  const forCheckout = { ask, surroundings: around, shown: savedOf };

  return {
    ...unsupported,
    ...makeLegacy(intents),
    ...makeMethods(ask),
    ...makeTokens(ask),
    ...makeActions(intents),
    ...makeBank(ask, intents, { locale, binding: around.binding, livemode: key.startsWith('pk_live_'), linkAccount }),
    ...checkout,
    initCheckoutElementsSdk: (given) => checkoutSdk(forCheckout, { ...given }),
    initCheckout: (given: object) =>
      older.has(release) ? olderCheckout(forCheckout, { ...given }) : checkoutSdk(forCheckout, { ...given }),
    elements,
    confirmCardPayment: async (secret, data, more) =>
      paymentResult(await confirmations.card('payment', 'confirmCardPayment', secret, data, more)),
    confirmCardSetup: async (secret, data, more) =>
      setupResult(await confirmations.card('setup', 'confirmCardSetup', secret, data, more)),
    // Several ways to call each, which differ in what is to be given.
    confirmPayment: (async (given: object) =>
      paymentResult(await confirmations.elements('payment', 'confirmPayment', given))) as Stripe['confirmPayment'],
    confirmSetup: (async (given: object) =>
      setupResult(await confirmations.elements('setup', 'confirmSetup', given))) as Stripe['confirmSetup'],
    paymentRequest: (given) => {
      checkRequest(given);
      return noWallet as unknown as PaymentRequest;
    },
    registerAppInfo: () => undefined,
    _registerWrapper: () => undefined,
  };
}
