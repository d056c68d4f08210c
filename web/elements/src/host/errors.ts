// A mistake of whoever wrote the page is thrown; what a payer or the server gets wrong is an answer.
export class IntegrationError extends Error {
  override name = 'IntegrationError';
}
export function mistake(message: string): never {
  throw new IntegrationError(message);
}
