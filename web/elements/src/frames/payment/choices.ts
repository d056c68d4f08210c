// More than one way to pay: radio buttons, each above what it needs.
import type { MethodType, SavedMethod } from '../../shared/protocol.ts';
import type { Form } from '../fields.ts';

export interface Choices {
  saved: SavedMethod[];
  types: MethodType[];
  mayRemove: boolean;
  chosen: string;
  bodyOf(type: MethodType): HTMLElement | undefined;
  choose(value: string): void;
}

function item(value: string, id: string, text: string, aside: string, chosen: boolean, choose: () => void): HTMLElement {
  const element = document.createElement('div'), label = document.createElement('label'), radio = document.createElement('input'), name = document.createElement('span'), more = document.createElement('span');
  element.className = 'item AccordionItem Tab';
  Object.assign(radio, { type: 'radio', name: 'method', id, value, checked: chosen, className: 'RadioIcon' });
  label.className = 'choice TabLabel';
  label.dataset.testid = value.startsWith('pm_') ? 'saved' : value;
  name.textContent = text;
  more.textContent = aside;
  more.className = 'aside';
  radio.addEventListener('change', () => radio.checked && choose());
  label.append(radio, name, more);
  element.append(label);
  return element;
}

export function makeChoices(form: Form, { saved, types, mayRemove, bodyOf, chosen, choose }: Choices): void {
  const group = document.createElement('div'), names: Record<MethodType, string> = { card: form.words.card, us_bank_account: form.words.bank };
  group.setAttribute('role', 'radiogroup');
  group.setAttribute('aria-label', form.words.paymentMethod);
  for (const one of saved) {
    const made = item(one.id, `saved-${one.id}`, `${one.name} ···· ${one.last4}`, one.expiry ?? '', one.id === chosen, () => choose(one.id));
    if (mayRemove) {
      const remove = document.createElement('button');
      Object.assign(remove, { type: 'button', className: 'remove Button', textContent: form.words.remove });
      remove.setAttribute('aria-label', `${form.words.remove}: ${one.name} ···· ${one.last4}`);
      remove.addEventListener('click', () => form.send({ type: 'remove', id: one.id }));
      made.append(remove);
    }
    group.append(made);
  }
  for (const type of types) {
    const made = item(type, `${type}-tab`, names[type], '', type === chosen, () => choose(type)), body = bodyOf(type);
    if (body) made.append(body);
    group.append(made);
  }
  document.body.append(group);
}
