// What every way to pay gives the payment element: fields, and what was typed into them.
import type { Collected } from '../../shared/protocol.ts';
import type { Field } from '../fields.ts';

export interface MethodForm {
  body: HTMLElement;
  fields(): Field[]; // those that count now
  all: Field[];
  refresh?(): void;
  collect(): Collected;
  linked?(account?: string, error?: string): void; // the account that was asked for is there, or not
  settled?(): Promise<void> | undefined; // when it is, while it is being asked for
}
