// US bank accounts: collected in a dialog, confirmed, verified.
import type { Stripe } from '@stripe/stripe-js';
import type { FromFrame, ToFrame } from '../shared/protocol.ts';
import type { Ask } from './controller.ts';
import { type Data, demand, isObject, secretOfKind, shapes } from './expect.ts';
import { makeFrame } from './frame.ts';
import { type Intents, type Kind, type Outcome, outcomeOf } from './intents.ts';
import { paymentResult, setupResult } from './results.ts';

const mandate = { customer_acceptance: { type: 'online', online: { infer_from_client: true } } };

export interface Dialog {
  locale: string;
  binding: string;
  livemode: boolean;
  linkAccount(test: string): Promise<{ account?: string; error?: string }>;
}

// Open until the payer gave an account that `take` accepts, or closed it.
function dialog(around: Dialog, defaults: Data, take: (frame: string) => Promise<Data>): Promise<Data | undefined> {
  const focused = document.activeElement as HTMLElement | null;
  return new Promise((then) => {
    let busy = false;
    const end = (result: Data | undefined) => {
      frame.remove();
      focused?.focus();
      then(result);
    };
    const frame = makeFrame<ToFrame, FromFrame>('bank-account', 'Link your bank account', (message) => {
      if (message.type === 'escape' || message.type === 'refused') end(undefined);
      else if (message.type === 'link')
        void around.linkAccount(message.test_account).then((linked) => frame.send({ type: 'linked', ...linked }));
      else if (message.type === 'submit' && !busy) {
        busy = true;
        void take(frame.name).then((result) => {
          busy = false;
          // What is still missing the dialog shows itself.
          if ((result.error as Data | undefined)?.type !== 'validation_error') end(result);
        });
      }
    });
    frame.element.style.cssText =
      'position:fixed;inset:0;width:100%;height:100%;border:0;z-index:2147483647;background:transparent;color-scheme:normal';
    document.body.append(frame.element);
    frame.send({
      type: 'init',
      kind: 'payment',
      locale: around.locale,
      binding: around.binding,
      options: {
        defaultValues: { billingDetails: defaults },
        session: {
          types: ['us_bank_account'],
          saved: [],
          mayRemove: false,
          maySave: false,
          livemode: around.livemode,
          reused: false,
        },
      },
    });
    frame.element.focus();
  });
}

type Made = Pick<
  Stripe,
  | 'collectBankAccountForPayment'
  | 'collectBankAccountForSetup'
  | 'confirmUsBankAccountPayment'
  | 'confirmUsBankAccountSetup'
  | 'verifyMicrodepositsForPayment'
  | 'verifyMicrodepositsForSetup'
>;

export function makeBank(ask: Ask, intents: Intents, around: Dialog): Made {
  const collect = async (kind: Kind, asked: unknown): Promise<Outcome> => {
    const called = `collectBankAccountFor${kind === 'payment' ? 'Payment' : 'Setup'}`;
    demand(`stripe.${called}()`, 'value', shapes.object, asked);
    const given = asked as Data,
      secret = secretOfKind(given.clientSecret, kind, called),
      params = isObject(given.params) ? given.params : {};
    const data = isObject(params.payment_method_data) ? params.payment_method_data : {};
    const result = await dialog(around, isObject(data.billing_details) ? data.billing_details : {}, (frame) =>
      ask(`attach_${kind}_bank_account`, {
        client_secret: secret,
        frames: [frame],
        params: { payment_method_data: data },
      }),
    );
    // Closed: the intent is as it was, and the page sees that from its status.
    return result ? outcomeOf(result) : intents.retrieve(secret);
  };

  const confirm = (kind: Kind, called: string, clientSecret: unknown, data: unknown): Promise<Outcome> => {
    const secret = secretOfKind(clientSecret, kind, called),
      { payment_method: method, ...rest } = (isObject(data) ? data : {}) as Data;
    const named = isObject(method)
      ? { payment_method_data: { ...method, type: 'us_bank_account' } }
      : method === undefined
        ? {}
        : { payment_method: method };
    return intents.confirm(secret, {
      params: { mandate_data: mandate, ...rest, ...named, expected_payment_method_type: 'us_bank_account' },
    });
  };

  const verify = async (kind: Kind, called: string, clientSecret: unknown, data: unknown): Promise<Outcome> =>
    outcomeOf(
      await ask(`verify_${kind}_microdeposits`, {
        client_secret: secretOfKind(clientSecret, kind, called),
        params: data,
      }),
    );

  return {
    collectBankAccountForPayment: async (given) => paymentResult(await collect('payment', given)),
    collectBankAccountForSetup: async (given) => setupResult(await collect('setup', given)),
    confirmUsBankAccountPayment: async (secret, data) =>
      paymentResult(await confirm('payment', 'confirmUsBankAccountPayment', secret, data)),
    confirmUsBankAccountSetup: async (secret, data) =>
      setupResult(await confirm('setup', 'confirmUsBankAccountSetup', secret, data)),
    verifyMicrodepositsForPayment: async (secret, data) =>
      paymentResult(await verify('payment', 'verifyMicrodepositsForPayment', secret, data)),
    verifyMicrodepositsForSetup: async (secret, data) =>
      setupResult(await verify('setup', 'verifyMicrodepositsForSetup', secret, data)),
  };
}
