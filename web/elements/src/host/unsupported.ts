// Methods of the official object that are not there: each says so, and never is undefined.
import { mistake } from './errors.ts';

export const unsupportedNames = [
  'collectBankAccountToken', 'collectFinancialConnectionsAccounts', 'confirmAcssDebitPayment',
  'confirmAcssDebitSetup', 'confirmAffirmPayment', 'confirmAfterpayClearpayPayment', 'confirmAlipayPayment', 'confirmAmazonPaySetup',
  'confirmAuBecsDebitPayment', 'confirmAuBecsDebitSetup', 'confirmBacsDebitSetup', 'confirmBancontactPayment', 'confirmBancontactSetup',
  'confirmBilliePayment', 'confirmBlikPayment', 'confirmBlikSetup', 'confirmBoletoPayment', 'confirmCashappPayment', 'confirmCashappSetup',
  'confirmCustomerBalancePayment', 'confirmEpsPayment', 'confirmFpxPayment', 'confirmGiropayPayment', 'confirmGrabPayPayment', 'confirmIdealPayment',
  'confirmIdealSetup', 'confirmKlarnaPayment', 'confirmKonbiniPayment', 'confirmMobilepayPayment', 'confirmMultibancoPayment', 'confirmOxxoPayment',
  'confirmP24Payment', 'confirmPayByBankPayment', 'confirmPayNowPayment', 'confirmPayPalPayment', 'confirmPayPalSetup', 'confirmPixPayment',
  'confirmPromptPayPayment', 'confirmSepaDebitPayment', 'confirmSepaDebitSetup', 'confirmSofortPayment', 'confirmSofortSetup', 'confirmTwintPayment',
  'confirmWechatPayPayment', 
  'createEphemeralKeyNonce', 'createRadarSession', 'initCheckoutFormSdk', 'initializePricing', 'processOrder', 'retrieveOrder',
  'verifyIdentity',
] as const;
export type Unsupported = (typeof unsupportedNames)[number];

// What promises something rejects; what gives an object at once throws.
const refuse = (name: string): never => mistake(`${name} is not supported by this server.`);
export const unsupported = Object.fromEntries(unsupportedNames.map((name) => [name, name.startsWith('init') ? () => refuse(name) : async () => refuse(name)])) as unknown as Record<Unsupported, () => never>;
