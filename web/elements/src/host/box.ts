// Where an element is mounted: a node of the page, or a selector of one.
import { mistake, warn } from './errors.ts';

export function boxOf(where: unknown): HTMLElement {
  if (!where) return mistake('mount_nothing');
  let box = where as HTMLElement;
  if (typeof where === 'string') {
    const found = document.querySelectorAll<HTMLElement>(where);
    if (found.length > 1) warn('mount_many', where, found.length);
    box = found[0] ?? mistake('mount_nowhere', where);
  }
  if (typeof box.appendChild !== 'function') mistake('mount_no_node');
  if (box.nodeName === 'INPUT') mistake('mount_input');
  if (box.getRootNode() instanceof ShadowRoot) mistake('mount_shadow');
  const [child] = box.children;
  if (child && !child.matches('.__PrivateStripeElement')) warn('mount_children');
  return box;
}
