// Names of 2019, which old pages at /v3/ still call: a secret, then an element or not, then data.
import type { Stripe } from '@stripe/stripe-js';
import { innerOf } from './elements.ts';
import { mistake } from './errors.ts';
import { type Data, isObject, permit, secretOfKind, shapes } from './expect.ts';
import type { Intents, Kind, Outcome } from './intents.ts';
import { paymentResult, setupResult } from './results.ts';
import { framesOf } from './typed.ts';

const withdrawn = ['fulfillPaymentIntent', 'updatePaymentIntent'];
const unsupported = [
  'handleFpxPayment',
  'handleIdealPayment',
  'handleSepaDebitPayment',
  'handleSepaDebitSetup',
  'confirmSepaDebitMandate',
  'createOrder',
];

type Called = 'handleCardPayment' | 'handleCardSetup' | 'confirmPaymentIntent' | 'confirmSetupIntent';
export type Legacy = Record<Called, (...given: unknown[]) => Promise<unknown>>;

// The later names of what the data said then. Unknown: what else `save_payment_method` did.
function paramsOf(data: Data, typed: boolean): Data {
  const { payment_method_data: method, save_payment_method: save, ...rest } = data;
  return {
    ...rest,
    ...(typed || isObject(method) ? { payment_method_data: { type: 'card', ...(method as Data | undefined) } } : {}),
    ...(save ? { setup_future_usage: 'on_session' } : {}),
    expected_payment_method_type: 'card',
  };
}

export function makeLegacy(intents: Intents): Legacy {
  // Without an element and without data: an intent that has what it needs, and is taken further.
  const carryOut = async (kind: Kind, called: Called, given: unknown[], actions: boolean): Promise<Outcome> => {
    const secret = secretOfKind(given[0], kind, called),
      element = innerOf(given[1]) ? given[1] : undefined,
      data = element ? given[2] : given[1];
    permit(`stripe.${called}`, 'data', shapes.object, data);
    const own = { ...(data as Data | undefined) };
    if (!element && !Object.keys(own).length && actions) {
      const there = await intents.retrieve(secret);
      if (there.error || there.intent.status === 'requires_action') return intents.seeThrough(there);
    }
    const frames = element ? framesOf(element) : undefined;
    const outcome = await intents.confirm(secret, { frames, params: paramsOf(own, Boolean(element)) });
    return actions ? intents.seeThrough(outcome) : outcome;
  };
  const refusals = [
    ...withdrawn.map((name) => [name, async () => mistake('beta', name)]),
    ...unsupported.map((name) => [name, async () => mistake('unsupported', name)]),
  ] as [string, unknown][];
  return {
    ...Object.fromEntries(refusals),
    handleCardPayment: async (...given) => paymentResult(await carryOut('payment', 'handleCardPayment', given, true)),
    handleCardSetup: async (...given) => setupResult(await carryOut('setup', 'handleCardSetup', given, true)),
    confirmPaymentIntent: async (...given) =>
      paymentResult(await carryOut('payment', 'confirmPaymentIntent', given, false)),
    confirmSetupIntent: async (...given) => setupResult(await carryOut('setup', 'confirmSetupIntent', given, false)),
  } satisfies Legacy & Partial<Record<keyof Stripe, unknown>>;
}
