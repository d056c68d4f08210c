// More than one way to pay: one below the other, each a radio button above what it needs, or side by side as tabs.
import type { LayoutOptions, MethodType, SavedMethod } from '../../shared/protocol.ts';
import type { Form } from '../fields.ts';
import { icon } from './icon.ts';

export interface Choices {
  saved: SavedMethod[];
  types: MethodType[];
  mayRemove: boolean;
  layout: LayoutOptions;
  bodyOf(type: MethodType): HTMLElement | undefined;
  choose(value: string): void;
}

// What is shown, and how it is told what is chosen.
export interface Shown {
  element: HTMLElement;
  mark(chosen: string): void;
}

export const nameOf = (form: Form, type: MethodType): string => (type === 'card' ? form.words.card : form.words.bank);

function item(value: string, id: string, testId: string, parts: Node[], choose: () => void): HTMLElement {
  const element = document.createElement('div'),
    label = document.createElement('label'),
    radio = document.createElement('input');
  element.className = 'item AccordionItem';
  Object.assign(radio, { type: 'radio', name: 'method', id, value, className: 'RadioIcon' });
  label.className = 'choice';
  label.dataset.testid = testId;
  radio.addEventListener('change', () => radio.checked && choose());
  label.append(radio, ...parts);
  element.append(label);
  return element;
}

const span = (className: string, textContent: string): HTMLElement =>
  Object.assign(document.createElement('span'), { className, textContent });

function savedItem(form: Form, one: SavedMethod, mayRemove: boolean, choose: () => void): HTMLElement {
  const text = `${one.name} ···· ${one.last4}`,
    made = item(
      one.id,
      `saved-${one.id}`,
      'saved',
      [icon(one.type), span('', text), span('aside', one.expiry ?? '')],
      choose,
    );
  if (!mayRemove) return made;
  const remove = document.createElement('button');
  Object.assign(remove, { type: 'button', className: 'remove Button', textContent: form.words.remove });
  remove.setAttribute('aria-label', `${form.words.remove}: ${text}`);
  remove.addEventListener('click', () => form.send({ type: 'remove', id: one.id }));
  made.append(remove);
  return made;
}

function groupOf(form: Form): HTMLElement {
  const group = document.createElement('div');
  group.className = 'choices';
  group.setAttribute('role', 'radiogroup');
  group.setAttribute('aria-label', form.words.paymentMethod);
  return group;
}

function markItems(group: HTMLElement, chosen: string): void {
  for (const radio of group.querySelectorAll<HTMLInputElement>('input[name="method"]')) {
    radio.checked = radio.value === chosen;
    radio.closest('.item')?.classList.toggle('AccordionItem--selected', radio.checked);
  }
}

// The methods that a customer saved, with nothing below them.
export function makeSaved(form: Form, { saved, mayRemove, choose }: Choices): Shown {
  const element = groupOf(form);
  element.append(...saved.map((one) => savedItem(form, one, mayRemove, () => choose(one.id))));
  return { element, mark: (chosen) => markItems(element, chosen) };
}

export function makeAccordion(form: Form, choices: Choices): Shown {
  const { saved, types, layout, bodyOf, choose } = choices,
    { element, mark } = makeSaved(form, choices);
  const radios = String(layout.radios ?? 'auto'),
    several = saved.length + types.length > 1;
  element.classList.toggle('spaced', Boolean(layout.spacedAccordionItems));
  element.classList.toggle(
    'plain',
    radios === 'never' || radios === 'false' || (radios !== 'always' && radios !== 'true' && !several),
  );
  element.classList.toggle('logo-end', layout.paymentMethodLogoPosition === 'end');
  for (const type of types) {
    const made = item(type, `${type}-tab`, type, [icon(type), span('', nameOf(form, type))], () => choose(type)),
      body = bodyOf(type);
    if (body) made.append(body);
    element.append(made);
  }
  return { element, mark };
}
