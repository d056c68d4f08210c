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

export const unsupported = Object.fromEntries(unsupportedNames.map((name) => [name, () => mistake(`${name} is not supported by this server.`)])) as Record<Unsupported, () => never>;
