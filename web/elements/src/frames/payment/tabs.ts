// Ways to pay side by side; below them what the chosen one needs. What a customer saved has a tab of its own.
import type { Form } from '../fields.ts';
import { type Choices, makeSaved, nameOf, type Shown } from './choices.ts';
import { icon } from './icon.ts';

const SAVED = 'saved';

function makeTab(value: string, text: string, sign: Node, panel: HTMLElement, choose: () => void): HTMLButtonElement {
  const tab = document.createElement('button'),
    label = document.createElement('span');
  Object.assign(tab, { type: 'button', id: `${value}-tab`, value, className: 'tab Tab' });
  tab.setAttribute('role', 'tab');
  tab.setAttribute('aria-controls', panel.id);
  if (value !== SAVED) tab.dataset.testid = value;
  label.className = 'TabLabel';
  label.textContent = text;
  tab.append(sign, label);
  tab.addEventListener('click', choose);
  panel.setAttribute('role', 'tabpanel');
  panel.setAttribute('aria-labelledby', tab.id);
  return tab;
}

// From one to the next by the arrow keys, as in every list of tabs.
function walk(list: HTMLElement, event: KeyboardEvent): void {
  const tabs = [...list.querySelectorAll('button')],
    at = tabs.indexOf(event.target as HTMLButtonElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  const next = tabs.at(to % tabs.length) as HTMLButtonElement;
  next.focus();
  next.click();
}

export function makeTabs(form: Form, choices: Choices): Shown {
  const { saved, types, bodyOf, choose } = choices,
    element = document.createElement('div'),
    list = document.createElement('div'),
    kept = makeSaved(form, choices);
  const panels = new Map<HTMLButtonElement, HTMLElement>();
  const add = (value: string, text: string, panel: HTMLElement, chooseIt: () => void) => {
    const tab = makeTab(value, text, icon(value), panel, chooseIt);
    panels.set(tab, panel);
    list.append(tab);
    element.append(panel);
  };
  let last = saved[0]?.id ?? '';
  list.className = 'tabs';
  list.setAttribute('role', 'tablist');
  list.setAttribute('aria-label', form.words.paymentMethod);
  list.addEventListener('keydown', (event) => walk(list, event));
  element.append(list);
  kept.element.id = 'saved-panel';
  if (saved.length) add(SAVED, form.words.saved, kept.element, () => choose(last));
  for (const type of types) {
    const panel = document.createElement('div'),
      body = bodyOf(type);
    panel.id = `${type}-panel`;
    if (body) panel.append(body);
    add(type, nameOf(form, type), panel, () => choose(type));
  }
  const mark = (chosen: string) => {
    const one = saved.some(({ id }) => id === chosen) ? SAVED : chosen;
    if (one === SAVED) last = chosen;
    kept.mark(chosen);
    for (const [tab, panel] of panels) {
      const selected = tab.value === one;
      tab.setAttribute('aria-selected', String(selected));
      tab.tabIndex = selected ? 0 : -1;
      tab.classList.toggle('Tab--selected', selected);
      for (const part of ['TabLabel', 'TabIcon'])
        tab.querySelector(`.${part}`)?.classList.toggle(`${part}--selected`, selected);
      panel.hidden = !selected;
    }
  };
  return { element, mark };
}
