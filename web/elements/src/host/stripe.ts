// What `Stripe(key, options)` gives.
import type { StripeError } from '../shared/protocol.ts';
import { makeController } from './controller.ts';
import { groupOf, innerOf, makeElements } from './elements.ts';
import { mistake } from './errors.ts';
import { Intents, type Intent, kindOf, type Outcome } from './intents.ts';
import { releaseVersion } from './place.ts';
import { unsupported } from './unsupported.ts';

type Data = Record<string, unknown>;
export interface StripeOptions {
  stripeAccount?: string;
  apiVersion?: string;
  locale?: string;
  betas?: string[];
  [more: string]: unknown;
}

const isObject = (value: unknown): value is Data => typeof value === 'object' && value !== null;
const answer = (kind: 'payment' | 'setup', { intent, error }: Outcome): Data => (error ? { error } : { [`${kind}Intent`]: intent });

function secretOf(given: unknown, called: string): string {
  if (typeof given !== 'string' || !/_secret_/.test(given)) return mistake(`${called}: the client secret should be a string of the form pi_..._secret_... or seti_..._secret_.... You specified: ${String(given)}.`);
  return given;
}

// Whose card it is: typed, a token, or one that is there already.
function cardOf(data: Data): { frames?: string[]; params: Data } {
  const method = data.payment_method;
  if (!isObject(method)) return { params: method === undefined ? {} : { payment_method: method } };
  const { card, ...rest } = method;
  const token = isObject(card) && typeof card.token === 'string' ? card.token : undefined;
  if (token) return { params: { payment_method_data: { ...rest, type: 'card', card: { token } } } };
  const element = innerOf(card);
  if (!element) return mistake('payment_method[card] must be an Element of this page, or {token}.');
  return { frames: framesOf(card), params: { payment_method_data: { ...rest, type: 'card' } } };
}
const framesOf = (face: unknown): string[] => {
  const element = innerOf(face);
  return (element && framesWith.get(element)?.()) ?? [];
};
const framesWith = new WeakMap<object, () => string[]>(); // an element and those of its group that belong to it

