// What a payer agrees to by paying: always for a bank account, which is debited by a mandate; for a card where it is
// kept.
import type { InputOptions, PaymentSession } from '../../shared/protocol.ts';
import type { Form } from '../fields.ts';

export function termsOf(
  form: Form,
  type: string,
  isSaved: boolean,
  session: PaymentSession | undefined,
  { terms = {}, business }: InputOptions,
): string {
  const wanted = (type === 'card' ? terms.card : terms.usBankAccount) ?? 'auto',
    seller = business?.name ?? session?.business ?? form.words.seller;
  if (wanted === 'never' || !type) return '';
  if (type === 'card' && wanted !== 'always' && (isSaved || !session?.reused)) return '';
  return (type === 'card' ? form.words.cardTerms : form.words.mandate).replace('{seller}', () => seller);
}
