// The script of /v3/ and /<release>/stripe.js.
import { IntegrationError, mistake } from './errors.ts';
import { release } from './place.ts';
import { makeStripe, type StripeOptions } from './stripe.ts';

// Called with or without `new`.
function Stripe(key: unknown, options: StripeOptions = {}): Record<string, unknown> {
  if (typeof key !== 'string')
    return mistake(`Missing value for Stripe(): apiKey should be a string. You specified: ${String(key)}.`);
  if (/^(sk|rk)_/.test(key))
    return mistake('You should not use your secret key in a browser. Pass your publishable key (pk_...) instead.');
  if (key.trim() === '') return mistake('Please call Stripe() with your publishable key. You used an empty string.');
  return makeStripe(key, options);
}
Stripe.version = release;
Stripe.IntegrationError = IntegrationError;

const page = window as unknown as { Stripe?: unknown };
if (!page.Stripe) page.Stripe = Stripe;
else console.warn('Stripe.js was loaded more than once on this page.');
