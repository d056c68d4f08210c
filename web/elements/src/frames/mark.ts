// A small sign of the card's brand, and where its code stands: drawn, since frames load no images.
import './mark.css';
import type { Brand } from '../shared/card.ts';

type Drawn = [tag: string, attributes: Record<string, string | number>, text?: string];

const card = (fill: string): Drawn => ['rect', { class: 'face', width: 24, height: 16, rx: 2.5, fill }];
const words = (text: string, x: number, y: number, size: number, fill: string, more = {}): Drawn => [
  'text',
  { x, y, 'font-size': size, fill, ...more },
  text,
];
const disc = (cx: number, cy: number, r: number, fill: string): Drawn => ['circle', { cx, cy, r, fill }];
const bar = (x: number, width: number, fill: string): Drawn => [
  'rect',
  { x, y: 2.5, width, height: 11, rx: 1.5, fill },
];

const brands: Record<Brand, Drawn[]> = {
  unknown: [
    ['rect', { class: 'plain', width: 24, height: 16, rx: 2.5 }],
    ['rect', { class: 'line', x: 3, y: 4, width: 4.5, height: 3.5, rx: 0.8 }],
    ['rect', { class: 'line', x: 3, y: 10.5, width: 12, height: 1.6, rx: 0.8 }],
  ],
  visa: [card('#1a1f71'), words('VISA', 12, 10.8, 7.6, '#fff', { 'font-style': 'italic' })],
  mastercard: [
    card('#f5f5f7'),
    disc(9, 8, 5, '#eb001b'),
    disc(15, 8, 5, '#f79e1b'),
    ['path', { d: 'M12 4a5 5 0 0 1 0 8 5 5 0 0 1 0-8z', fill: '#ff5f00' }],
  ],
  amex: [card('#016fd0'), words('AMEX', 12, 10.4, 6.6, '#fff')],
  discover: [card('#f5f5f7'), disc(17.8, 8, 3.6, '#f47216'), words('DISC', 8.2, 10, 5.4, '#231f20')],
  diners: [card('#f5f5f7'), disc(12, 8, 6, '#0079be'), disc(12, 8, 4.3, '#fff'), bar(11.3, 1.4, '#0079be')],
  jcb: [
    card('#f5f5f7'),
    bar(4, 5, '#0e4c96'),
    bar(9.5, 5, '#c8102e'),
    bar(15, 5, '#007b40'),
    words('J', 6.5, 10, 5.4, '#fff'),
    words('C', 12, 10, 5.4, '#fff'),
    words('B', 17.5, 10, 5.4, '#fff'),
  ],
  unionpay: [
    card('#f5f5f7'),
    bar(3.5, 6, '#e21836'),
    bar(9, 6, '#00447c'),
    bar(14.5, 6, '#007b84'),
    words('UP', 12, 10.4, 6, '#fff'),
  ],
};

// The code is on the back, at the end of the strip; American Express has it on the front.
const dots = (x: number, y: number, count: number): Drawn[] =>
  Array.from({ length: count }, (_, i) => disc(x + i * 2.3, y, 0.85, 'currentColor'));
const back: Drawn[] = [
  ['rect', { class: 'plain', width: 24, height: 16, rx: 2.5 }],
  ['rect', { class: 'line', y: 2.6, width: 24, height: 3 }],
  ['rect', { class: 'code', x: 11.5, y: 7.8, width: 10.5, height: 6, rx: 3 }],
  ...dots(14.45, 10.8, 3),
];
const front: Drawn[] = [
  ['rect', { class: 'plain', width: 24, height: 16, rx: 2.5 }],
  ['rect', { class: 'line', x: 2.5, y: 11.4, width: 10, height: 1.6, rx: 0.8 }],
  ['rect', { class: 'code', x: 10, y: 2.4, width: 12, height: 6, rx: 3 }],
  ...dots(12.55, 5.4, 4),
];

function draw([tag, attributes, text]: Drawn): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  if (text) element.textContent = text;
  return element;
}

export interface Mark {
  element: SVGElement;
  show(brand: Brand, code?: boolean): void;
}

export function mark(): Mark {
  const element = draw(['svg', { viewBox: '0 0 24 16', class: 'mark', 'aria-hidden': 'true' }]);
  let drawn = '';
  const show = (brand: Brand, code = false) => {
    const wanted = code ? (brand === 'amex' ? front : back) : brands[brand];
    const name = code ? `code-${brand === 'amex' ? 'front' : 'back'}` : brand;
    if (name === drawn) return;
    drawn = name;
    element.setAttribute('data-shown', name);
    element.replaceChildren(...wanted.map(draw));
  };
  show('unknown');
  return { element, show };
}
