// The hidden frame that talks to the API, one for each Stripe object that needs it.
import type { Context, FromController, ToController } from '../shared/protocol.ts';
import { type Frame, makeFrame } from './frame.ts';

export type Ask = (name: string, args: Record<string, unknown>) => Promise<Record<string, unknown>>;

export function makeController(context: Context): Ask {
  let frame: Frame<ToController> | undefined,
    count = 0;
  const waiting = new Map<number, (result: Record<string, unknown>) => void>();
  const begin = () => {
    const made = makeFrame<ToController, FromController>('controller', 'Secure payment connection', (message) => {
      if (message.type === 'result') {
        waiting.get(message.id)?.(message.result);
        waiting.delete(message.id);
      } else if (message.type === 'refused') {
        waiting.forEach((then) => {
          then({ error: { type: 'invalid_request_error', message: message.message } });
        });
        waiting.clear();
      }
    });
    Object.assign(made.element, { tabIndex: -1, ariaHidden: 'true' });
    made.element.style.cssText = 'position:fixed;width:1px;height:1px;border:0;opacity:0;pointer-events:none';
    document.body.append(made.element);
    made.send({ type: 'context', context });
    return made;
  };
  return (name, args) =>
    new Promise((then) => {
      if (!frame?.element.isConnected) frame = begin();
      waiting.set(++count, then);
      frame.send({
        type: 'operation',
        id: count,
        name,
        args: JSON.parse(JSON.stringify(args)) as Record<string, unknown>,
      });
    });
}
