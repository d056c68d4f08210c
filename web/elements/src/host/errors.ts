// A mistake of whoever wrote the page is thrown, or refused by the promise; what a payer or the server gets wrong is an
// answer.
import { type Mistake, mistakes, type Warning, warnings } from './mistakes.ts';

export class IntegrationError extends Error {
  override name = 'IntegrationError';
}
export function mistake<Name extends Mistake>(name: Name, ...about: Parameters<(typeof mistakes)[Name]>): never {
  throw new IntegrationError((mistakes[name] as (...given: unknown[]) => string)(...about));
}
export function warn<Name extends Warning>(name: Name, ...about: Parameters<(typeof warnings)[Name]>): void {
  console.warn((warnings[name] as (...given: unknown[]) => string)(...about));
}
