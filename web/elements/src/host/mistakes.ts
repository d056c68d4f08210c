// What a page gets wrong, and the words for it: those that people search for (reference/browser.md: Mistakes of a page).
// Nowhere else are words of this kind.

// As a page is shown what it gave.
export function shown(given: unknown): string {
  if (typeof given === 'string') return given;
  if (typeof given === 'function') return 'a function';
  try {
    return (JSON.stringify(given) ?? String(given)).slice(0, 200);
  } catch {
    return String(given); // an object that holds itself
  }
}

const intents = { payment: 'PaymentIntent', setup: 'SetupIntent' } as const;
type Kind = keyof typeof intents;
const mounted = 'a mounted Payment Element or Express Checkout Element';

export const mistakes = {
  // The shape of an argument.
  missing: (where: string, what: string, should: string) => `Missing value for ${where}: ${what} should be ${should}.`,
  invalid: (where: string, what: string, should: string, given: unknown) =>
    `Invalid value for ${where}: ${what} should be ${should}. You specified: ${shown(given)}.`,
  secret_missing: (called: string) =>
    `Missing value for stripe.${called} intent secret: value should be a client_secret string.`,
  secret_of_other: (called: string, wanted: Kind, given: Kind) =>
    `Invalid value for stripe.${called} intent secret: value should be a ${intents[wanted]} client secret. You specified: a ${intents[given]} client secret.`,

  // Stripe()
  key_empty: () => 'Please call Stripe() with your publishable key. You used an empty string.',
  key_secret: () =>
    'You should not use your secret key with Stripe.js.\n        Please pass a publishable key instead.',

  // elements(), elements.create(), elements.update()
  amount_zero: (where: string) => `Invalid value for ${where}: amount must be greater than 0.`,
  amount_without_mode: (what: string) =>
    `Invalid value for elements.update(): \`${what}\` is only applicable when a \`mode\` is set.`,
  element_unknown: (names: string[], given: unknown) =>
    `A valid Element name must be provided. Valid Elements are:\n${names.join(', ')}; you passed: ${shown(given)}.`,
  element_twice: (kind: string) => `Can only create one Element of type ${kind}.`,
  element_conflict: (kind: string, other: string) =>
    `Cannot create an Element of type ${kind} after an Element of type ${other} has already been created.`,
  element_without_intent: (kind: string) =>
    `In order to create a ${kind} element, you must pass a clientSecret or mode when creating the Elements group.\n\n  e.g. stripe.elements({clientSecret: "{{CLIENT_SECRET}}"})`,
  phone_validation: () => 'You cannot specify validation.phone without setting fields.phone to always.',
  payment_request_missing: () => 'You must pass in a stripe.paymentRequest object in order to use this Element.',
  class_unknown: (name: string, names: string[]) =>
    `${name} is not a customizable class name.\nYou can customize: ${names.join(', ')}`,

  // element.mount() and what comes after
  mount_nothing: () => 'Missing argument. Make sure to call mount() with a valid DOM element or selector.',
  mount_no_node: () => 'Invalid DOM element. Make sure to call mount() with a valid DOM element or selector.',
  mount_nowhere: (selector: string) =>
    `The selector you specified (${selector}) applies to no DOM elements that are currently on the page.\nMake sure the element exists on the page before calling mount().`,
  mount_input: () =>
    'Stripe Elements must be mounted in a DOM element that\ncan contain child nodes. `input` elements are not permitted to have child\nnodes. Try using a `div` element instead.',
  mount_shadow: () => 'Elements cannot be mounted in a ShadowRoot. Please mount in the Light DOM.',
  mounted_already: () => 'This Element is already mounted. Use `unmount()` to unmount the Element before re-mounting.',
  destroyed: () => 'This Element has already been destroyed. Please create a new one.',
  element_gone: () =>
    'We could not retrieve data from the specified Element.\nPlease make sure the Element you are attempting to use is mounted and the ready event has been emitted.',

  // Confirming
  neither: (called: string) => `stripe.${called}(): expected either \`elements\` or \`clientSecret\`, but got neither.`,
  no_payment_element: (called: string, others: boolean) =>
    `Invalid value for ${called}(): elements should have ${mounted}.${others ? ' It looks like you have other Elements on the page.' : ''}`,
  submit_forgotten: (called: string) =>
    `elements.submit() must be called before stripe.${called}(). Call elements.submit() as soon as your customer presses pay, prior to any asynchronous work.`,
  secret_forgotten: (called: string) => `You must pass in a clientSecret when calling stripe.${called}().`,
  return_url_forgotten: (called: string) =>
    `stripe.${called}(): the \`confirmParams.return_url\` argument is required when using automatic payment methods.`,
  never_without_data: (path: string, holder: string, called: string) =>
    `You specified "never" for fields.billing_details.${path} when creating the payment Element, but did not pass ${holder}.billing_details.${path} when calling stripe.${called}(). If you opt out of collecting data via the payment Element using the fields option, the data must be passed in when calling stripe.${called}().`,
  // Unknown: how it goes on.
  element_directly: (called: string) =>
    `Do not pass an Element to stripe.${called}() directly. Pass it as payment_method: {card: element} instead.`,
  not_manual: (called: string) =>
    `${called}: The PaymentIntent supplied does not require manual server-side confirmation. Please use confirmCardPayment instead to complete the payment.`,
  no_action: (called: string, kind: Kind) =>
    `${called}: The ${intents[kind]} supplied is not in the requires_action state.`,

  // Making
  method_of_nothing: () =>
    'Please provide either an Element or PaymentMethod creation parameters to createPaymentMethod.',
  source_of_nothing: () =>
    'You did not specify the type of Source or Token to create.\nWe could not infer which Element you want to use for this operation.',
  token_of_nothing: () => 'You must provide a Stripe Element or a valid token type to create a Token.',
  token_of_other: (kind: string) => `No corresponding token type for this Element: ${kind}.`,

  // Checkout
  checkout_of_nothing: () => 'stripe.redirectToCheckout: You must provide one of lineItems, items, or sessionId.',
  checkout_client_only: () =>
    'The Checkout client-only integration is not enabled. Make a Checkout Session on your server, and pass its sessionId.',
  checkout_more: () =>
    'stripe.redirectToCheckout: Do not provide other parameters when providing sessionId. Specify all parameters on your server when creating the CheckoutSession.',
  checkout_id: (given: unknown) =>
    `stripe.redirectToCheckout: Invalid value for sessionId. You specified '${shown(given)}'.`,
  checkout_twice: () => 'You cannot have multiple Embedded Checkout objects.',
  checkout_over: () => 'This Checkout Session is complete.',
  checkout_destroyed: () => 'This Embedded Checkout object has already been destroyed. Please create a new one.',
  checkout_no_element: () =>
    'Please ensure that the Payment Element is mounted and the ready event has been emitted before calling confirm().',

  // What is not here
  unsupported: (name: string) => `${name} is not supported by this server.`,
  beta: (name: string) =>
    `You cannot call \`stripe.${name}\` without supplying an appropriate beta flag when initializing Stripe.js.`,
  no_wallet: () => 'There is no wallet to show.',
} as const;
export type Mistake = keyof typeof mistakes;

// What a page may do, and had better not: said on the console.
export const warnings = {
  unrecognized: (where: string, name: string) =>
    `Unrecognized ${where} parameter: ${name} is not a recognized parameter. This may cause issues with your integration in the future.`,
  mount_many: (selector: string, count: number) =>
    `The selector you specified (${selector}) applies to ${count} DOM elements that are currently on the page.\nThe Stripe Element will be mounted to the first one.`,
  mount_children: () => 'This Element will be mounted to a DOM element that contains child nodes.',
  absent: (kind: string) => `The ${kind} Element is not supported by this server: its place stays empty.`,
  twice: () => 'Stripe.js was loaded more than once on this page.',
} as const;
export type Warning = keyof typeof warnings;
