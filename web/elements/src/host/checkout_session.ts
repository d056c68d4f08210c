// A Checkout Session as the server tells it, in the shape that the Checkout SDK gives to pages.
import type {
  StripeCheckoutContact,
  StripeCheckoutDeliveryEstimate,
  StripeCheckoutSession,
  StripeCheckoutTotalSummary,
} from '@stripe/stripe-js';

export interface Page {
  session_id: string;
  amount_subtotal: number | null;
  amount_total: number | null;
  currency: string | null;
  customer_details: { email: string | null } | null;
  customer_email: string | null;
  discount: { amount: number; display_name: string; percent_off: number | null; promotion_code: string | null } | null;
  line_items: {
    data: {
      id: string;
      description: string;
      adjustable_quantity: { enabled: boolean; maximum: number | null; minimum: number | null } | null;
      amount_discount: number;
      amount_subtotal: number;
      amount_total: number;
      quantity: number;
      price: { id: string; unit_amount: number | null; unit_amount_decimal: string };
    }[];
  };
  livemode: boolean;
  mode: string;
  next_url?: string | null;
  payment_status: 'paid' | 'unpaid' | 'no_payment_required';
  return_url?: string | null;
  saved_payment_method_options: { payment_method_save: string | null } | null;
  saved_payment_methods: SavedMethod[];
  shipping_rates: {
    id: string;
    display_name: string;
    amount: number;
    delivery_estimate: StripeCheckoutDeliveryEstimate | null;
  }[];
  status: 'open' | 'complete' | 'expired';
}
export interface SavedMethod {
  id: string;
  type: 'card';
  card: { brand: string; last4: string; exp_month: number; exp_year: number };
  billing_details: StripeCheckoutSessionBilling;
}
type StripeCheckoutSessionBilling = { email: string | null; name: string | null; phone: string | null };

// What the page said of the payer, before he pays.
export interface Given {
  email: string | null;
  phone: string | null;
  billingAddress: StripeCheckoutContact | null;
  shippingAddress: StripeCheckoutContact | null;
  shippingRate: string | null;
  lastError: string | null;
}

const none = new Set([
  'bif',
  'clp',
  'djf',
  'gnf',
  'jpy',
  'kmf',
  'krw',
  'mga',
  'pyg',
  'rwf',
  'ugx',
  'vnd',
  'vuv',
  'xaf',
  'xof',
  'xpf',
]);
const divisorOf = (currency: string): number => (none.has(currency) ? 1 : 100);

export function sessionOf(page: Page, given: Given, complete: boolean): StripeCheckoutSession {
  const currency = page.currency ?? 'usd',
    divisor = divisorOf(currency),
    format = new Intl.NumberFormat(undefined, { style: 'currency', currency });
  const amount = (minorUnitsAmount: number) => ({
    minorUnitsAmount,
    amount: format.format(minorUnitsAmount / divisor),
  });
  const zero = amount(0),
    options = page.shipping_rates.map(({ id, display_name, amount: costs, delivery_estimate }) => ({
      ...amount(costs),
      id,
      currency,
      displayName: display_name,
      deliveryEstimate: delivery_estimate,
    }));
  const chosen = options.find(({ id }) => id === given.shippingRate) ?? options[0],
    shipping = chosen?.minorUnitsAmount ?? 0,
    subtotal = page.amount_subtotal ?? 0;
  const off = page.discount?.amount ?? 0,
    discountOf = (minorUnits: number) =>
      page.discount && minorUnits
        ? [
            {
              ...amount(minorUnits),
              displayName: page.discount.display_name,
              percentOff: page.discount.percent_off,
              promotionCode: page.discount.promotion_code,
              recurring: null,
            },
          ]
        : null;
  const adjustable = (limits: Page['line_items']['data'][number]['adjustable_quantity']) =>
    limits?.enabled ? { maximum: limits.maximum ?? 99, minimum: limits.minimum ?? 0 } : null;
  const total: StripeCheckoutTotalSummary = {
    appliedBalance: zero,
    balanceAppliedToNextInvoice: false,
    discount: amount(off),
    shippingRate: amount(shipping),
    subtotal: amount(subtotal),
    surcharge: zero,
    taxExclusive: zero,
    taxInclusive: zero,
    total: amount(subtotal - off + shipping),
  };
  const email = given.email ?? page.customer_email ?? page.customer_details?.email ?? null;
  return {
    id: page.session_id,
    livemode: page.livemode,
    currency,
    minorUnitsAmountDivisor: divisor,
    currencyOptions: null,
    billingAddress: given.billingAddress,
    shippingAddress: given.shippingAddress,
    phoneNumber: given.phone,
    email,
    businessName: null,
    nameCollection: null,
    canConfirm: page.status === 'open' && complete && email !== null,
    discountAmounts: discountOf(off),
    lastPaymentError: given.lastError ? { message: given.lastError } : null,
    optionalItems: null,
    recurring: null,
    surcharge: null,
    tax: { status: 'ready' },
    taxAmounts: null,
    taxIdInfo: null,
    lineItems: page.line_items.data.map((item) => ({
      id: item.id,
      name: item.description,
      description: null,
      quantity: item.quantity,
      priceId: item.price.id,
      images: [],
      unitLabel: null,
      isRemovable: false,
      adjustableQuantity: adjustable(item.adjustable_quantity),
      recurring: null,
      pricing: null,
      transformQuantity: null,
      discount: amount(item.amount_discount),
      discountAmounts: discountOf(item.amount_discount),
      taxAmounts: null,
      taxExclusive: zero,
      taxInclusive: zero,
      subtotal: amount(item.amount_subtotal),
      total: amount(item.amount_total),
      unitAmount: amount(item.price.unit_amount ?? 0),
      unitAmountDecimal: null,
    })),
    savedPaymentMethods: page.saved_payment_methods.length
      ? page.saved_payment_methods.map(({ id, card, billing_details }) => ({
          id,
          type: 'card',
          card: { brand: card.brand, last4: card.last4, expMonth: card.exp_month, expYear: card.exp_year },
          billingDetails: billing_details,
        }))
      : null,
    shipping: chosen ? { shippingOption: chosen, taxAmounts: null } : null,
    shippingOptions: options,
    status:
      page.status === 'complete' ? { type: 'complete', paymentStatus: page.payment_status } : { type: page.status },
    total,
  };
}
