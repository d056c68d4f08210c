// All that the controller can ask of the API: a fixed table. The page names an operation and gives arguments; it never gives
// an address, and of a name in a path only what looks like an id is taken.
export interface Call {
  method: 'GET' | 'POST';
  path: string;
  params: Record<string, unknown>;
  card?: 'payment_method' | 'payment_method_data' | 'token'; // how typed card data joins the parameters
}
type Args = Record<string, unknown>;

const text = (args: Args, name: string): string => (typeof args[name] === 'string' ? (args[name] as string) : '');

// pi_..._secret_...: the id before the secret.
function intentIn(args: Args, prefix: string): { id: string; client_secret: string } {
  const secret = text(args, 'client_secret'), [, id] = new RegExp(`^(${prefix}_[A-Za-z0-9]+)_secret_[A-Za-z0-9]+$`).exec(secret) ?? [];
  if (!id) throw new TypeError(`"${secret}" is not a client secret of this kind of intent.`);
  return { id, client_secret: secret };
}

// What a page may add; never card data, never who asks.
const barred = new Set(['card', 'key', 'number', 'cvc', 'customer', 'frames', '_stripe_account', '_stripe_version', '__proto__', 'constructor', 'prototype']);
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

function confirm(args: Args, kind: keyof typeof intentPath): Call {
  const { id, client_secret } = intentIn(args, kind);
  const frames = Array.isArray(args.frames) && args.frames.length > 0;
  return { method: 'POST', path: `${intentPath[kind]}${id}/confirm`, params: { ...cleaned(args.params), client_secret, use_stripe_sdk: true, ...(frames ? { payment_method_data: { type: 'card', ...cleaned((args.params as Args | undefined)?.payment_method_data) } } : {}) }, ...(frames ? { card: 'payment_method_data' as const } : {}) };
}
function retrieve(args: Args, kind: keyof typeof intentPath): Call {
  const { id, client_secret } = intentIn(args, kind);
  return { method: 'GET', path: intentPath[kind] + id, params: { client_secret } };
}
function verify(args: Args, kind: keyof typeof intentPath): Call {
  const { id, client_secret } = intentIn(args, kind);
  return { method: 'POST', path: `${intentPath[kind]}${id}/verify_microdeposits`, params: { ...cleaned(args.params), client_secret } };
}

const tokenKinds = new Set(['card', 'bank_account', 'pii', 'account', 'person', 'cvc_update']);

export const operations: Record<string, (args: Args) => Call> = {
  create_payment_method: (args) => ({ method: 'POST', path: '/v1/payment_methods', params: { type: 'card', ...cleaned(args.params) }, ...(args.frames ? { card: 'payment_method' as const } : {}) }),
  create_confirmation_token: (args) => {
    const params = cleaned(args.params), { payment_method_data, return_url, shipping } = params;
    return { method: 'POST', path: '/v1/confirmation_tokens', params: { return_url, shipping, setup_future_usage: args.setup_future_usage, payment_method_data: { type: 'card', ...cleaned(payment_method_data) } }, card: 'payment_method_data' };
  },
  create_token: (args) => {
    const kind = text(args, 'kind');
    if (!tokenKinds.has(kind)) throw new TypeError(`"${kind}" is not a kind of token.`);
    if (kind === 'card') return { method: 'POST', path: '/v1/tokens', params: { card: cleaned(args.params, 2) }, card: 'token' };
    return { method: 'POST', path: '/v1/tokens', params: { [kind]: cleaned(args.params, 2) } };
  },
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
    if (Array.isArray(value)) value.forEach((element, i) => add(`${name}[${i}]`, element));
    else if (typeof value === 'object') for (const [key, inner] of Object.entries(value)) add(name ? `${name}[${key}]` : key, inner);
    else out.append(name, String(value));
  };
  add('', params);
  return out;
}
