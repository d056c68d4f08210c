// connect.js: the script that `@stripe/connect-js` loads. There is one component, onboarding; the others say that they
// are not there. `StripeConnect.init` gives what a component needs to begin, which the official wrapper hands to each
// (setConnector).
import { makeFrame, type Frame } from '../host/frame.ts';
import { base } from '../host/place.ts';

type ToPage = { type: 'init' };
type FromPage =
  | { type: 'hello' }
  | { type: 'refused'; message: string }
  | { type: 'height'; pixels: number }
  | { type: 'step'; step: string }
  | { type: 'exit' };
interface Connector {
  secret(): Promise<string>;
}
type Listener = (event?: unknown) => void;

// Names of the official wrapper; its setters arrive as set...InternalOnly.
const others = [
  'disputes-list',
  'payments',
  'payment-details',
  'payment-disputes',
  'payouts',
  'payouts-list',
  'payout-details',
  'balances',
  'account-management',
  'notification-banner',
  'instant-payouts-promotion',
  'issuing-card',
  'issuing-cards-list',
  'financial-account',
  'financial-account-transactions',
  'documents',
  'tax-registrations',
  'tax-settings',
  'balance-report',
  'payout-reconciliation-report',
];

class Component extends HTMLElement {
  protected listeners = new Map<string, Listener>();
  protected connector: Connector | undefined;

  setConnector(connector: Connector): void {
    this.connector = connector;
    this.begin();
  }
  connectedCallback(): void {
    this.begin();
  }
  setOnLoadErrorInternalOnly(listener: Listener): void {
    this.listeners.set('loaderror', listener);
  }
  setOnLoaderStartInternalOnly(listener: Listener): void {
    this.listeners.set('loaderstart', listener);
  }
  protected tell(name: string, event?: unknown): void {
    this.listeners.get(name)?.(event);
  }
  protected begin(): void {
    if (!this.connector || !this.isConnected) return;
    // Its listeners are set after this.
    setTimeout(() =>
      this.tell('loaderror', {
        elementTagName: this.localName.replace('stripe-connect-', ''),
        error: { type: 'api_error', message: `The component ${this.localName} is not supported by this server.` },
      }),
    );
    this.textContent = 'This component is not supported by this server.';
  }
}
// Setters of components that are not there have no effect; the wrapper would throw where they were missing.
for (const name of [
  'CollectionOptions',
  'OnSectionOpen',
  'OnNotificationsChange',
  'OnInstantPayoutsPromotionLoaded',
  'OnInstantPayoutCreated',
  'DefaultCard',
  'CardSwitching',
  'FetchEphemeralKey',
  'ShowSpendControls',
  'IssuingProgram',
  'FinancialAccount',
  'DefaultFilters',
  'Payment',
  'OnClose',
  'OnDisputesLoaded',
  'HideProductTaxCodeSelector',
  'DisplayHeadOfficeCountries',
  'OnTaxSettingsUpdated',
  'OnAfterTaxRegistrationAdded',
  'DisplayCountries',
  'OnAfterTaxRegistrationExpired',
  'Payout',
  'OnReportAvailabilityLoaded',
  'FullTermsOfServiceUrl',
  'RecipientTermsOfServiceUrl',
  'PrivacyPolicyUrl',
  'SkipTermsOfServiceCollection',
])
  (Component.prototype as unknown as Record<string, () => void>)[`set${name}InternalOnly`] = () => undefined;

class Onboarding extends Component {
  private frame: Frame<ToPage> | undefined;

  setOnExitInternalOnly(listener: Listener): void {
    this.listeners.set('exit', listener);
  }
  setOnStepChangeInternalOnly(listener: Listener): void {
    this.listeners.set('step', listener);
  }
  disconnectedCallback(): void {
    this.frame?.remove();
    this.frame = undefined;
  }
  protected override begin(): void {
    if (!this.connector || !this.isConnected || this.frame) return;
    void this.show(this.connector);
  }
  private async show(connector: Connector): Promise<void> {
    const fail = (message: string) =>
      this.tell('loaderror', { elementTagName: 'account-onboarding', error: { type: 'api_error', message } });
    const secret = await connector.secret().catch((problem: unknown) => void fail(String(problem)));
    if (typeof secret !== 'string' || !this.isConnected || this.frame) return;
    if (!/^accs_secret_[A-Za-z0-9_]+$/.test(secret))
      return fail('The client secret of an account session should be of the form accs_secret_....');
    this.frame = makeFrame<ToPage, FromPage>(
      'onboarding',
      'Account onboarding',
      (message) => this.hear(message, fail),
      `${base}/setup/visit/${secret}`,
    );
    Object.assign(this.style, { display: 'block' });
    Object.assign(this.frame.element.style, {
      border: '0',
      width: '100%',
      minHeight: '320px',
      display: 'block',
      colorScheme: 'normal',
    });
    this.replaceChildren(this.frame.element);
    this.tell('loaderstart', { elementTagName: 'account-onboarding' });
  }
  private hear(message: FromPage, fail: (message: string) => void): void {
    if (message.type === 'hello')
      this.frame?.send({ type: 'init' }); // each page of it begins anew
    else if (message.type === 'refused') fail(message.message);
    else if (message.type === 'height' && this.frame) this.frame.element.style.height = `${message.pixels}px`;
    else if (message.type === 'step') this.tell('step', { step: message.step });
    else if (message.type === 'exit') this.tell('exit');
  }
}

function init({
  fetchClientSecret,
  metaOptions,
}: {
  fetchClientSecret: () => Promise<string>;
  metaOptions?: { eagerClientSecretPromise?: Promise<string> };
}) {
  let eager = metaOptions?.eagerClientSecretPromise; // asked for before this script was there
  const connect: Connector = {
    secret() {
      const secret = eager ?? fetchClientSecret();
      eager = undefined;
      return secret;
    },
  };
  return { connect, update: () => undefined, logout: async () => undefined };
}

customElements.define('stripe-connect-account-onboarding', Onboarding);
for (const name of others) customElements.define(`stripe-connect-${name}`, class extends Component {});
const page = window as unknown as { StripeConnect?: { init?: unknown; onLoad?: () => void } };
page.StripeConnect = { ...page.StripeConnect, init };
page.StripeConnect.onLoad?.();
