// The only frame that talks to the API. It reads card data out of its sibling frames, which have its origin, and sends it to
// that origin.
import type { Collected, Context, FromController, StripeError, ToController } from '../shared/protocol.ts';
import { open } from './channel.ts';
import { type Call, form, operations } from './operations.ts';

let context: Context | undefined;

const wrong = (code: string, message: string): StripeError => ({ type: 'invalid_request_error', code, message });

// Card data of the frames that the page named; the browser refuses to look into any that is not ours.
function collect(names: unknown): Collected {
  const out: Required<Pick<Collected, 'card' | 'billing'>> = { card: {}, billing: {} };
  for (const name of Array.isArray(names) ? names : []) {
    let give: (() => Collected) | undefined;
    try {
      give = (window.parent.frames as unknown as Record<string, { bursarCollect?: () => Collected } | undefined>)[String(name)]?.bursarCollect;
    } catch {
      give = undefined;
    }
    if (typeof give !== 'function') return { error: wrong('element_not_mounted', 'We could not retrieve data from the specified Element. Please make sure the Element you are attempting to use is still mounted.') };
    const { card, billing, error } = give();
    if (error) return { error };
    Object.assign(out.card, card);
    Object.assign(out.billing, billing);
  }
  return out;
}

function address(given: unknown, billing: Collected['billing']): Record<string, unknown> {
  const details = (typeof given === 'object' && given ? given : {}) as { address?: Record<string, unknown> };
  const merged = { ...billing, ...Object.fromEntries(Object.entries(details.address ?? {}).filter(([, value]) => value !== undefined && value !== null)) };
  return { ...details, ...(Object.keys(merged).length ? { address: merged } : {}) };
}

function withCard(call: Call, { card, billing }: Collected): Record<string, unknown> {
  const { params } = call;
  if (call.card === 'token') return { card: { address_zip: billing?.postal_code, ...(params.card as object), ...card } };
  const target = (call.card === 'payment_method' ? params : params.payment_method_data) as Record<string, unknown>;
  const filled = { ...target, card, billing_details: address(target.billing_details, billing) };
  return call.card === 'payment_method' ? filled : { ...params, payment_method_data: filled };
}

async function ask(call: Call, params: Record<string, unknown>): Promise<Record<string, unknown>> {
  const body = form({ ...params, key: context?.key, _stripe_account: context?.account, _stripe_version: context?.version });
  let answer: Response;
  try {
    answer = call.method === 'GET' ? await fetch(`${call.path}?${body}`, { cache: 'no-store' }) : await fetch(call.path, { method: 'POST', body });
  } catch {
    return { error: { type: 'api_connection_error', message: 'We could not reach the payment server. Please check your connection and try again.' } };
  }
  const result = (await answer.json().catch(() => ({ error: { type: 'api_error', message: 'An unknown error occurred' } }))) as Record<string, unknown>;
  return answer.ok || result.error ? result : { error: { type: 'api_error', message: 'An unknown error occurred' } };
}

async function carryOut(name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (!operation || !context) return { error: wrong('unknown_operation', `There is no operation ${name}.`) };
  try {
    const call = operation(args);
    if (!call.card) return await ask(call, call.params);
    const collected = collect(args.frames);
    return collected.error ? { error: collected.error } : await ask(call, withCard(call, collected));
  } catch (problem) {
    return { error: wrong('parameter_invalid', problem instanceof Error ? problem.message : String(problem)) };
  }
}

const channel = open<ToController, FromController>('context', (message) => {
  if (message.type === 'context') context = message.context;
  else if (message.type === 'operation') void carryOut(message.name, message.args).then((result) => channel.send({ type: 'result', id: message.id, result }));
});
