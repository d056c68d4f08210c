// All that the controller can ask of the API: a fixed table. The page names an operation and gives arguments; it never
// gives an address, and of a name in a path only what looks like an id is taken.
export interface Call {
  method: 'GET' | 'POST';
  path: string;
  params: Record<string, unknown>;
  typed?: 'payment_method' | 'payment_method_data' | 'token' | 'cvc_update'; // how what was typed joins the parameters
  saveable?: boolean; // the payer may have asked to keep it, which a payment does as it is confirmed
  unconfirmed?: boolean; // nothing is debited yet, so there is no mandate yet
}
type Args = Record<string, unknown>;

const text = (args: Args, name: string): string => (typeof args[name] === 'string' ? (args[name] as string) : '');

// pi_..._secret_...: the id before the secret.
function intentIn(args: Args, prefix: string): { id: string; client_secret: string } {
  const secret = text(args, 'client_secret'),
    [, id] = new RegExp(`^(${prefix}_[A-Za-z0-9]+)_secret_[A-Za-z0-9]+$`).exec(secret) ?? [];
  if (!id) throw new TypeError(`"${secret}" is not a client secret of this kind of intent.`);
  return { id, client_secret: secret };
}

// What a page may add; never card data, never who asks.
const barred = new Set([
  'card',
  'key',
  'number',
  'cvc',
  'customer',
  'frames',
  '_stripe_account',
  '_stripe_version',
  '__proto__',
  'constructor',
  'prototype',
]);
export function cleaned(value: unknown, depth = 0): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  if (typeof value !== 'object' || value === null || depth > 6) return out;
  for (const [name, inner] of Object.entries(value)) {
    const token = name === 'card' ? (inner as Args | null)?.token : undefined;
    if (depth < 2 && typeof token === 'string') out.card = { token }; // of a card that was typed before; nothing else of one
    if (barred.has(name) && depth < 2) continue;
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) out[name] = cleaned(inner, depth + 1);
    else if (typeof inner !== 'function' && inner !== undefined) out[name] = inner;
  }
  return out;
}

const intentPath = { pi: '/v1/payment_intents/', seti: '/v1/setup_intents/' } as const;

const hasFrames = (args: Args): boolean => Array.isArray(args.frames) && args.frames.length > 0;

function confirm(args: Args, kind: keyof typeof intentPath): Call {
  const { id, client_secret } = intentIn(args, kind);
  return {
    method: 'POST',
    path: `${intentPath[kind]}${id}/confirm`,
    params: { ...cleaned(args.params), client_secret, use_stripe_sdk: true },
    saveable: kind === 'pi',
    ...(hasFrames(args) ? { typed: 'payment_method_data' as const } : {}),
  };
}
// A bank account becomes an intent's payment method, and is confirmed later.
function attach(args: Args, kind: keyof typeof intentPath): Call {
  const { client_secret } = intentIn(args, kind);
  return {
    method: 'POST',
    path: `/v1/elements/${kind === 'pi' ? 'payment' : 'setup'}_intents/payment_method`,
    params: { ...cleaned(args.params), client_secret },
    typed: 'payment_method_data',
    unconfirmed: true,
  };
}
function retrieve(args: Args, kind: keyof typeof intentPath): Call {
  const { id, client_secret } = intentIn(args, kind);
  return { method: 'GET', path: intentPath[kind] + id, params: { client_secret } };
}
function verify(args: Args, kind: keyof typeof intentPath): Call {
  const { id, client_secret } = intentIn(args, kind);
  return {
    method: 'POST',
    path: `${intentPath[kind]}${id}/verify_microdeposits`,
    params: { ...cleaned(args.params), client_secret },
  };
}

function sessionIn(args: Args): string {
  const id = text(args, 'session');
  if (!/^cs_[A-Za-z0-9_]+$/.test(id)) throw new TypeError(`"${id}" is not a Checkout Session.`);
  return id;
}

// What an element is to be shown for: an intent that is there, or one that is to be made.
function sessionParams(args: Args): Record<string, unknown> {
  const { client_secret, deferred_intent, customer_session_client_secret, locale } = cleaned(args.params) as Args;
  const secret = typeof client_secret === 'string' ? client_secret : '';
  const type = !secret ? 'deferred_intent' : secret.startsWith('seti_') ? 'setup_intent' : 'payment_intent';
  return {
    type,
    locale,
    customer_session_client_secret,
    ...(secret ? { client_secret: secret } : { deferred_intent }),
  };
}

