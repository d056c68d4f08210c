// 3D Secure over the shop's page: a dialog with the bank's page inside. What came of it is not said here: the page's script
// reads the intent again.
import './dialog.css';
import { challengeWords } from '../shared/challenge_words.ts';
import { open } from './channel.ts';

type In = { type: 'begin'; id: string; secret: string; locale: string };
type Out = { type: 'over' };

function begin({ id, secret, locale }: In): void {
  if (!/^[A-Za-z0-9_]+$/.test(id) || !/^[A-Za-z0-9_]+$/.test(secret)) return;
  const path = `/redirect/authenticate/${id}`, text = challengeWords(locale);
  document.documentElement.lang = text.language;
  const dialog = document.createElement('div'), header = document.createElement('header'), title = document.createElement('span'), close = document.createElement('button'), frame = document.createElement('iframe');
  dialog.className = 'dialog';
  dialog.setAttribute('role', 'dialog');
  dialog.setAttribute('aria-modal', 'true');
  dialog.setAttribute('aria-label', (title.textContent = text.title));
  close.textContent = '×';
  close.setAttribute('aria-label', text.close);
  Object.assign(frame, { id: 'challengeFrame', name: 'stripe-challenge-frame', title: text.title, src: `${path}?client_secret=${secret}` });
  header.append(title, close);
  dialog.append(header, frame);
  document.body.append(dialog);
  close.focus();

  let over = false;
  const end = () => {
    if (!over) channel.send({ type: 'over' });
    over = true;
  };
  const cancel = async () => {
    await fetch(`${path}/fail`, { method: 'POST', body: new URLSearchParams({ client_secret: secret }) }).catch(() => undefined);
    end();
  };
  close.addEventListener('click', () => void cancel());
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') void cancel();
  });
  window.addEventListener('message', (event) => {
    if (event.origin === location.origin && event.source === frame.contentWindow && event.data === '3ds-complete') end();
  });
}

const channel = open<In, Out>('begin', begin);
