// Payment methods, tokens, sources and confirmation tokens, made of what was typed.
import type { ConfirmationTokenResult, PaymentMethodResult, Stripe, TokenResult } from '@stripe/stripe-js';
import { type Data, isObject, withTold } from './confirm.ts';
import type { Ask } from './controller.ts';
import { groupOf, innerOf } from './elements.ts';
import { mistake } from './errors.ts';
import { confirmationTokenResult, methodResult, sourceResult, tokenResult } from './results.ts';
import { framesOf } from './typed.ts';

const notMounted = {
  error: {
    type: 'invalid_request_error',
    code: 'element_not_mounted',
    message: 'elements should have a mounted Payment Element.',
  },
};

type Made = Pick<Stripe, 'createPaymentMethod' | 'createToken' | 'createConfirmationToken'> &
  Record<'createSource' | 'retrieveSource', (...given: never[]) => Promise<unknown>>;

export function makeMethods(ask: Ask): Made {
  const createPaymentMethod = async (first: unknown, second?: unknown, third?: Data): Promise<PaymentMethodResult> => {
    let frames: string[] = [],
      params: Data;
    if (typeof first === 'string') {
      frames = framesOf(second);
      params = { ...(third ?? (innerOf(second) ? {} : (second as Data))), type: first };
    } else {
      const given = first as Data,
        group = groupOf(given.elements),
        element = innerOf(given.element);
      const { card, element: _e, elements: _s, params: inner, ...rest } = given;
      const token = isObject(card) && typeof card.token === 'string' ? { card: { token: card.token } } : {};
      params = { type: 'card', ...rest, ...(isObject(inner) ? inner : {}), ...token };
      if (group) {
        if (!group.payment()?.frameName) return methodResult(notMounted);
        const error = await group.validate();
        if (error) return methodResult({ error });
        frames = [group.payment()?.frameName ?? ''];
        params = {
          ...params,
          ...(withTold({ payment_method_data: params }, group.told(), 'setup').payment_method_data as Data),
        };
      } else frames = framesOf(element ? given.element : card);
    }
    const typed = frames.length > 0 || (params.type === 'card' && !params.card);
    return methodResult(await ask('create_payment_method', { params, ...(typed ? { frames } : {}) }));
  };

  const createToken = async (first: unknown, data: Data = {}): Promise<TokenResult> => {
    if (innerOf(first))
      return tokenResult(await ask('create_token', { kind: 'card', frames: framesOf(first), params: data }));
    if (first === 'cvc_update') return tokenResult(await ask('create_token', { kind: first, frames: framesOf(data) }));
    return tokenResult(await ask('create_token', { kind: first, params: data }));
  };

  const createSource = async (first: unknown, data: Data = {}) => {
    const element = innerOf(first);
    return sourceResult(
      await ask(
        'create_source',
        element ? { frames: framesOf(first), params: { type: 'card', ...data } } : { params: first as Data },
      ),
    );
  };
  const retrieveSource = async ({ id, client_secret }: Data) =>
    sourceResult(await ask('retrieve_source', { id, client_secret }));

  // What was typed, for the shop's server to confirm an intent with.
  const createConfirmationToken = async (given: Data): Promise<ConfirmationTokenResult> => {
    const group = groupOf(given.elements),
      payment = group?.payment();
    if (!group || !payment?.frameName) return confirmationTokenResult(notMounted);
    if (!group.options.clientSecret && !group.submitted)
      return mistake('createConfirmationToken: elements.submit() must be called first.');
    const error = await group.validate();
    if (error) return confirmationTokenResult({ error });
    const params = withTold(isObject(given.params) ? given.params : {}, group.told(), 'payment');
    return confirmationTokenResult(
      await ask('create_confirmation_token', {
        params,
        setup_future_usage: group.options.setupFutureUsage ?? group.options.setup_future_usage,
        frames: [payment.frameName],
      }),
    );
  };

  // Called in several ways each, some of them older than the types.
  return {
    createPaymentMethod: createPaymentMethod as Stripe['createPaymentMethod'],
    createToken: createToken as Stripe['createToken'],
    createSource,
    retrieveSource,
    createConfirmationToken: (given) => createConfirmationToken({ ...given }),
  };
}
