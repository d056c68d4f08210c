// A page's `appearance`: variables, and rules for the parts of a form. Rules are taken apart and put together again,
// selector by selector and property by property: nothing of their text is ever text of a style sheet.
import type { Appearance } from '../shared/protocol.ts';
import { isHarmless, setVariable } from './style.ts';

const parts = new Set([
  'Input',
  'Label',
  'Error',
  'Tab',
  'TabLabel',
  'TabIcon',
  'AccordionItem',
  'Block',
  'CheckboxInput',
  'CheckboxLabel',
  'Checkbox',
  'PickerItem',
  'RadioIcon',
  'TermsText',
  'Button',
]);
const states =
  '(?:--[a-zA-Z]{1,20})?(?:::placeholder|::selection|:(?:hover|focus|focus-visible|active|disabled|autofill)){0,3}';
const selector = new RegExp(`^\\.([A-Za-z]+)${states}$`);
const properties =
  /^(-webkit-font-smoothing|-webkit-text-fill-color|-moz-osx-font-smoothing|backgroundColor|border(Bottom|Left|Right|Top)?(Color|Width|Style|(Left|Right)?Radius)?|boxShadow|color|fill|fillOpacity|font(Family|Size|Variant|Weight)|gap|letterSpacing|lineHeight|margin(Bottom|Left|Right|Top)?|opacity|outline(Color|Offset|Style|Width)?|padding(Bottom|Left|Right|Top)?|stroke|strokeWidth|textAlign|textDecoration|textShadow|textTransform|transition)$/;
const variables =
  /^(color(Primary|Background|Text|TextSecondary|TextPlaceholder|Danger|Success|Warning)|fontFamily|borderRadius|spacingUnit|gridRowSpacing|gridColumnSpacing|spacing(Grid|Tab|Accordion)?(Row|Column|Item)?)$/;
const sheet = new CSSStyleSheet();
document.adoptedStyleSheets = [sheet];

const dashed = (name: string): string =>
  name.startsWith('-') ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

function addRule(name: string, declarations: Record<string, string>): void {
  const [, part] = selector.exec(name) ?? [];
  if (!part || !parts.has(part)) return;
  const rule = sheet.cssRules[sheet.insertRule(`${name} {}`, sheet.cssRules.length)] as CSSStyleRule;
  for (const [property, value] of Object.entries(declarations))
    if (properties.test(property) && isHarmless(value)) rule.style.setProperty(dashed(property), value);
}

export function show({ theme, variables: given = {}, rules = {} }: Appearance = {}): void {
  document.documentElement.dataset.theme = ['stripe', 'night', 'flat', 'none'].includes(theme ?? '') ? theme : 'stripe';
  for (const [name, value] of Object.entries(given)) if (variables.test(name)) setVariable(name, value);
  if (given.fontSizeBase && /^[0-9.]+(px|rem|em)$/.test(given.fontSizeBase))
    document.body.style.fontSize = given.fontSizeBase;
  sheet.replaceSync('');
  for (const [name, declarations] of Object.entries(rules))
    if (typeof declarations === 'object' && declarations) addRule(name, declarations);
}
