// A small sign of the card's brand, drawn, since frames load no images.
import './mark.css';
import type { Brand } from '../shared/card.ts';

const names: Record<Brand, string> = {
  visa: 'VISA',
  mastercard: 'MC',
  amex: 'AMEX',
  discover: 'DISC',
  diners: 'DC',
  jcb: 'JCB',
  unionpay: 'UP',
  unknown: '',
};

export function mark(): { element: SVGElement; show(brand: Brand): void } {
  const make = (name: string, attributes: Record<string, string>) => {
    const element = document.createElementNS('http://www.w3.org/2000/svg', name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const element = make('svg', { viewBox: '0 0 24 16', class: 'mark', 'aria-hidden': 'true' }) as SVGElement;
  const text = make('text', { x: '12', y: '11' });
  element.append(make('rect', { width: '24', height: '16', rx: '2.5' }), text);
  return { element, show: (brand) => (text.textContent = names[brand]) };
}
