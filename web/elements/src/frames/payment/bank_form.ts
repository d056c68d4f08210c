// Paying from a US bank account: one at the test institution, whose owner is known at once, or the numbers of any,
// which microdeposits verify.
import type { Collected, InputOptions } from '../../shared/protocol.ts';
import { box, boxed, grid, idOf, isLeftOut } from '../boxes.ts';
import { type Field, type Form, valuesOf, watch } from '../fields.ts';
import type { MethodForm } from './method_form.ts';

// Ends of the pm_usBankAccount_... ids, and of the numbers behind them.
const tests: Record<string, string> = {
  success: '6789',
  insufficientFunds: '2227',
  accountClosed: '1113',
  noAccount: '1116',
  debitNotAuthorized: '3335',
  dispute: '5559',
};
const MANUAL = 'manual';

function chooser(form: Form, changed: () => void): Field {
  const label = document.createElement('label'),
    input = document.createElement('select');
  label.htmlFor = input.id = idOf('bank');
  label.textContent = form.words.chooseAccount;
  input.name = 'bankAccount';
  input.add(new Option('', ''));
  for (const [name, last4] of Object.entries(tests))
    input.add(new Option(`${form.words.institution} ···· ${last4} (${name})`, name));
  input.add(new Option(form.words.manual, MANUAL));
  const field: Field = {
    name: 'bank',
    input,
    label,
    touched: false,
    check: () => ({ complete: false, code: 'incomplete_bank' }),
  };
  input.addEventListener('change', changed);
  return watch(form, field);
}

export function bankForm(form: Form, options: InputOptions): MethodForm {
  const body = grid(),
    numbers = grid(),
    defaults = options.defaultValues?.billingDetails ?? {};
  const email = boxed(form, 'email', body),
    name = boxed(form, 'name', body);
  if (defaults.email) email.input.value = defaults.email;
  if (defaults.name) name.input.value = defaults.name;
  let linked: string | undefined, settle: (() => void) | undefined, waiting: Promise<void> | undefined;
  const bank = chooser(form, () => {
    linked = undefined;
    numbers.hidden = bank.input.value !== MANUAL;
    settle?.();
    settle = waiting = undefined;
    if (bank.input.value && numbers.hidden) {
      waiting = new Promise((then) => (settle = then));
      form.send({ type: 'link', test_account: bank.input.value });
    }
    form.changed();
  });
  bank.check = () =>
    bank.input.value === MANUAL || linked
      ? { complete: true }
      : waiting
        ? { complete: false }
        : { complete: false, code: 'incomplete_bank' };
  body.append(box(bank));
  const routing = boxed(form, 'routing', numbers),
    account = boxed(form, 'account', numbers),
    again = boxed(form, 'accountAgain', numbers);
  numbers.className = 'grid numbers';
  numbers.hidden = true;
  if (options.session?.livemode) {
    // no bank is connected there
    bank.input.value = MANUAL;
    (bank.input.parentElement as HTMLElement).hidden = true;
    numbers.hidden = false;
  }
  body.append(numbers);
  const payer = [email, name].filter((field) => !isLeftOut(options, field.name as 'email' | 'name'));
  for (const field of [email, name]) (field.input.parentElement as HTMLElement).hidden = !payer.includes(field);
  return {
    body,
    all: [email, name, bank, routing, account, again],
    fields: () => (numbers.hidden ? [...payer, bank] : [...payer, bank, routing, account, again]),
    linked(id, error) {
      if (!waiting) return;
      waiting = undefined;
      linked = id;
      if (!id) bank.input.value = '';
      form.changed();
      if (error && bank.error) bank.error.textContent = error;
      settle?.();
    },
    settled: () => waiting,
    collect(): Collected {
      const values = valuesOf(form);
      const where: Record<string, string> = linked
        ? { financial_connections_account: linked }
        : { routing_number: values.routing ?? '', account_number: values.account ?? '' };
      return {
        type: 'us_bank_account',
        us_bank_account: { account_holder_type: 'individual', ...where },
        billing: { name: values.name ?? '', email: values.email ?? '' },
      }; // what is empty is left out
    },
  };
}
