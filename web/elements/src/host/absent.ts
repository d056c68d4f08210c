// An element of the official library that is not here: it mounts an empty box that says why, and a page goes on.
import { boxOf } from './box.ts';
import { mistake, warn } from './errors.ts';
import { Events } from './events.ts';
import { warnings } from './mistakes.ts';

export function absentElement(kind: string, gone: () => void): Record<string, unknown> {
  const events = new Events(),
    face: Record<string, unknown> = { _elementType: kind };
  let box: HTMLElement | undefined,
    destroyed = false;
  const listen = (once: boolean) => (name: string, handler: () => void) => (events.on(name, handler, once), face);
  const forget = (name: string, handler?: () => void) => (events.off(name, handler), face);
  const unmount = () => {
    box?.replaceChildren();
    box = undefined;
  };
  const alive = (then?: () => void) => () => {
    if (destroyed) mistake('destroyed');
    then?.();
  };
  for (const name of ['update', 'focus', 'blur', 'clear', 'collapse']) face[name] = alive();
  return Object.assign(face, {
    mount(where: unknown) {
      alive()();
      box = boxOf(where);
      const inner = document.createElement('div');
      inner.className = '__PrivateStripeElement';
      inner.dataset.absent = warnings.absent(kind);
      box.replaceChildren(inner);
      warn('absent', kind);
      setTimeout(() => events.emit('ready', { elementType: kind, availablePaymentMethods: undefined }));
    },
    unmount: alive(unmount),
    destroy: alive(() => {
      unmount();
      destroyed = true;
      gone();
    }),
    getValue: async () => ({ complete: false, value: undefined }),
    on: listen(false),
    once: listen(true),
    off: forget,
    addEventListener: listen(false),
    removeEventListener: forget,
  });
}
