// Tokens and sources, made of what was typed or of what the page has.
import type { Stripe, TokenResult } from '@stripe/stripe-js';
import type { Ask } from './controller.ts';
import { innerOf } from './elements.ts';
import { mistake } from './errors.ts';
import { type Data, demand, isObject, permit, shapes } from './expect.ts';
import { sourceResult, tokenResult } from './results.ts';
import { framesOf, ownFrameOf } from './typed.ts';

const tokenTypes = ['bank_account', 'pii', 'account', 'person', 'cvc_update'];
const holdsCard = ['card', 'cardNumber', 'cardExpiry', 'cardCvc'];

function cardFrames(face: unknown): string[] {
  const kind = innerOf(face)?.kind ?? '';
  if (!holdsCard.includes(kind)) mistake('token_of_other', kind);
  return framesOf(face);
}

type Made = Pick<Stripe, 'createToken'> &
  Record<'createSource' | 'retrieveSource', (...given: never[]) => Promise<unknown>>;

export function makeTokens(ask: Ask): Made {
  const createToken = async (first: unknown, data?: unknown): Promise<TokenResult> => {
    if (innerOf(first)) {
      permit('createToken', 'data', shapes.object, data);
      return tokenResult(await ask('create_token', { kind: 'card', frames: cardFrames(first), params: data ?? {} }));
    }
    if (typeof first !== 'string' || !tokenTypes.includes(first)) return mistake('token_of_nothing');
    // Unknown: the words where its element is missing, and where data are.
    if (first === 'cvc_update') {
      if (innerOf(data)?.kind !== 'cardCvc') mistake('token_of_nothing');
      return tokenResult(await ask('create_token', { kind: first, frames: ownFrameOf(data) }));
    }
    demand('createToken', first, shapes.object, data);
    return tokenResult(await ask('create_token', { kind: first, params: data }));
  };

  const createSource = async (first: unknown, data?: unknown) => {
    if (!isObject(first)) return mistake('source_of_nothing');
    permit('createSource', 'data', shapes.object, data);
    const asked = innerOf(first)
      ? { frames: cardFrames(first), params: { type: 'card', ...(data as Data | undefined) } }
      : { params: first };
    return sourceResult(await ask('create_source', asked));
  };
  const retrieveSource = async (given: unknown) => {
    demand('retrieveSource', 'value', shapes.object, given);
    const { id, client_secret } = given as Data;
    demand('retrieveSource', 'id', shapes.string, id);
    demand('retrieveSource', 'client_secret', shapes.string, client_secret);
    return sourceResult(await ask('retrieve_source', { id, client_secret }));
  };
  return { createToken: createToken as Stripe['createToken'], createSource, retrieveSource };
}
