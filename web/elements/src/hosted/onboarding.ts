// In a frame of the platform's page, the onboarding page tells how tall it is, and when there is nothing more to fill
// in.
import { open } from '../frames/channel.ts';

type Out = { type: 'height'; pixels: number } | { type: 'step'; step: string } | { type: 'exit' };

if (window.parent !== window) {
  const channel = open<{ type: 'init' }, Out>('init', () => {
    new ResizeObserver(() =>
      channel.send({ type: 'height', pixels: Math.ceil(document.body.getBoundingClientRect().height) }),
    ).observe(document.body);
    if (document.querySelector('[data-exit]')) channel.send({ type: 'exit' });
    else channel.send({ type: 'step', step: document.querySelector('form [id]')?.id.split('.')[0] ?? 'summary' });
  });
}
