// Styles of the page, taken over property by property; none that could load or run something.
const allowed = new Set([
  'backgroundColor',
  'color',
  'fontFamily',
  'fontSize',
  'fontSmoothing',
  'fontStyle',
  'fontVariant',
  'fontWeight',
  'iconColor',
  'lineHeight',
  'letterSpacing',
  'textAlign',
  'padding',
  'textDecoration',
  'textShadow',
  'textTransform',
]);
export const isHarmless = (value: unknown): value is string =>
  typeof value === 'string' && value.length < 200 && !/url\(|image|expression|[;{}<>\\]/i.test(value);
const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

export function apply(target: HTMLElement, rules: Record<string, unknown> | undefined): void {
  for (const [name, value] of Object.entries(rules ?? {}))
    if (allowed.has(name) && isHarmless(value)) target.style.setProperty(dashed(name), value);
}
export function reset(target: HTMLElement): void {
  target.removeAttribute('style');
}
export function setVariable(name: string, value: unknown): void {
  if (isHarmless(value)) document.documentElement.style.setProperty(`--${dashed(name)}`, value);
}
