// Payment methods, tokens, sources and confirmation tokens, made of what was typed.
import { type Data, isObject, withTold } from './confirm.ts';
import type { Ask } from './controller.ts';
import { groupOf, innerOf } from './elements.ts';
import { mistake } from './errors.ts';
import { framesOf } from './typed.ts';

const shown = (result: Data, name: string): Data => (result.error ? { error: result.error } : { [name]: result });
const notMounted = { error: { type: 'invalid_request_error', code: 'element_not_mounted', message: 'elements should have a mounted Payment Element.' } };

export function makeMethods(ask: Ask): Data {
  const createPaymentMethod = async (first: unknown, second?: unknown, third?: Data): Promise<Data> => {
    let frames: string[] = [], params: Data;
    if (typeof first === 'string') {
      frames = framesOf(second);
      params = { ...(third ?? (innerOf(second) ? {} : (second as Data))), type: first };
    } else {
      const given = first as Data, group = groupOf(given.elements), element = innerOf(given.element);
      const { card, element: _e, elements: _s, params: inner, ...rest } = given;
      const token = isObject(card) && typeof card.token === 'string' ? { card: { token: card.token } } : {};
      params = { type: 'card', ...rest, ...(isObject(inner) ? inner : {}), ...token };
      if (group) {
        if (!group.payment()?.frameName) return notMounted;
        const error = await group.validate();
        if (error) return { error };
        frames = [group.payment()?.frameName ?? ''];
        params = { ...params, ...(withTold({ payment_method_data: params }, group.told(), 'setup').payment_method_data as Data) };
      } else frames = framesOf(element ? given.element : card);
    }
    const typed = frames.length > 0 || (params.type === 'card' && !params.card);
    return shown(await ask('create_payment_method', { params, ...(typed ? { frames } : {}) }), 'paymentMethod');
  };

  const createToken = async (first: unknown, data: Data = {}): Promise<Data> => {
    if (innerOf(first)) return shown(await ask('create_token', { kind: 'card', frames: framesOf(first), params: data }), 'token');
    if (first === 'cvc_update') return shown(await ask('create_token', { kind: first, frames: framesOf(data) }), 'token');
    return shown(await ask('create_token', { kind: first, params: data }), 'token');
  };

  const createSource = async (first: unknown, data: Data = {}): Promise<Data> => {
    const element = innerOf(first);
    return shown(await ask('create_source', element ? { frames: framesOf(first), params: { type: 'card', ...data } } : { params: first as Data }), 'source');
  };
  const retrieveSource = async ({ id, client_secret }: Data): Promise<Data> => shown(await ask('retrieve_source', { id, client_secret }), 'source');

  // What was typed, for the shop's server to confirm an intent with.
  const createConfirmationToken = async (given: Data): Promise<Data> => {
    const group = groupOf(given.elements), payment = group?.payment();
    if (!group || !payment?.frameName) return notMounted;
    if (!group.options.clientSecret && !group.submitted) return mistake('createConfirmationToken: elements.submit() must be called first.');
    const error = await group.validate();
    if (error) return { error };
    const params = withTold(isObject(given.params) ? given.params : {}, group.told(), 'payment');
    return shown(await ask('create_confirmation_token', { params, setup_future_usage: group.options.setupFutureUsage ?? group.options.setup_future_usage, frames: [payment.frameName] }), 'confirmationToken');
  };

  return { createPaymentMethod, createToken, createSource, retrieveSource, createConfirmationToken };
}
