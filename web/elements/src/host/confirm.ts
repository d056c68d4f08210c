// Confirming: with a card element, or with everything that a group of elements holds.
import { groupOf, type Group, innerOf } from './elements.ts';
import { framesOf } from './typed.ts';
import { mistake } from './errors.ts';
import { Intents, type Kind, kindOf, type Outcome } from './intents.ts';
import type { StripeError } from '../shared/protocol.ts';

export type Data = Record<string, unknown>;
export const isObject = (value: unknown): value is Data => typeof value === 'object' && value !== null;

export function secretOf(given: unknown, called: string): string {
  if (typeof given !== 'string' || !/_secret_/.test(given))
    return mistake(
      `${called}: the client secret should be a string of the form pi_..._secret_... or seti_..._secret_.... You specified: ${String(given)}.`,
    );
  return given;
}
export function secretOfKind(given: unknown, kind: Kind, called: string): string {
  const secret = secretOf(given, called);
  if (kindOf(secret) !== kind)
    mistake(`${called} takes the client secret of a ${kind === 'payment' ? 'PaymentIntent' : 'SetupIntent'}.`);
  return secret;
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

export class Confirmations {
  constructor(
    private intents: Intents,
    private ask: (name: string, args: Data) => Promise<Data>,
  ) {}

  async card(
    kind: Kind,
    called: string,
    secret: unknown,
    data: Data = {},
    { handleActions = true }: { handleActions?: boolean } = {},
  ): Promise<Outcome> {
    const clientSecret = secretOfKind(secret, kind, called);
    const { payment_method: _given, ...rest } = data,
      { frames, params } = cardOf(data);
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
    const token = await this.ask('create_token', { kind: 'cvc_update', frames: framesOf(card.cvc) });
    if (token.error) return token.error as StripeError;
    data.payment_method_options = {
      ...(data.payment_method_options as Data),
      card: { ...card, cvc: undefined, cvc_token: token.id },
    };
    return undefined;
  }

  async elements(kind: Kind, called: string, given: Data): Promise<Outcome> {
    const group = groupOf(given.elements);
    const confirmParams = (isObject(given.confirmParams) ? given.confirmParams : {}) as Data;
    const clientSecret = secretOf(given.clientSecret ?? group?.options.clientSecret, called);
    const redirect = given.redirect ?? 'always';
    if (redirect === 'always' && typeof confirmParams.return_url !== 'string')
      return mistake(`${called}: confirmParams.return_url must be a string when redirect is "always".`);
    const payment = group?.payment(),
      token = given.confirmationToken ?? confirmParams.confirmation_token;
    if (group && !payment)
      return {
        error: {
          type: 'invalid_request_error',
          code: 'element_not_mounted',
          message: 'elements should have a mounted Payment Element.',
        },
      };
    if (group && !group.options.clientSecret && !group.submitted)
      return mistake(
        `${called}: elements.submit() must be called before stripe.${called}() when elements were made without a client secret.`,
      );
    const error = await group?.validate();
    if (error) return { error };
    const frames = payment?.frameName && !token ? [payment.frameName] : undefined;
    const params = {
      ...(group ? withTold(confirmParams, group.told(), kind) : confirmParams),
      ...(token ? { confirmation_token: token, payment_method_data: undefined } : {}),
    };
    const outcome = await this.intents.seeThrough(await this.intents.confirm(clientSecret, { frames, params }));
    return redirect === 'always' ? this.leave(outcome, String(confirmParams.return_url)) : outcome;
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
