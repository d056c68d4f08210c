// loadStripe from a server of one's own: the exports of @stripe/stripe-js, with an address that can be set.
const release = 'endive';
let loading = null;

const address = () => {
  const base = globalThis.BURSAR_URL;
  if (!base) throw new Error('globalThis.BURSAR_URL must be the address of the payments server.');
  return `${base.replace(/\/+$/, '')}/${release}/stripe.js`;
};

const load = () => {
  if (typeof window === 'undefined' || typeof document === 'undefined') return Promise.resolve(null); // on a server
  if (window.Stripe) return Promise.resolve(window.Stripe);
  loading ??= new Promise((then, fail) => {
    const script = document.createElement('script');
    script.src = address();
    script.addEventListener('load', () => (window.Stripe ? then(window.Stripe) : fail(new Error('Stripe.js not available'))));
    script.addEventListener('error', (cause) => {
      loading = null;
      fail(new Error('Failed to load Stripe.js', { cause }));
    });
    document.head.append(script);
  });
  return loading;
};

export const loadStripe = (...args) => load().then((Stripe) => Stripe && Stripe(...args));
loadStripe.setLoadParameters = () => undefined; // there are no signals to switch off
