// Payment methods and confirmation tokens, made of what was typed.
import type { ConfirmationTokenResult, PaymentMethodResult, Stripe } from '@stripe/stripe-js';
import { withTold } from './confirm.ts';
import type { Ask } from './controller.ts';
import { type Group, groupOf, innerOf } from './elements.ts';
import { mistake } from './errors.ts';
import { type Data, demand, isObject, permit, shapes } from './expect.ts';
import { demandLeftOut } from './left_out.ts';
import { confirmationTokenResult, methodResult } from './results.ts';
import { framesOf } from './typed.ts';

interface Asked {
  params: Data;
  frames: string[];
  group?: Group;
}

// createPaymentMethod(type, element, data) and createPaymentMethod(type, data), as it was at first.
function asAtFirst(type: string, second: unknown, third: unknown): Asked {
  if (second === undefined) mistake('method_of_nothing');
  demand('createPaymentMethod', 'data', shapes.elementOrObject, second);
  permit('createPaymentMethod', 'data', shapes.object, third);
  const data = (innerOf(second) ? third : second) as Data | undefined;
  return { params: { ...data, type }, frames: framesOf(second) };
}

// createPaymentMethod({type, card, ...}), ({elements, params}), ({element, params}).
function asItIs(given: Data): Asked {
  const { card, element, elements, params: inner, ...rest } = given,
    group = groupOf(elements);
  permit('createPaymentMethod', 'params', shapes.object, inner);
  if (elements !== undefined && !group)
    mistake('invalid', 'createPaymentMethod', 'elements', 'an Elements group', elements);
  if (element !== undefined && !innerOf(element))
    mistake('invalid', 'createPaymentMethod', 'element', 'an element', element);
  if (card !== undefined) demand('createPaymentMethod', 'card', shapes.elementOrObject, card);
  const token = isObject(card) && typeof card.token === 'string' ? { card: { token: card.token } } : {};
  const params = { type: 'card', ...rest, ...(inner as Data | undefined), ...token };
  return { params, frames: framesOf(element ?? card), group };
}

// With what the payment element and those beside it say.
function asked(first: unknown, second: unknown, third: unknown): Asked {
  if (typeof first === 'string') return asAtFirst(first, second, third);
  if (!isObject(first)) return mistake('method_of_nothing');
  if (innerOf(first)) mistake('element_directly', 'createPaymentMethod');
  const { params, frames, group } = asItIs(first);
  if (!group) return { params, frames };
  const payment = group.mounted('stripe.createPaymentMethod');
  if (group.deferred && !group.submitted) mistake('submit_forgotten', 'createPaymentMethod');
  const told = withTold({ payment_method_data: params }, group.told(), 'setup').payment_method_data as Data;
  demandLeftOut(payment, told, 'params', 'createPaymentMethod');
  return { params: { ...params, ...told }, frames: [payment.frameName ?? ''], group };
}

type Made = Pick<Stripe, 'createPaymentMethod' | 'createConfirmationToken'>;

export function makeMethods(ask: Ask): Made {
  const createPaymentMethod = async (
    first: unknown,
    second?: unknown,
    third?: unknown,
  ): Promise<PaymentMethodResult> => {
    const { params, frames, group } = asked(first, second, third),
      error = await group?.validate();
    if (error) return methodResult({ error });
    return methodResult(await ask('create_payment_method', { params, ...(frames.length ? { frames } : {}) }));
  };

  // What was typed, for the shop's server to confirm an intent with.
  const createConfirmationToken = async (given: unknown): Promise<ConfirmationTokenResult> => {
    const called = 'createConfirmationToken',
      where = `stripe.${called}()`;
    demand(where, 'value', shapes.object, given);
    const { elements, params: own } = given as Data,
      group = groupOf(elements);
    if (!group)
      return mistake(elements === undefined ? 'missing' : 'invalid', where, 'elements', 'an Elements group', elements);
    permit(where, 'params', shapes.object, own);
    const payment = group.mounted(`stripe.${called}`);
    if (group.deferred && !group.submitted) mistake('submit_forgotten', called);
    const params = withTold((own ?? {}) as Data, group.told(), 'payment');
    demandLeftOut(payment, params.payment_method_data, 'params.payment_method_data', called);
    const error = await group.validate();
    if (error) return confirmationTokenResult({ error });
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
    createConfirmationToken: (given) => createConfirmationToken(given),
  };
}
