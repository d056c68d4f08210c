// The options of a group of elements and of each of them: what each has to be, and which names there are.
import type {
  StripeAddressElementOptions,
  StripeCardCvcElementOptions,
  StripeCardElementOptions,
  StripeCardExpiryElementOptions,
  StripeCardNumberElementOptions,
  StripeElementsOptionsClientSecret,
  StripeElementsOptionsMode,
  StripeLinkAuthenticationElementOptions,
  StripePaymentElementOptions,
} from '@stripe/stripe-js';
import type { ElementKind } from '../shared/protocol.ts';
import { mistake, warn } from './errors.ts';
import { type Data, demand, isObject, oneOf, permit, shapes } from './expect.ts';

// A name that the official types gain or lose does not compile here.
type Names<Options> = Record<Options extends unknown ? keyof Options : never, true>;
const card = { classes: true, disabled: true, style: true } as const;
const names: Record<ElementKind, Record<string, true>> = {
  card: {
    ...card,
    disableLink: true,
    hideIcon: true,
    hidePostalCode: true,
    iconStyle: true,
    preferredNetwork: true,
    value: true,
  } satisfies Names<StripeCardElementOptions>,
  cardNumber: {
    ...card,
    disableLink: true,
    iconStyle: true,
    placeholder: true,
    preferredNetwork: true,
    showIcon: true,
  } satisfies Names<StripeCardNumberElementOptions>,
  cardExpiry: { ...card, placeholder: true } satisfies Names<StripeCardExpiryElementOptions>,
  cardCvc: { ...card, placeholder: true } satisfies Names<StripeCardCvcElementOptions>,
  payment: {
    applePay: true,
    business: true,
    defaultValues: true,
    fields: true,
    layout: true,
    paymentMethodOrder: true,
    readOnly: true,
    terms: true,
    walletOptions: true,
    wallets: true,
  } satisfies Names<StripePaymentElementOptions>,
  address: {
    allowedCountries: true,
    autocomplete: true,
    blockPoBox: true,
    contacts: true,
    defaultValues: true,
    display: true,
    fields: true,
    mode: true,
    validation: true,
  } satisfies Names<StripeAddressElementOptions>,
  linkAuthentication: { defaultValues: true } satisfies Names<StripeLinkAuthenticationElementOptions>,
};
const groupNames: Record<string, true> = {
  adaptivePricing: true,
  allowedPaymentMethodTypes: true,
  amount: true,
  appearance: true,
  captureMethod: true,
  capture_method: true,
  clientSecret: true,
  currency: true,
  customPaymentMethods: true,
  customerOptions: true,
  customerSessionClientSecret: true,
  excludedPaymentMethodTypes: true,
  externalPaymentMethodTypes: true,
  fonts: true,
  loader: true,
  locale: true,
  mode: true,
  onBehalfOf: true,
  on_behalf_of: true,
  paymentMethodConfiguration: true,
  paymentMethodCreation: true,
  paymentMethodOptions: true,
  payment_method_configuration: true,
  payment_method_options: true,
  setupFutureUsage: true,
  setup_future_usage: true,
  syncAddressCheckbox: true,
} satisfies Names<StripeElementsOptionsClientSecret | StripeElementsOptionsMode>;
// Names of other releases' types.
const elsewhere = new Set(['paymentMethodTypes', 'payment_method_types', 'betas', 'classes', 'disabled']);

function recognize(where: string, known: Record<string, true>, given: Data): void {
  for (const name of Object.keys(given)) if (!(name in known || elsewhere.has(name))) warn('unrecognized', where, name);
}

const never = oneOf('never', 'auto');

// Fields of a payment element that the page collects by itself.
function checkFields(where: string, fields: unknown): void {
  permit(where, 'fields', shapes.object, fields);
  const billing = isObject(fields) ? fields.billingDetails : undefined;
  if (!isObject(billing)) permit(where, 'fields.billingDetails', never, billing);
  else
    for (const [name, value] of Object.entries(billing))
      if (name !== 'address' || !isObject(value))
        permit(where, `fields.billingDetails.${name}`, oneOf('never', 'auto', 'always', 'if_required'), value);
}

export function checkElement(where: string, kind: ElementKind, given: unknown, updated = false): void {
  permit(where, 'value', shapes.object, given);
  const options = (given ?? {}) as Data;
  recognize(where, names[kind], options);
  permit(where, 'classes', shapes.object, options.classes);
  permit(where, 'style', shapes.object, options.style);
  permit(where, 'hidePostalCode', shapes.boolean, options.hidePostalCode);
  permit(where, 'placeholder', shapes.string, options.placeholder);
  if (kind === 'payment') {
    checkFields(where, options.fields);
    const { layout } = options;
    permit(
      where,
      isObject(layout) ? 'layout.type' : 'layout',
      oneOf('tabs', 'accordion', 'auto'),
      isObject(layout) ? layout.type : layout,
    );
  }
  if (kind === 'address') {
    if (!updated) demand(where, 'mode', oneOf('shipping', 'billing'), options.mode);
    const { fields, validation } = options as { fields?: Data; validation?: Data };
    if (validation?.phone && fields?.phone !== 'always') mistake('phone_validation');
  }
}

// Of a group: what is to be paid is an intent that is there, or described.
export function checkGroup(given: unknown): void {
  const where = 'elements()';
  permit(where, 'value', shapes.object, given);
  const options = (given ?? {}) as Data,
    { mode, amount, currency } = options;
  recognize(where, groupNames, options);
  permit(where, 'clientSecret', shapes.secret, options.clientSecret);
  permit(where, 'mode', oneOf('payment', 'setup', 'subscription'), mode);
  if (mode === undefined) return;
  if (mode === 'setup') permit(where, 'currency', shapes.currency, currency);
  else demand(where, 'currency', shapes.currency, currency);
  if (mode === 'payment') demand(where, 'amount', shapes.amount, amount);
  else permit(where, 'amount', shapes.amount, amount);
  if (mode === 'payment' && amount === 0) mistake('amount_zero', where);
}

// What changes of a group. Unknown: what is said of another secret; it is left as it was.
export function checkGroupUpdate(given: unknown, deferred: boolean): void {
  const where = 'elements.update()';
  permit(where, 'value', shapes.object, given);
  const changes = (given ?? {}) as Data,
    { clientSecret: _fixed, ...known } = groupNames;
  recognize(where, known, changes);
  if (!deferred)
    for (const name of ['mode', 'amount', 'currency'])
      if (changes[name] !== undefined) mistake('amount_without_mode', name);
  permit(where, 'mode', oneOf('payment', 'setup', 'subscription'), changes.mode);
  permit(where, 'currency', shapes.currency, changes.currency);
  permit(where, 'amount', shapes.amount, changes.amount);
}
