// A card in a narrow place: the number alone first; then its last four digits, with the rest beside them.
import * as cards from '../shared/card.ts';
import type { Field, Form } from './fields.ts';

const roomInEm = 26.5; // for everything in one line

export function fold(row: HTMLElement, form: Form): () => void {
  const last = document.createElement('span'),
    number = form.fields.find(({ name }) => name === 'number');
  if (!number) return () => undefined;
  last.className = 'last4';
  last.setAttribute('aria-hidden', 'true');
  number.input.before(last);
  const held = (field: Field) => field.input === document.activeElement;
  const fit = () => {
    const tight = row.clientWidth < roomInEm * Number.parseFloat(getComputedStyle(row).fontSize),
      beside = form.fields.some((field) => field !== number && held(field));
    const alone = held(number) || !(beside || number.check().complete);
    row.classList.toggle('alone', tight && alone);
    row.classList.toggle('folded', tight && !alone);
    row.scrollLeft = 0; // where the browser went to show a field that had no room
    last.textContent = cards.digitsOf(number.input.value).slice(-4);
    last.classList.toggle('is-invalid', number.input.classList.contains('is-invalid'));
  };
  row.addEventListener('focusin', fit);
  row.addEventListener('focusout', () => setTimeout(fit)); // when it is known where to
  new ResizeObserver(fit).observe(row);
  return fit;
}
