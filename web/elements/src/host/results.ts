// Answers, in the shapes of the official types: a key that is renamed there does not compile here.
import type {
  ConfirmationTokenResult,
  PaymentIntent,
  PaymentIntentResult,
  PaymentMethodResult,
  SetupIntent,
  SetupIntentResult,
  StripeError as OfficialError,
  TokenResult,
} from '@stripe/stripe-js';
import type { StripeError } from '../shared/protocol.ts';
import type { Outcome } from './intents.ts';

type Answer = Record<string, unknown>; // of the server: an object of the API, or {error}

// What the server sends is checked against the API's types where it is made; here it only gets its name.
const officially = (error: unknown): OfficialError => error as OfficialError;

export const paymentResult = ({ intent, error }: Outcome): PaymentIntentResult =>
  error ? { error: officially(error) } : { paymentIntent: intent as unknown as PaymentIntent };
export const setupResult = ({ intent, error }: Outcome): SetupIntentResult =>
  error ? { error: officially(error) } : { setupIntent: intent as unknown as SetupIntent };
export const methodResult = (answer: Answer): PaymentMethodResult =>
  answer.error
    ? { error: officially(answer.error) }
    : { paymentMethod: answer as unknown as Extract<PaymentMethodResult, { error?: undefined }>['paymentMethod'] };
export const tokenResult = (answer: Answer): TokenResult =>
  answer.error
    ? { error: officially(answer.error) }
    : { token: answer as unknown as Extract<TokenResult, { error?: undefined }>['token'] };
export const confirmationTokenResult = (answer: Answer): ConfirmationTokenResult =>
  answer.error
    ? { error: officially(answer.error) }
    : {
        confirmationToken: answer as unknown as Extract<
          ConfirmationTokenResult,
          { error?: undefined }
        >['confirmationToken'],
      };

// Of releases whose types the newest no longer has.
export const sourceResult = (answer: Answer): { source: unknown } | { error: StripeError } =>
  answer.error ? { error: answer.error as StripeError } : { source: answer };