const tokenKinds = new Set(['card', 'bank_account', 'pii', 'account', 'person', 'cvc_update']);

export const operations: Record<string, (args: Args) => Call> = {
  elements_session: (args) => ({ method: 'GET', path: '/v1/elements/sessions', params: sessionParams(args) }),
  link_account: (args) => ({
    method: 'POST',
    path: '/v1/elements/linked_accounts',
    params: { test_account: text(args, 'test_account') },
  }),
  remove_payment_method: (args) => {
    const id = text(args, 'id');
    if (!/^pm_[A-Za-z0-9]+$/.test(id)) throw new TypeError(`"${id}" is not a payment method.`);
    return {
      method: 'POST',
      path: `/v1/elements/payment_methods/${id}/detach`,
      params: { customer_session_client_secret: text(args, 'customer_session_client_secret') },
    };
  },
  create_payment_method: (args) => ({
    method: 'POST',
    path: '/v1/payment_methods',
    params: { type: 'card', ...cleaned(args.params) },
    ...(args.frames ? { typed: 'payment_method' as const } : {}),
  }),
  create_confirmation_token: (args) => {
    const { payment_method_data, return_url, shipping } = cleaned(args.params);
    return {
      method: 'POST',
      path: '/v1/confirmation_tokens',
      params: { return_url, shipping, setup_future_usage: args.setup_future_usage, payment_method_data },
      typed: 'payment_method_data',
      saveable: true,
    };
  },
  create_token: (args) => {
    const kind = text(args, 'kind');
    if (!tokenKinds.has(kind)) throw new TypeError(`"${kind}" is not a kind of token.`);
    if (kind === 'card')
      return { method: 'POST', path: '/v1/tokens', params: { card: cleaned(args.params, 2) }, typed: 'token' };
    if (kind === 'cvc_update') return { method: 'POST', path: '/v1/tokens', params: {}, typed: 'cvc_update' };
    return { method: 'POST', path: '/v1/tokens', params: { [kind]: cleaned(args.params, 2) } };
  },
  create_source: (args) => ({
    method: 'POST',
    path: '/v1/sources',
    params: cleaned(args.params),
    ...(hasFrames(args) ? { typed: 'token' as const } : {}),
  }),
  retrieve_source: (args) => {
    const id = text(args, 'id');
    if (!/^src_[A-Za-z0-9]+$/.test(id)) throw new TypeError(`"${id}" is not a source.`);
    return { method: 'GET', path: `/v1/sources/${id}`, params: { client_secret: text(args, 'client_secret') } };
  },
  retrieve_checkout: (args) => ({ method: 'GET', path: `/v1/payment_pages/${sessionIn(args)}`, params: {} }),
  update_checkout: (args) => ({
    method: 'POST',
    path: `/v1/payment_pages/${sessionIn(args)}`,
    params: cleaned(args.params),
  }),
  confirm_checkout: (args) => ({
    method: 'POST',
    path: `/v1/payment_pages/${sessionIn(args)}/confirm`,
    params: cleaned(args.params),
    ...(hasFrames(args) ? { typed: 'payment_method_data' as const, saveable: true } : {}),
  }),
  settle_checkout: (args) => ({ method: 'POST', path: `/v1/payment_pages/${sessionIn(args)}/settle`, params: {} }),
  attach_payment_bank_account: (args) => attach(args, 'pi'),
  attach_setup_bank_account: (args) => attach(args, 'seti'),
  confirm_payment_intent: (args) => confirm(args, 'pi'),
  confirm_setup_intent: (args) => confirm(args, 'seti'),
  retrieve_payment_intent: (args) => retrieve(args, 'pi'),
  retrieve_setup_intent: (args) => retrieve(args, 'seti'),
  verify_payment_microdeposits: (args) => verify(args, 'pi'),
  verify_setup_microdeposits: (args) => verify(args, 'seti'),
};

// a[b][c]=d, as the API reads forms.
export function form(params: Record<string, unknown>): URLSearchParams {
  const out = new URLSearchParams();
  const add = (name: string, value: unknown): void => {
    if (value === undefined || value === null) return;
    if (Array.isArray(value))
      value.forEach((element, i) => {
        add(`${name}[${i}]`, element);
      });
    else if (typeof value === 'object')
      for (const [key, inner] of Object.entries(value)) add(name ? `${name}[${key}]` : key, inner);
    else out.append(name, String(value));
  };
  add('', params);
  return out;
}
