// Confirming: with a card element, or with everything that a group of elements holds.
import { groupOf, type Group, innerOf } from './elements.ts';
import { framesOf, ownFrameOf } from './typed.ts';
import { mistake } from './errors.ts';
import { type Data, demand, isObject, oneOf, permit, secretOfKind, shapes } from './expect.ts';
import { Intents, type Kind, type Outcome } from './intents.ts';
import { demandLeftOut } from './left_out.ts';
import type { StripeError } from '../shared/protocol.ts';

// Whose card it is: typed, a token, or one that is there already.
function cardOf(data: Data, called: string): { frames?: string[]; params: Data } {
  const method = data.payment_method;
  if (!isObject(method)) {
    permit(called, 'payment_method', shapes.string, method);
    return { params: method === undefined ? {} : { payment_method: method } };
  }
  if (innerOf(method)) mistake('element_directly', called);
  const { card, ...rest } = method;
  demand(called, 'payment_method.card', shapes.elementOrObject, card);
  const token = isObject(card) && typeof card.token === 'string' ? card.token : undefined;
  if (token) return { params: { payment_method_data: { ...rest, type: 'card', card: { token } } } };
  if (!innerOf(card)) mistake('invalid', called, 'payment_method.card', shapes.elementOrObject.should, card);
  return { frames: framesOf(card), params: { payment_method_data: { ...rest, type: 'card' } } };
}

// What elements beside the payment element say, where the page says nothing else.
export function withTold(params: Data, told: ReturnType<Group['told']>, kind: Kind): Data {
  const { email, billing, shipping } = told;
  if (!email && !billing && !shipping) return params;
  const data = isObject(params.payment_method_data) ? params.payment_method_data : {},
    own = isObject(data.billing_details) ? data.billing_details : {};
  const details = { ...(email ? { email } : {}), ...billing, ...own };
  return {
    ...(shipping && kind === 'payment' ? { shipping } : {}),
    ...params,
    payment_method_data: { ...data, billing_details: details },
  };
}

// What is common to confirmPayment and confirmSetup.
function checkAsked(kind: Kind, called: string, given: unknown) {
  const where = `stripe.${called}()`;
  if (given === undefined) mistake('neither', called);
  demand(where, 'value', shapes.object, given);
  const { elements, clientSecret, confirmationToken, confirmParams, redirect = 'always' } = given as Data,
    group = groupOf(elements);
  if (elements === undefined && clientSecret === undefined) mistake('neither', called);
  if (elements !== undefined && !group) mistake('invalid', where, 'elements', 'an Elements group', elements);
  permit(where, 'confirmParams', shapes.object, confirmParams);
  permit(where, 'redirect', oneOf('always', 'if_required'), redirect);
  const params = (confirmParams ?? {}) as Data,
    secret = clientSecret ?? group?.options.clientSecret;
  if (secret !== undefined) secretOfKind(secret, kind, called);
  return { group, secret, redirect, confirmParams: params, token: confirmationToken ?? params.confirmation_token };
}

export class Confirmations {
  constructor(
    private intents: Intents,
    private ask: (name: string, args: Data) => Promise<Data>,
  ) {}

  async card(kind: Kind, called: string, secret: unknown, given: unknown, more: unknown): Promise<Outcome> {
    const clientSecret = secretOfKind(secret, kind, called);
    if (innerOf(given)) mistake('element_directly', called);
    permit(called, 'data', shapes.object, given);
    permit(called, 'options', shapes.object, more);
    const { handleActions = true } = (more ?? {}) as { handleActions?: boolean };
    permit(called, 'handleActions', shapes.boolean, handleActions);
    const data = { ...(given as Data | undefined) },
      { payment_method: _given, ...rest } = data,
      { frames, params } = cardOf(data, called);
    const error = await this.withCode(rest);
    if (error) return { error };
    const outcome = await this.intents.confirm(clientSecret, {
      frames,
      params: { ...rest, ...params, expected_payment_method_type: 'card' },
    });
    return handleActions ? this.intents.seeThrough(outcome) : outcome;
  }

  // A security code that is typed again for a card that is there becomes a token.
  private async withCode(data: Data): Promise<StripeError | undefined> {
    const card =
      isObject(data.payment_method_options) && isObject(data.payment_method_options.card)
        ? data.payment_method_options.card
        : undefined;
    if (!card || !innerOf(card.cvc)) return undefined;
    const token = await this.ask('create_token', { kind: 'cvc_update', frames: ownFrameOf(card.cvc) });
    if (token.error) return token.error as StripeError;
    data.payment_method_options = {
      ...(data.payment_method_options as Data),
      card: { ...card, cvc: undefined, cvc_token: token.id },
    };
    return undefined;
  }

  async elements(kind: Kind, called: string, given: unknown): Promise<Outcome> {
    const where = `stripe.${called}()`,
      asked = checkAsked(kind, called, given);
    const { group, confirmParams, token, redirect } = asked;
    const payment = group && !token ? group.mounted(`stripe.${called}`) : undefined;
    if (group?.deferred && !group.submitted) mistake('submit_forgotten', called);
    if (group && asked.secret === undefined) mistake('secret_forgotten', called);
    const clientSecret = secretOfKind(asked.secret, kind, called);
    if (redirect === 'always' && confirmParams.return_url === undefined) mistake('return_url_forgotten', called);
    permit(where, 'confirmParams.return_url', shapes.string, confirmParams.return_url);
    const params = {
      ...(group ? withTold(confirmParams, group.told(), kind) : confirmParams),
      ...(token ? { confirmation_token: token, payment_method_data: undefined } : {}),
    };
    if (payment) demandLeftOut(payment, params.payment_method_data, 'confirmParams.payment_method_data', called);
    const error = (await group?.validate()) ?? (group?.deferred ? await this.unlike(group, clientSecret) : undefined);
    if (error) return { error };
    const frames = payment?.frameName ? [payment.frameName] : undefined;
    const outcome = await this.intents.seeThrough(await this.intents.confirm(clientSecret, { frames, params }));
    return redirect === 'always' ? this.leave(outcome, String(confirmParams.return_url)) : outcome;
  }

  // An intent that was made later is to be what the elements were made for (reference/browser.md: Mistakes of a page).
  private async unlike({ options }: Group, clientSecret: string): Promise<StripeError | undefined> {
    const { intent, error } = await this.intents.retrieve(clientSecret);
    if (!intent) return error;
    const { currency, mode } = options,
      wanted = options.setupFutureUsage ?? options.setup_future_usage ?? null;
    const differs = (name: string, provided: unknown, expected: unknown): StripeError => ({
      type: 'invalid_request_error',
      message: `The provided ${name} (${String(provided)}) does not match the expected ${name} (${String(expected)}). Try confirming with a Payment Intent that is configured to use the same parameters as Stripe Elements.`,
      payment_intent: intent,
    });
    if (intent.object !== 'payment_intent') return undefined;
    if (intent.currency !== currency) return differs('currency', intent.currency, currency);
    const usage = intent.setup_future_usage ?? null;
    return mode === 'payment' && usage !== wanted ? differs('setup_future_usage', usage, wanted) : undefined;
  }

  // On to where the payer is to go, as after a redirect; or the answer, where there is nothing to go on with.
  private leave(outcome: Outcome, returnUrl: string): Outcome | Promise<Outcome> {
    const { intent } = outcome;
    if (!intent || (intent.status === 'requires_action' && intent.next_action?.type !== 'verify_with_microdeposits'))
      return outcome;
    location.assign(Intents.returnUrl(returnUrl, intent));
    return new Promise(() => undefined);
  }
}
