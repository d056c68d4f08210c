// The next action of an intent that the shop's server confirmed, and intents as they are.
import type { Stripe } from '@stripe/stripe-js';
import { mistake } from './errors.ts';
import { type Data, demand, secretOf, secretOfKind, shapes } from './expect.ts';
import { type Intents, kindOf, type Outcome } from './intents.ts';
import { paymentResult, setupResult } from './results.ts';

type Made = Pick<Stripe, 'handleNextAction' | 'handleCardAction' | 'retrievePaymentIntent' | 'retrieveSetupIntent'>;

export function makeActions(intents: Intents): Made {
  // Unknown: which of the two mistakes comes first.
  const next = async (secret: string, called: string, manually: boolean): Promise<Outcome> => {
    const outcome = await intents.retrieve(secret),
      { intent } = outcome;
    if (!intent) return outcome;
    if (manually && intent.confirmation_method === 'automatic') mistake('not_manual', called);
    if (intent.status !== 'requires_action') mistake('no_action', called, kindOf(secret));
    return intents.seeThrough(outcome);
  };
  const handleNextAction = async (given: unknown) => {
    demand('stripe.handleNextAction()', 'value', shapes.object, given);
    const secret = secretOf((given as Data).clientSecret, 'handleNextAction'),
      outcome = await next(secret, 'handleNextAction', false);
    return kindOf(secret) === 'payment' ? paymentResult(outcome) : setupResult(outcome);
  };
  return {
    handleNextAction: handleNextAction as Stripe['handleNextAction'],
    handleCardAction: async (secret) =>
      paymentResult(await next(secretOfKind(secret, 'payment', 'handleCardAction'), 'handleCardAction', true)),
    retrievePaymentIntent: async (secret) =>
      paymentResult(await intents.retrieve(secretOfKind(secret, 'payment', 'retrievePaymentIntent'))),
    retrieveSetupIntent: async (secret) =>
      setupResult(await intents.retrieve(secretOfKind(secret, 'setup', 'retrieveSetupIntent'))),
  };
}
