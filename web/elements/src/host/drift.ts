// The alarm: every name of the official object is either supported or said not to be, or the compiler fails here.
import type { Stripe } from '@stripe/stripe-js';
import type { Unsupported } from './unsupported.ts';

export type Supported =
  | 'elements' | 'createConfirmationToken' | 'createPaymentMethod' | 'createToken' | 'confirmCardPayment' | 'confirmCardSetup' | 'confirmPayment' | 'confirmSetup'
  | 'handleNextAction' | 'handleCardAction' | 'retrievePaymentIntent' | 'retrieveSetupIntent'
  | 'collectBankAccountForPayment' | 'collectBankAccountForSetup' | 'confirmUsBankAccountPayment' | 'confirmUsBankAccountSetup' | 'createEmbeddedCheckoutPage'
  | 'verifyMicrodepositsForPayment' | 'verifyMicrodepositsForSetup' | 'paymentRequest' | 'registerAppInfo';
// Names of other releases, kept for pages that were written for them.
// (Supported are createSource, retrieveSource, initEmbeddedCheckout and redirectToCheckout.)
export type OfOtherReleases = 'initCheckout';

type MustBeNever<T extends never> = T;
export type _Unclassified = MustBeNever<Exclude<keyof Stripe, Supported | Unsupported>>;
export type _Stale = MustBeNever<Exclude<Supported | Exclude<Unsupported, OfOtherReleases>, keyof Stripe>>;
