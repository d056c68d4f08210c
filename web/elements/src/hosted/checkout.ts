// What makes the hosted page more comfortable: numbers are grouped as they are typed, the form goes off once. In a
// shop's frame it tells how tall it is, and when it is over.
import { digitsOf, formatExpiry, formatNumber } from '../shared/card.ts';
import { open } from '../frames/channel.ts';

type Out = { type: 'height'; pixels: number } | { type: 'complete'; location: string };

const input = (id: string): HTMLInputElement | null => document.querySelector<HTMLInputElement>(`input#${id}`);

function formatted(id: string, format: (text: string, deleting: boolean) => string): void {
  const field = input(id);
  field?.addEventListener('input', (event) => {
    const atEnd = field.selectionStart === field.value.length,
      text = format(field.value, ((event as InputEvent).inputType ?? '').startsWith('delete'));
    if (atEnd && text !== field.value) field.value = text;
  });
}
formatted('cardNumber', formatNumber);
formatted('cardExpiry', formatExpiry);
formatted('cardCvc', (text) => digitsOf(text).slice(0, 4));

const form = document.querySelector<HTMLFormElement>('main form'),
  button = form?.querySelector('button');
let sent = false;
form?.addEventListener('submit', (event) => {
  if (sent) event.preventDefault(); // a second click pays nothing twice, but need not try
  sent = true;
  button?.setAttribute('aria-busy', 'true');
});
window.addEventListener('pageshow', () => {
  sent = false; // come back to by way of the browser's own cache
  button?.removeAttribute('aria-busy');
});

// A code and a quantity are sent by forms of their own: what was filled in beside them comes back with the page, but no
// card.
for (const other of document.querySelectorAll<HTMLFormElement>('form.code'))
  other.addEventListener('submit', () => {
    for (const [name, value] of form ? new FormData(form) : [])
      if (!name.startsWith('card') && typeof value === 'string')
        other.append(Object.assign(document.createElement('input'), { type: 'hidden', name, value }));
  });

if (window.parent !== window) {
  const channel = open<{ type: 'init' }, Out>('init', () => {
    new ResizeObserver(() =>
      channel.send({ type: 'height', pixels: Math.ceil(document.body.getBoundingClientRect().height) }),
    ).observe(document.body);
    const over = document.querySelector<HTMLElement>('[data-complete]');
    if (over) channel.send({ type: 'complete', location: over.dataset.location ?? '' });
  });
}
