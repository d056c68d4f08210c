// Where this script came from, which is where the frames and the API are. Read while the script runs, as it is gone
// after.
const script = document.currentScript as HTMLScriptElement | null;
const url = new URL(script?.src || location.href);
const given = script?.dataset.apiBase ?? url.searchParams.get('api_base');

export const base = given ? given.replace(/\/+$/, '') : url.origin;
export const origin = new URL(base).origin;

// "endive" of /endive/stripe.js; 3 of /v3/.
const [, train] = /^\/([a-z]+)\/stripe\.js$/.exec(url.pathname) ?? [];
export const release: number | string = train ?? 3;

// What test suites of shops look for (reference/browser.md: Names that tests look for).
// Unknown: since which release; taken as dahlia.
export const paymentIds = train === 'dahlia' || train === 'endive' ? 'payment' : 'Field';

const pinned: Record<string, string> = {
  acacia: '2025-02-24.acacia',
  basil: '2025-08-27.basil',
  clover: '2026-02-25.clover',
  dahlia: '2026-08-26.dahlia',
  endive: '2026-10-28.endive',
};
export const releaseVersion: string | undefined = train ? pinned[train] : undefined;
