// What a payment element was told never to ask for: the page has it, and gives it as it confirms.
import type { Element_ } from './element.ts';
import { mistake } from './errors.ts';
import { type Data, isObject } from './expect.ts';

const addressParts: Record<string, string> = {
  line1: 'line1',
  line2: 'line2',
  city: 'city',
  state: 'state',
  country: 'country',
  postalCode: 'postal_code',
};
const allOfAddress = Object.values(addressParts).map((part) => `address.${part}`);

// The names that they have where they are to be given.
export function leftOut(fields: unknown): string[] {
  const billing = isObject(fields) ? fields.billingDetails : undefined;
  if (billing === 'never') return ['name', 'email', 'phone', ...allOfAddress];
  if (!isObject(billing)) return [];
  const { address } = billing,
    said = ['name', 'email', 'phone'].filter((name) => billing[name] === 'never');
  if (address === 'never') return [...said, ...allOfAddress];
  const parts = isObject(address) ? Object.keys(addressParts).filter((part) => address[part] === 'never') : [];
  return [...said, ...parts.map((part) => `address.${addressParts[part]}`)];
}

// null is data: there is none. Unknown: whether a saved method needs them; it has its own.
export function demandLeftOut(element: Element_, data: unknown, holder: string, called: string): void {
  if (isObject(element.change.value) && element.change.value.payment_method) return;
  const details = isObject(data) && isObject(data.billing_details) ? data.billing_details : {};
  for (const path of leftOut(element.options.fields)) {
    const [name = '', part] = path.split('.'),
      given = part && isObject(details[name]) ? (details[name] as Data)[part] : part ? undefined : details[name];
    if (given === undefined) mistake('never_without_data', path, holder, called);
  }
}
