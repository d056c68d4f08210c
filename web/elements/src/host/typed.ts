// Which frames hold what was typed into an element: its own, or those of the fields that belong together.
import { innerOf } from './elements.ts';
import type { Element_ } from './element.ts';

const framesWith = new WeakMap<Element_, () => string[]>();

export const remember = (element: Element_, frames: () => string[]): void => void framesWith.set(element, frames);
export function framesOf(face: unknown): string[] {
  const element = innerOf(face);
  return (element && framesWith.get(element)?.()) ?? [];
}
