// The script of /v3/ and /<release>/stripe.js.
import { IntegrationError, mistake, warn } from './errors.ts';
import { demand, permit, shapes } from './expect.ts';
import { release } from './place.ts';
import { makeStripe, type StripeOptions } from './stripe.ts';

// Called with or without `new`.
function Stripe(key: unknown, given?: StripeOptions | null): Record<string, unknown> {
  demand('Stripe()', 'apiKey', shapes.string, key);
  const publishable = key as string,
    options = given ?? {};
  if (publishable.trim() === '') mistake('key_empty');
  if (/^(sk|rk)_/.test(publishable)) mistake('key_secret');
  demand('Stripe()', 'options', shapes.object, options);
  const { stripeAccount, apiVersion, locale } = options;
  for (const [name, value] of Object.entries({ stripeAccount, apiVersion, locale }))
    permit('Stripe()', name, shapes.string, value ?? undefined);
  return makeStripe(publishable, options);
}
Stripe.version = release;
Stripe.IntegrationError = IntegrationError;

const page = window as unknown as { Stripe?: unknown };
if (!page.Stripe) page.Stripe = Stripe;
else warn('twice');
