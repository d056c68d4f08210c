// What the page's script and the frames say to each other. Every message carries `bursar: 1`, the version of this
// protocol; anything else is somebody else's.
export const PROTOCOL = 1;

export type ElementKind =
  | 'card'
  | 'cardNumber'
  | 'cardExpiry'
  | 'cardCvc'
  | 'payment'
  | 'address'
  | 'linkAuthentication';
export type MethodType = 'card' | 'us_bank_account';

// What may be paid with, as the server says (GET /v1/elements/sessions).
export interface PaymentSession {
  types: MethodType[];
  saved: SavedMethod[];
  mayRemove: boolean;
  maySave: boolean;
  livemode: boolean;
  reused: boolean; // what is given is kept for later payments
  business?: string; // whom it is given to, where the account has a name
}
export interface SavedMethod {
  id: string;
  type: MethodType;
  name: string; // the card's brand, the bank's name
  last4: string;
  expiry?: string;
}

export interface AddressValue {
  name?: string;
  phone?: string;
  address: { line1: string; line2: string | null; city: string; state: string; postal_code: string; country: string };
}

export interface Appearance {
  theme?: string;
  variables?: Record<string, string>;
  rules?: Record<string, Record<string, string>>;
}

// What a page asks for itself: 'never' is not shown.
export interface BillingFields {
  name?: string;
  email?: string;
  address?: string | { country?: string; postalCode?: string };
}

// How more than one way to pay is laid out.
export interface LayoutOptions {
  type?: string; // tabs, accordion, auto
  defaultCollapsed?: boolean;
  radios?: string | boolean; // always, never, if_multiple, auto
  spacedAccordionItems?: boolean;
  paymentMethodLogoPosition?: string; // start, end
}

export interface InputOptions {
  ids?: string; // what the ids of a payment element's fields begin with
  hidePostalCode?: boolean;
  placeholder?: string;
  disabled?: boolean;
  readOnly?: boolean;
  style?: Record<string, Record<string, unknown>>;
  value?: { postalCode?: string };
  appearance?: Appearance;
  session?: PaymentSession;
  fields?: { billingDetails?: BillingFields | string; phone?: string };
  defaultValues?: {
    billingDetails?: { name?: string; email?: string; address?: Record<string, string> };
    name?: string;
    email?: string;
    phone?: string;
    address?: Record<string, string>;
  };
  paymentMethodOrder?: string[];
  layout?: string | LayoutOptions;
  terms?: { card?: string; usBankAccount?: string }; // auto, always, never
  business?: { name?: string };
  mode?: string; // of an address: shipping, billing
  allowedCountries?: string[] | null;
}

export interface StripeError {
  type: string;
  code?: string;
  message?: string;
  [more: string]: unknown;
}

export type ToFrame =
  | { type: 'init'; kind: ElementKind; locale: string; binding: string; options: InputOptions }
  | { type: 'update'; options: InputOptions }
  | { type: 'focus' | 'blur' | 'clear' | 'validate' | 'collapse' }
  | { type: 'offer'; session: PaymentSession } // what may be paid with has changed
  | { type: 'linked'; account?: string; error?: string }
  | { type: 'removed'; id: string };

export type FromFrame =
  | { type: 'hello' | 'ready' | 'focus' | 'blur' | 'escape' | 'submit' | 'next' | 'previous' }
  | { type: 'refused'; message: string }
  | { type: 'height'; pixels: number }
  | { type: 'change'; change: Change }
  | { type: 'validated'; error?: StripeError }
  | { type: 'link'; test_account: string }
  | { type: 'remove'; id: string };

// `value` is public: never a number of a card or an account.
export interface Change {
  empty: boolean;
  complete: boolean;
  collapsed?: boolean; // no way to pay is chosen
  brand?: string;
  error?: StripeError;
  value?: unknown;
}

export interface Context {
  key: string;
  account?: string;
  version?: string;
}
// A frame belongs to the key and account it was made for; the controller of another gets nothing out of it.
export const bindingOf = ({ key, account }: Context): string => `${key} ${account ?? ''}`;

export type ToController =
  | { type: 'context'; context: Context }
  | { type: 'operation'; id: number; name: string; args: Record<string, unknown> };
export type FromController =
  | { type: 'hello' }
  | { type: 'refused'; message: string }
  | { type: 'result'; id: number; result: Record<string, unknown> };

// What an input frame gives to the controller, window to window; never a message.
export interface Collected {
  type?: MethodType;
  card?: { number?: string; exp_month?: string; exp_year?: string; cvc?: string };
  us_bank_account?: Record<string, string>;
  saved?: string; // a PaymentMethod that is there, in place of something typed
  billing?: { name?: string; email?: string; phone?: string; address?: Record<string, string> };
  save?: boolean; // the payer said whether to keep it
  error?: StripeError;
}