export function makeStripe(key: string, options: StripeOptions): Data {
  const locale = options.locale ?? 'auto';
  const ask = makeController({ key, account: options.stripeAccount, version: releaseVersion ?? options.apiVersion });
  const intents = new Intents(ask, () => locale);

  const elements = (given: Data = {}): object => {
    const { face, group } = makeElements(given, locale);
    const create = (face as { create: (type: string, own?: Data) => object }).create;
    (face as Data).create = (type: string, own?: Data) => {
      const made = create(type, own), inner = innerOf(made);
      if (inner) framesWith.set(inner, () => group.framesFor(inner));
      return made;
    };
    return face;
  };

  const confirmCard = async (kind: 'payment' | 'setup', called: string, secret: unknown, data: Data = {}, { handleActions = true }: { handleActions?: boolean } = {}): Promise<Data> => {
    const clientSecret = secretOf(secret, called);
    if (kindOf(clientSecret) !== kind) mistake(`${called} takes the client secret of a ${kind === 'payment' ? 'PaymentIntent' : 'SetupIntent'}.`);
    const { payment_method: _given, ...rest } = data, { frames, params } = cardOf(data);
    const options_ = isObject(rest.payment_method_options) && isObject(rest.payment_method_options.card) ? rest.payment_method_options.card : undefined;
    if (options_ && innerOf(options_.cvc)) delete options_.cvc; // checked in its frame; the simulator asks for none
    const outcome = await intents.confirm(clientSecret, { frames, params: { ...rest, ...params, expected_payment_method_type: 'card' } });
    return answer(kind, handleActions ? await intents.seeThrough(outcome) : outcome);
  };

  const confirmElements = async (kind: 'payment' | 'setup', called: string, given: Data): Promise<Data> => {
    const group = groupOf(given.elements);
    const confirmParams = (isObject(given.confirmParams) ? given.confirmParams : {}) as Data;
    const clientSecret = secretOf(given.clientSecret ?? group?.options.clientSecret, called);
    const redirect = given.redirect ?? 'always';
    if (redirect === 'always' && typeof confirmParams.return_url !== 'string') return mistake(`${called}: confirmParams.return_url must be a string when redirect is "always".`);
    const payment = group?.payment();
    if (group && !payment) return { error: { type: 'invalid_request_error', code: 'element_not_mounted', message: 'elements should have a mounted Payment Element.' } };
    if (group && !group.options.clientSecret && !group.submitted) return mistake(`${called}: elements.submit() must be called before stripe.${called}() when elements were made without a client secret.`);
    if (payment) {
      const error = await payment.validate();
      if (error) return { error };
    }
    const frames = payment?.frameName ? [payment.frameName] : undefined;
    const outcome = await intents.seeThrough(await intents.confirm(clientSecret, { frames, params: confirmParams }));
    const { intent } = outcome;
    if (intent && redirect === 'always' && intent.status !== 'requires_action') {
      location.assign(Intents.returnUrl(String(confirmParams.return_url), intent));
      return new Promise(() => undefined);
    }
    return answer(kind, outcome);
  };

  const createPaymentMethod = async (first: unknown, second?: unknown, third?: Data): Promise<Data> => {
    let frames: string[] = [], params: Data;
    if (typeof first === 'string') {
      frames = framesOf(second);
      params = { ...(third ?? (innerOf(second) ? {} : (second as Data))), type: first };
    } else {
      const given = first as Data, group = groupOf(given.elements), element = innerOf(given.element);
      if (group) {
        const error = await group.payment()?.validate();
        if (error) return { error };
        frames = [group.payment()?.frameName ?? ''];
      } else frames = framesOf(element ? given.element : given.card);
      const { card, element: _e, elements: _s, params: inner, ...rest } = given;
      const token = isObject(card) && typeof card.token === 'string' ? { card: { token: card.token } } : {};
      params = { type: 'card', ...rest, ...(isObject(inner) ? inner : {}), ...token };
    }
    const typed = params.type === 'card' && !params.card;
    const result = await ask('create_payment_method', { params, ...(typed ? { frames } : {}) });
    return result.error ? { error: result.error } : { paymentMethod: result };
  };

  const createToken = async (first: unknown, data: Data = {}): Promise<Data> => {
    const element = innerOf(first);
    const result = await ask('create_token', element ? { kind: 'card', frames: framesOf(first), params: data } : { kind: first, params: first === 'cvc_update' ? {} : data });
    return result.error ? { error: result.error } : { token: result };
  };

  // What was typed, for the shop's server to confirm an intent with.
  const createConfirmationToken = async (given: Data): Promise<Data> => {
    const group = groupOf(given.elements), payment = group?.payment();
    if (!group || !payment?.frameName) return { error: { type: 'invalid_request_error', code: 'element_not_mounted', message: 'elements should have a mounted Payment Element.' } };
    if (!group.options.clientSecret && !group.submitted) return mistake('createConfirmationToken: elements.submit() must be called first.');
    const error = await payment.validate();
    if (error) return { error };
    const result = await ask('create_confirmation_token', { params: isObject(given.params) ? given.params : {}, setup_future_usage: group.options.setupFutureUsage ?? group.options.setup_future_usage, frames: [payment.frameName] });
    return result.error ? { error: result.error } : { confirmationToken: result };
  };

  const next = async (clientSecret: unknown, called: string): Promise<Data> => {
    const secret = secretOf(clientSecret, called);
    return answer(kindOf(secret), await intents.seeThrough(await intents.retrieve(secret)));
  };
  const verify = async (kind: 'payment' | 'setup', secret: unknown, data: Data = {}): Promise<Data> => {
    const result = await ask(`verify_${kind}_microdeposits`, { client_secret: secretOf(secret, 'verifyMicrodeposits'), params: data });
    return answer(kind, result.error ? { error: result.error as StripeError } : { intent: result as unknown as Intent });
  };

  return {
    ...unsupported,
    elements,
    createPaymentMethod,
    createConfirmationToken,
    createToken,
    confirmCardPayment: (secret: unknown, data?: Data, more?: Data) => confirmCard('payment', 'confirmCardPayment', secret, data, more),
    confirmCardSetup: (secret: unknown, data?: Data, more?: Data) => confirmCard('setup', 'confirmCardSetup', secret, data, more),
    confirmPayment: (given: Data) => confirmElements('payment', 'confirmPayment', given),
    confirmSetup: (given: Data) => confirmElements('setup', 'confirmSetup', given),
    handleNextAction: ({ clientSecret }: Data) => next(clientSecret, 'handleNextAction'),
    handleCardAction: (secret: unknown) => next(secret, 'handleCardAction'),
    retrievePaymentIntent: async (secret: unknown) => answer('payment', await intents.retrieve(secretOf(secret, 'retrievePaymentIntent'))),
    retrieveSetupIntent: async (secret: unknown) => answer('setup', await intents.retrieve(secretOf(secret, 'retrieveSetupIntent'))),
    verifyMicrodepositsForPayment: (secret: unknown, data?: Data) => verify('payment', secret, data),
    verifyMicrodepositsForSetup: (secret: unknown, data?: Data) => verify('setup', secret, data),
    // No wallet is here: a page hides the button that would open one.
    paymentRequest: () => ({ canMakePayment: async () => null, on() {}, once() {}, off() {}, show: () => mistake('There is no wallet to show.'), update() {}, abort() {}, isShowing: () => false }),
    registerAppInfo: () => undefined,
    _registerWrapper: () => undefined,
  };
}
