// The words of the frames, in the language of the page. Errors are those that applications show and match on, in our
// own translations. English is at hand; another language is fetched when it is asked for.
import en, { type Words } from './text/en.ts';

export type { Key, Words } from './text/en.ts';

const others: Record<string, () => Promise<{ default: Words }>> = {
  de: () => import('./text/de.ts'),
  fr: () => import('./text/fr.ts'),
  es: () => import('./text/es.ts'),
  it: () => import('./text/it.ts'),
  nl: () => import('./text/nl.ts'),
  pt: () => import('./text/pt.ts'),
  ja: () => import('./text/ja.ts'),
};

// The nearest language that there is; English otherwise, and where the fetching fails.
export async function words(locale: string): Promise<{ language: string; words: Words }> {
  const wanted = (locale === 'auto' || !locale ? navigator.language : locale).slice(0, 2).toLowerCase(),
    fetch = others[wanted];
  try {
    if (fetch) return { language: wanted, words: (await fetch()).default };
  } catch {
    /* English */
  }
  return { language: 'en', words: en };
}
