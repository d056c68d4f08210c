// What the page's script and the frames say to each other. Every message carries `bursar: 1`, the version of this
// protocol; anything else is somebody else's.
export const PROTOCOL = 1;

export type ElementKind = 'card' | 'cardNumber' | 'cardExpiry' | 'cardCvc' | 'payment';

export interface InputOptions {
  hidePostalCode?: boolean;
  placeholder?: string;
  disabled?: boolean;
  style?: Record<string, Record<string, unknown>>;
  value?: { postalCode?: string };
  appearance?: { theme?: string; variables?: Record<string, string> };
}

export interface StripeError {
  type: string;
  code?: string;
  message?: string;
  [more: string]: unknown;
}

export type ToFrame =
  | { type: 'init'; kind: ElementKind; locale: string; options: InputOptions }
  | { type: 'update'; options: InputOptions }
  | { type: 'focus' | 'blur' | 'clear' | 'validate' };

export type FromFrame =
  | { type: 'hello' | 'ready' | 'focus' | 'blur' | 'escape' | 'submit' | 'next' | 'previous' }
  | { type: 'refused'; message: string }
  | { type: 'height'; pixels: number }
  | { type: 'change'; change: Change }
  | { type: 'validated'; error?: StripeError };

export interface Change {
  empty: boolean;
  complete: boolean;
  brand?: string;
  error?: StripeError;
  value?: { postalCode: string };
}

export interface Context {
  key: string;
  account?: string;
  version?: string;
}

export type ToController = { type: 'context'; context: Context } | { type: 'operation'; id: number; name: string; args: Record<string, unknown> };
export type FromController = { type: 'hello' } | { type: 'refused'; message: string } | { type: 'result'; id: number; result: Record<string, unknown> };

// What an input frame gives to the controller, window to window; never a message.
export interface Collected {
  card?: { number?: string; exp_month?: string; exp_year?: string; cvc?: string };
  billing?: { postal_code?: string; country?: string };
  error?: StripeError;
}
