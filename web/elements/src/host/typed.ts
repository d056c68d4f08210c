// Which frames hold what was typed into an element: its own, or those of the fields that belong together.
import { innerOf } from './elements.ts';
import type { Element_ } from './element.ts';
import { mistake } from './errors.ts';

const framesWith = new WeakMap<Element_, () => string[]>();

export const remember = (element: Element_, frames: () => string[]): void => void framesWith.set(element, frames);

// None where it is no element; an element that is gone, or has not come yet, is a mistake.
export function framesOf(face: unknown): string[] {
  const element = innerOf(face);
  if (!element) return [];
  if (!element.usable) mistake('element_gone');
  return framesWith.get(element)?.() ?? [];
}
export function ownFrameOf(face: unknown): string[] {
  const element = innerOf(face);
  return element && framesOf(face).length && element.frameName ? [element.frameName] : [];
}
