// A frame as the page's script sees it: made, listened to, spoken to. Only its own window, from the vault's origin, is
// heard.
import { PROTOCOL } from '../shared/protocol.ts';
import { base, origin } from './place.ts';

let count = 0;

// Test suites of shops look for frames by how their names begin; the one that no payer sees has another.
const names: Record<string, string> = { controller: '__privateStripeController' };

export interface Frame<Out> {
  element: HTMLIFrameElement;
  name: string;
  send(message: Out): void;
  remove(): void;
}

export function makeFrame<Out extends { type: string }, In extends { type: string }>(
  page: string,
  title: string,
  receive: (message: In) => void,
  src = `${base}/v3/${page}.html`,
): Frame<Out> {
  const element = document.createElement('iframe'),
    waiting: Out[] = [];
  let there = false;
  const name = `${names[page] ?? '__privateStripeFrame'}${++count}${Math.random().toString(36).slice(2, 6)}`;
  Object.assign(element, { name, title, src, referrerPolicy: 'origin' });
  element.setAttribute('allow', 'payment *; publickey-credentials-get *');
  const post = (message: Out) => element.contentWindow?.postMessage({ bursar: PROTOCOL, ...message }, origin);
  const listen = (event: MessageEvent) => {
    const message = event.data as (In & { bursar?: number }) | null;
    if (event.source !== element.contentWindow || event.origin !== origin || message?.bursar !== PROTOCOL) return;
    if (message.type === 'hello') {
      there = true;
      waiting.splice(0).forEach(post);
    }
    receive(message);
  };
  window.addEventListener('message', listen);
  return {
    element,
    name,
    send: (message) => (there ? post(message) : void waiting.push(message)),
    remove() {
      window.removeEventListener('message', listen);
      element.remove();
    },
  };
}
