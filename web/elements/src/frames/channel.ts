// A frame's side of the conversation: with its parent only, from the origin that spoke first. Nothing is said to a
// parent of our own origin, who could read the frame.
import { PROTOCOL } from '../shared/protocol.ts';

function isOurOwn(): boolean {
  if (window.parent === window) return true;
  if (location.ancestorOrigins?.[0] === location.origin) return true;
  try {
    return window.parent.location.origin === location.origin;
  } catch {
    return false; // another origin: as it should be
  }
}

export interface Channel<Out> {
  send(message: Out): void;
}

export function open<In extends { type: string }, Out extends { type: string }>(
  first: In['type'],
  receive: (message: In) => void,
): Channel<Out> {
  let origin: string | undefined;
  const post = (message: object, to: string) => window.parent.postMessage({ bursar: PROTOCOL, ...message }, to);
  if (isOurOwn()) {
    const message =
      'The card fields must be served from an origin of their own: a page of the same origin could read them.';
    post({ type: 'refused', message }, '*');
    document.body.textContent = message;
    return { send: () => {} };
  }
  window.addEventListener('message', (event) => {
    const message = event.data as (In & { bursar?: number }) | null;
    if (event.source !== window.parent || typeof message !== 'object' || message?.bursar !== PROTOCOL) return;
    if (message.type === first) {
      if (origin !== undefined) return; // said once
      origin = event.origin;
    }
    if (event.origin === origin) receive(message);
  });
  post({ type: 'hello' }, '*'); // says nothing but that the frame is there
  return { send: (message) => origin !== undefined && post(message, origin === 'null' ? '*' : origin) };
}
