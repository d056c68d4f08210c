// The only frame that talks to the API. It reads card data out of its sibling frames, which have its origin, and sends
// it to that origin.
import {
  bindingOf,
  type Collected,
  type Context,
  type FromController,
  type StripeError,
  type ToController,
} from '../shared/protocol.ts';
import { open } from './channel.ts';
import { type Call, form, operations } from './operations.ts';

let context: Context | undefined;

const wrong = (code: string, message: string): StripeError => ({ type: 'invalid_request_error', code, message });

// What was typed in the frames that the page named; the browser refuses to look into any that is not ours.
async function collect(names: unknown, binding: string): Promise<Collected> {
  const out: Collected = {};
  for (const name of Array.isArray(names) ? names : []) {
    let give: ((by: string) => Promise<Collected>) | undefined;
    try {
      give = (
        window.parent.frames as unknown as Record<
          string,
          { bursarCollect?: (by: string) => Promise<Collected> } | undefined
        >
      )[String(name)]?.bursarCollect;
    } catch {
      give = undefined;
    }
    if (typeof give !== 'function')
      return {
        error: wrong(
          'element_not_mounted',
          'We could not retrieve data from the specified Element. Please make sure the Element you are attempting to use is still mounted.',
        ),
      };
    const given = await give(binding);
    if (given.error) return { error: given.error };
    Object.assign(out, given, {
      card: given.card || out.card ? { ...out.card, ...given.card } : undefined,
      billing: { ...out.billing, ...given.billing },
    });
  }
  return out;
}

const isPlain = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const said = (from: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(isPlain(from) ? from : {}).filter(
      ([, value]) => value !== undefined && value !== null && value !== '',
    ),
  );

// What the page says of a payer comes before what the frame asked him for.
function billingDetails(given: unknown, billing: Collected['billing'] = {}): Record<string, unknown> {
  const own = said(given),
    address = { ...said(billing.address), ...said(own.address) };
  return { ...said(billing), ...own, ...(Object.keys(address).length ? { address } : {}) };
}

// The payer's consent to debits, which the server dates.
const mandate = { customer_acceptance: { type: 'online', online: { infer_from_client: true } } };

function withTyped(call: Call, collected: Collected): Record<string, unknown> {
  const { type = 'card', card, us_bank_account, saved, billing, save } = collected,
    { params } = call;
  if (call.typed === 'token')
    return { ...params, card: { address_zip: billing?.address?.postal_code, ...(params.card as object), ...card } };
  if (call.typed === 'cvc_update') return { cvc_update: { cvc: card?.cvc } };
  const bank =
    type === 'us_bank_account' && call.typed === 'payment_method_data' && !call.unconfirmed
      ? { mandate_data: params.mandate_data ?? mandate }
      : {};
  if (saved) {
    if (call.typed === 'payment_method')
      throw new TypeError('A saved payment method was chosen: there is nothing to make one of.');
    const { payment_method_data: _unused, ...rest } = params;
    return { ...rest, ...bank, payment_method: saved };
  }
  const target = (call.typed === 'payment_method' ? params : (params.payment_method_data ?? {})) as Record<
    string,
    unknown
  >;
  const filled = {
    ...target,
    type,
    ...(us_bank_account ? { us_bank_account } : { card }),
    billing_details: billingDetails(target.billing_details, billing),
    ...(save === undefined ? {} : { allow_redisplay: save ? 'always' : 'limited' }),
  };
  if (call.typed === 'payment_method') return filled;
  return {
    ...params,
    ...bank,
    ...(save && call.saveable ? { setup_future_usage: params.setup_future_usage ?? 'on_session' } : {}),
    payment_method_data: filled,
  };
}

async function ask(call: Call, params: Record<string, unknown>): Promise<Record<string, unknown>> {
  const body = form({
    ...params,
    key: context?.key,
    _stripe_account: context?.account,
    _stripe_version: context?.version,
  });
  let answer: Response;
  try {
    answer =
      call.method === 'GET'
        ? await fetch(`${call.path}?${body}`, { cache: 'no-store' })
        : await fetch(call.path, { method: 'POST', body });
  } catch {
    return {
      error: {
        type: 'api_connection_error',
        message: 'We could not reach the payment server. Please check your connection and try again.',
      },
    };
  }
  const result = (await answer
    .json()
    .catch(() => ({ error: { type: 'api_error', message: 'An unknown error occurred' } }))) as Record<string, unknown>;
  return answer.ok || result.error ? result : { error: { type: 'api_error', message: 'An unknown error occurred' } };
}

async function carryOut(name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation || !context) return { error: wrong('unknown_operation', `There is no operation ${name}.`) };
  try {
    const call = operation(args);
    if (!call.typed) return await ask(call, call.params);
    const collected = await collect(args.frames, bindingOf(context));
    return collected.error ? { error: collected.error } : await ask(call, withTyped(call, collected));
  } catch (problem) {
    return { error: wrong('parameter_invalid', problem instanceof Error ? problem.message : String(problem)) };
  }
}

const channel = open<ToController, FromController>('context', (message) => {
  if (message.type === 'context') context = message.context;
  else if (message.type === 'operation')
    void carryOut(message.name, message.args).then((result) =>
      channel.send({ type: 'result', id: message.id, result }),
    );
});
