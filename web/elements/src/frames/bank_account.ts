// A dialog over the shop's page in which a payer gives his bank account. What he gives is fetched by the controller;
// the page hears only that there is something, or that he closed it.
import './form.css';
import './dialog.css';
import './bank_account.css';
import type { InputOptions, MethodType } from '../shared/protocol.ts';
import { showErrors } from './boxes.ts';
import { bankForm } from './payment/bank_form.ts';
import type { MethodForm } from './payment/method_form.ts';
import { termsOf } from './payment/terms.ts';
import { run } from './inputs.ts';

let made: MethodForm;

run({
  build(form, _kind, options: InputOptions) {
    made = bankForm(form, options);
    const dialog = document.createElement('div'),
      header = document.createElement('header'),
      title = document.createElement('span'),
      close = document.createElement('button'),
      next = document.createElement('button'),
      terms = document.createElement('p');
    dialog.className = 'dialog fitted';
    dialog.setAttribute('role', 'dialog');
    dialog.setAttribute('aria-modal', 'true');
    dialog.setAttribute('aria-label', (title.textContent = form.words.linkAccount));
    Object.assign(close, { type: 'button', className: 'close', textContent: '×' });
    close.setAttribute('aria-label', form.words.dismiss);
    close.addEventListener('click', () => form.send({ type: 'escape' }));
    Object.assign(next, { type: 'button', className: 'next Button', textContent: form.words.next });
    next.addEventListener('click', () => form.send({ type: 'submit' }));
    header.append(title, close);
    Object.assign(terms, {
      className: 'terms TermsText',
      textContent: termsOf(form, 'us_bank_account', false, options.session, options),
    });
    made.body.append(terms, next);
    dialog.append(header, made.body);
    document.body.append(dialog);
    close.focus();
  },
  update: () => undefined,
  fields: () => made.fields(),
  showError: (form) => showErrors(form, made.all),
  value: (): { type: MethodType } => ({ type: 'us_bank_account' }),
  collect: () => made.collect(),
  settled: () => made.settled?.(),
  hear(_form, message) {
    if (message.type === 'linked') made.linked?.(message.account, message.error);
  },
});
