// A small sign of a way to pay, drawn, since frames load no images.
const drawn: Record<string, string> = {
  card: 'M1 3.5A1.5 1.5 0 0 1 2.5 2h11A1.5 1.5 0 0 1 15 3.5V5H1zM1 7h14v5.5A1.5 1.5 0 0 1 13.5 14h-11A1.5 1.5 0 0 1 1 12.5zm2 3v1.5h4V10z',
  us_bank_account: 'M8 1 1 5v1.5h14V5zM2.5 8h2v4.5h-2zm4.5 0h2v4.5H7zm4.5 0h2v4.5h-2zM1 13.5h14V15H1z',
  saved: 'M3.5 1h9A1.5 1.5 0 0 1 14 2.5V15l-6-3.5L2 15V2.5A1.5 1.5 0 0 1 3.5 1z',
};

export function icon(name: string): SVGElement {
  const element = document.createElementNS('http://www.w3.org/2000/svg', 'svg'),
    path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  for (const [attribute, value] of Object.entries({
    viewBox: '0 0 16 16',
    class: 'sign TabIcon',
    'aria-hidden': 'true',
  }))
    element.setAttribute(attribute, value);
  path.setAttribute('d', drawn[name] ?? '');
  element.append(path);
  return element;
}
