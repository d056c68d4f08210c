// Checkout: the hosted page, or the same page in a frame of the shop's.
import type { Stripe } from '@stripe/stripe-js';
import type { Data } from './confirm.ts';
import { mistake } from './errors.ts';
import { makeFrame } from './frame.ts';
import { base } from './place.ts';

type ToPage = { type: 'init' };
type FromPage =
  | { type: 'hello' }
  | { type: 'refused'; message: string }
  | { type: 'height'; pixels: number }
  | { type: 'complete'; location: string };

async function redirectToCheckout({ sessionId }: Data = {}): Promise<Data> {
  if (typeof sessionId !== 'string' || !/^cs_[A-Za-z0-9_]+$/.test(sessionId))
    return mistake('redirectToCheckout takes {sessionId} of a Checkout Session that your server made.');
  location.assign(`${base}/c/pay/${sessionId}`);
  return new Promise(() => undefined);
}

type Embedded = Awaited<ReturnType<Stripe['createEmbeddedCheckoutPage']>>;

async function embeddedPage(given: Data = {}): Promise<Embedded> {
  const { fetchClientSecret, onComplete } = given as {
    fetchClientSecret?: () => Promise<string>;
    onComplete?: () => void;
  };
  const secret =
    given.clientSecret ?? (typeof fetchClientSecret === 'function' ? await fetchClientSecret() : undefined);
  const [, session] = /^(cs_[A-Za-z0-9_]+)_secret_[A-Za-z0-9]+$/.exec(String(secret)) ?? [];
  if (!session)
    return mistake(
      `The client secret of an embedded Checkout Session should be of the form cs_..._secret_.... You specified: ${String(secret)}.`,
    );
  let frame: ReturnType<typeof makeFrame<ToPage, FromPage>> | undefined,
    over = false;
  const unmount = () => {
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
      if (over) mistake('This Checkout Session is complete.');
      const box = typeof where === 'string' ? document.querySelector<HTMLElement>(where) : where;
      if (!box)
        return mistake(
          `The selector you specified (${String(where)}) applies to no DOM elements that are currently on the page.`,
        );
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
    destroy: unmount,
  };
}

export const checkout = {
  redirectToCheckout,
  createEmbeddedCheckoutPage: (given: object) => embeddedPage({ ...given }),
  initEmbeddedCheckout: embeddedPage,
};
