// Confirming an intent, and seeing its next action through.
import type { StripeError } from '../shared/protocol.ts';
import { challenge } from './challenge.ts';
import type { Ask } from './controller.ts';

export interface Intent {
  id: string;
  object: string;
  status: string;
  client_secret: string;
  next_action: {
    type: string;
    redirect_to_url?: { url: string; return_url: string };
    use_stripe_sdk?: { stripe_js?: string };
  } | null;
  last_payment_error?: StripeError | null;
  last_setup_error?: StripeError | null;
  confirmation_method?: string;
  currency?: string;
  setup_future_usage?: string | null;
}
export type Outcome = { intent: Intent; error?: undefined } | { intent?: undefined; error: StripeError };
export type Kind = 'payment' | 'setup';

export const kindOf = (clientSecret: string): Kind => (clientSecret.startsWith('seti_') ? 'setup' : 'payment');

export const outcomeOf = (result: Record<string, unknown>): Outcome =>
  result.error ? { error: result.error as StripeError } : { intent: result as unknown as Intent };

export class Intents {
  constructor(
    private ask: Ask,
    private locale: () => string,
  ) {}

  async retrieve(clientSecret: string): Promise<Outcome> {
    return outcomeOf(await this.ask(`retrieve_${kindOf(clientSecret)}_intent`, { client_secret: clientSecret }));
  }

  async confirm(clientSecret: string, args: Record<string, unknown>): Promise<Outcome> {
    return outcomeOf(
      await this.ask(`confirm_${kindOf(clientSecret)}_intent`, { ...args, client_secret: clientSecret }),
    );
  }

  // In the page where that is possible; a redirect leaves it, and this promise with it.
  async seeThrough(outcome: Outcome): Promise<Outcome> {
    const { intent } = outcome;
    if (intent?.status !== 'requires_action' || !intent.next_action) return outcome;
    const { type, redirect_to_url, use_stripe_sdk } = intent.next_action;
    if (type === 'redirect_to_url' && redirect_to_url) {
      location.assign(redirect_to_url.url);
      return new Promise(() => undefined);
    }
    if (type !== 'use_stripe_sdk' || !use_stripe_sdk?.stripe_js) return outcome;
    try {
      await challenge(use_stripe_sdk.stripe_js, this.locale());
    } catch (problem) {
      return { error: { type: 'api_error', message: String(problem) } };
    }
    return this.ended(await this.retrieve(intent.client_secret));
  }

  // What the server says of it now; a failed authentication is an error that carries the intent.
  private ended(outcome: Outcome): Outcome {
    const { intent } = outcome;
    if (intent?.status !== 'requires_payment_method') return outcome;
    const setup = intent.object === 'setup_intent';
    const last = (setup ? intent.last_setup_error : intent.last_payment_error) ?? {
      type: 'invalid_request_error',
      code: `${setup ? 'setup' : 'payment'}_intent_authentication_failure`,
      message:
        'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
    };
    return { error: { ...last, [setup ? 'setup_intent' : 'payment_intent']: intent } };
  }

  // Where a payer comes back to, as after a redirect. Unknown: what is said of microdeposits that are still to be
  // verified.
  static returnUrl(base: string, intent: Intent): string {
    const url = new URL(base, location.href),
      name = intent.object;
    url.searchParams.set(name, intent.id);
    url.searchParams.set(`${name}_client_secret`, intent.client_secret);
    url.searchParams.set(
      'redirect_status',
      intent.status === 'processing'
        ? 'processing'
        : intent.status === 'requires_action'
          ? 'pending'
          : intent.status === 'requires_payment_method'
            ? 'failed'
            : 'succeeded',
    );
    return url.href;
  }
}
