// 3D Secure over the shop's page: a dialog with the bank's page inside. What came of it is not said here: the page's
// script reads the intent again.
import './dialog.css';
import { challengeWords } from '../shared/challenge_words.ts';
import { open } from './channel.ts';

type In = { type: 'begin'; id: string; secret: string; locale: string };
type Out = { type: 'over' };

function begin({ id, secret, locale }: In): void {
  if (!/^\w+$/.test(id) || !/^\w+$/.test(secret)) return;
  const path = `/redirect/authenticate/${id}`,
    { language, title, close } = challengeWords(locale);
  const part = <Part extends HTMLElement>(name: string) => document.querySelector(name) as Part;
  const dialog = part('div'),
    button = part('button'),
    frame = part<HTMLIFrameElement>('iframe');
  document.documentElement.lang = language;
  dialog.ariaLabel = frame.title = part('span').textContent = title;
  button.ariaLabel = close;
  frame.src = `${path}?client_secret=${secret}`;
  dialog.hidden = false;
  button.focus();

  let over = false;
  const end = () => {
    if (!over) channel.send({ type: 'over' });
    over = true;
  };
  const cancel = async () => {
    await fetch(`${path}/fail`, { method: 'POST', body: new URLSearchParams({ client_secret: secret }) }).catch(
      () => undefined,
    );
    end();
  };
  button.onclick = cancel;
  document.onkeydown = (event) => {
    if (event.key === 'Escape') void cancel();
  };
  window.addEventListener('message', (event) => {
    if (event.origin === location.origin && event.source === frame.contentWindow && event.data === '3ds-complete')
      end();
  });
}

const channel = open<In, Out>('begin', begin);
