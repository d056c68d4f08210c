// Checkout: the hosted page, or the same page in a frame of the shop's.
import type { Stripe } from '@stripe/stripe-js';
import { boxOf } from './box.ts';
import { mistake } from './errors.ts';
import { type Data, demand, shapes } from './expect.ts';
import { makeFrame } from './frame.ts';
import { base } from './place.ts';

type ToPage = { type: 'init' };
type FromPage =
  | { type: 'hello' }
  | { type: 'refused'; message: string }
  | { type: 'height'; pixels: number }
  | { type: 'complete'; location: string };

async function redirectToCheckout(given?: Data): Promise<Data> {
  const { sessionId, lineItems, items, ...more } = given ?? {};
  if (lineItems !== undefined || items !== undefined)
    mistake(sessionId === undefined ? 'checkout_client_only' : 'checkout_more');
  if (sessionId === undefined) mistake('checkout_of_nothing');
  if (Object.keys(more).length) mistake('checkout_more');
  if (typeof sessionId !== 'string' || !/^cs_[A-Za-z0-9_]+$/.test(sessionId)) mistake('checkout_id', sessionId);
  location.assign(`${base}/c/pay/${String(sessionId)}`);
  return new Promise(() => undefined);
}

type Embedded = Awaited<ReturnType<Stripe['createEmbeddedCheckoutPage']>>;

let live = false; // of a page's embedded Checkouts there is one at a time

async function embeddedPage(given: Data = {}): Promise<Embedded> {
  if (live) mistake('checkout_twice');
  live = true;
  try {
    return await embed(given);
  } catch (problem) {
    live = false;
    throw problem;
  }
}

async function embed(given: Data): Promise<Embedded> {
  const { fetchClientSecret, onComplete } = given as {
    fetchClientSecret?: () => Promise<string>;
    onComplete?: () => void;
  };
  const secret =
    given.clientSecret ?? (typeof fetchClientSecret === 'function' ? await fetchClientSecret() : undefined);
  demand('createEmbeddedCheckoutPage()', 'clientSecret', shapes.checkoutSecret, secret);
  const [session] = String(secret).split('_secret_');
  let frame: ReturnType<typeof makeFrame<ToPage, FromPage>> | undefined,
    over = false,
    destroyed = false;
  const alive = () => {
    if (destroyed) mistake('checkout_destroyed');
  };
  const unmount = () => {
    alive();
    frame?.remove();
    frame = undefined;
  };
  const hear = (message: FromPage) => {
    if (message.type === 'hello')
      frame?.send({ type: 'init' }); // each page of it begins anew
    else if (message.type === 'height' && frame) frame.element.style.height = `${message.pixels}px`;
    else if (message.type === 'complete' && !over) {
      over = true;
      onComplete?.();
      if (message.location && !onComplete) location.assign(message.location);
    }
  };
  return {
    mount(where: string | HTMLElement) {
      alive();
      if (over) mistake('checkout_over');
      const box = boxOf(where);
      unmount();
      frame = makeFrame<ToPage, FromPage>('checkout', 'Checkout', hear, `${base}/c/pay/${session}`);
      frame.element.setAttribute('name', 'embedded-checkout'); // test suites look for it
      Object.assign(frame.element.style, {
        border: '0',
        width: '100%',
        minHeight: '480px',
        display: 'block',
        colorScheme: 'normal',
      });
      box.replaceChildren(frame.element);
    },
    unmount,
    destroy() {
      unmount();
      destroyed = true;
      live = false;
    },
  };
}

export const checkout = {
  redirectToCheckout,
  createEmbeddedCheckoutPage: (given: object) => embeddedPage({ ...given }),
  initEmbeddedCheckout: embeddedPage,
};
