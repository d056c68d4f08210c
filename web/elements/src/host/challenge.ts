// 3D Secure in the page: a frame over everything, until it says that it is over.
import { makeFrame } from './frame.ts';
import { origin } from './place.ts';

type Begin = { type: 'begin'; id: string; secret: string; locale: string };

export function challenge(url: string, locale: string): Promise<void> {
  const address = new URL(url),
    [, id] = /^\/redirect\/authenticate\/([A-Za-z0-9_]+)$/.exec(address.pathname) ?? [];
  if (address.origin !== origin || !id) return Promise.reject(new Error(`${url} is not a page of the payment server`));
  const focused = document.activeElement as HTMLElement | null,
    box = document.createElement('div');
  return new Promise((then) => {
    const frame = makeFrame<Begin, { type: string }>('three-d-secure', 'Authentication by your bank', (message) => {
      if (message.type !== 'over' && message.type !== 'refused') return;
      frame.remove();
      box.remove();
      focused?.focus();
      then();
    });
    frame.element.style.cssText =
      'position:fixed;inset:0;width:100%;height:100%;border:0;z-index:2147483647;background:transparent;color-scheme:normal';
    // The first of the page, in a box of its own: as test suites of shops look for it.
    box.append(frame.element);
    document.body.prepend(box);
    frame.element.focus();
    frame.send({ type: 'begin', id, secret: address.searchParams.get('client_secret') ?? '', locale });
  });
}
