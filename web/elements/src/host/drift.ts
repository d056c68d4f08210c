// The alarm: the compiler fails here, or where these types are used, when the official types gain, lose or rename what
// this library has or says that it has not.
import type {
  Stripe,
  StripeAddressElement,
  StripeCardCvcElement,
  StripeCardElement,
  StripeCardExpiryElement,
  StripeCardNumberElement,
  StripeElements,
  StripeElementType,
  StripeLinkAuthenticationElement,
  StripePaymentElement,
} from '@stripe/stripe-js';
import type { Unsupported } from './unsupported.ts';

export type Supported =
  | 'elements'
  | 'createConfirmationToken'
  | 'createPaymentMethod'
  | 'createToken'
  | 'confirmCardPayment'
  | 'confirmCardSetup'
  | 'confirmPayment'
  | 'confirmSetup'
  | 'handleNextAction'
  | 'handleCardAction'
  | 'retrievePaymentIntent'
  | 'retrieveSetupIntent'
  | 'collectBankAccountForPayment'
  | 'collectBankAccountForSetup'
  | 'confirmUsBankAccountPayment'
  | 'confirmUsBankAccountSetup'
  | 'createEmbeddedCheckoutPage'
  | 'initCheckoutElementsSdk'
  | 'verifyMicrodepositsForPayment'
  | 'verifyMicrodepositsForSetup'
  | 'paymentRequest'
  | 'registerAppInfo';
type MustBeNever<T extends never> = T;
export type _Unclassified = MustBeNever<Exclude<keyof Stripe, Supported | Unsupported>>;
export type _Stale = MustBeNever<Exclude<Supported | Unsupported, keyof Stripe>>;

// What each element and each group of elements answers to (elements.ts).
export type ElementMember =
  | 'mount'
  | 'unmount'
  | 'destroy'
  | 'update'
  | 'focus'
  | 'blur'
  | 'clear'
  | 'collapse'
  | 'getValue'
  | 'on'
  | 'once'
  | 'off';
type Shown = StripeCardElement &
  StripeCardNumberElement &
  StripeCardExpiryElement &
  StripeCardCvcElement &
  StripePaymentElement &
  StripeAddressElement &
  StripeLinkAuthenticationElement;
export type _OfElements = MustBeNever<Exclude<keyof Shown, ElementMember>>;
export type GroupMember = 'create' | 'getElement' | 'update' | 'fetchUpdates' | 'submit' | 'on';
export type _OfGroups = MustBeNever<Exclude<keyof StripeElements, GroupMember>>;

// Every kind of element: there, or mounted empty so that a page goes on without it.
type OfOldReleases =
  | 'paymentRequestButton'
  | 'idealBank'
  | 'fpxBank'
  | 'epsBank'
  | 'p24Bank'
  | 'affirmMessage'
  | 'afterpayClearpayMessage';
export const kinds: Record<StripeElementType | OfOldReleases, 'yes' | 'empty'> = {
  card: 'yes',
  cardNumber: 'yes',
  cardExpiry: 'yes',
  cardCvc: 'yes',
  payment: 'yes',
  address: 'yes',
  linkAuthentication: 'yes',
  expressCheckout: 'empty',
  paymentMethodMessaging: 'empty',
  paymentRequestButton: 'empty',
  auBankAccount: 'empty',
  contactDetails: 'empty',
  currencySelector: 'empty',
  iban: 'empty',
  idealBank: 'empty',
  fpxBank: 'empty',
  epsBank: 'empty',
  p24Bank: 'empty',
  affirmMessage: 'empty',
  afterpayClearpayMessage: 'empty',
  paymentForm: 'empty',
  linkSignup: 'empty',
  shippingAddress: 'empty',
  taxId: 'empty',
  terms: 'empty',
  issuingCardNumberDisplay: 'empty',
  issuingCardCvcDisplay: 'empty',
  issuingCardExpiryDisplay: 'empty',
  issuingCardPinDisplay: 'empty',
  issuingCardCopyButton: 'empty',
  issuingAddToWalletButton: 'empty',
};
