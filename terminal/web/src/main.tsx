// The till's page. What is where: lib/ (speaking with the service, words, keys, parts), till/ (the
// cashier's screen), store/ (the manager's pages), display/ (the customers' screen).

import {effect} from '@preact/signals';
import {render} from 'preact';
import './style.css';
import {listen, onEvent, stopListening} from './lib/events';
import {dispatchKey} from './lib/keys';
import {t} from './lib/lang';
import {asleep, findSession, known, silent, who} from './lib/session';
import {Wedge} from './lib/wedge';
import {settleUnanswered} from './till/commit';
import {entered} from './till/entered';
import {Head} from './till/head';
import {Login} from './till/login';
import {Till} from './till/till';
import {place} from './till/route';
import {refreshSync} from './till/sync_state';
import {Store} from './store/store';

function Page() {
  return (
    <>
      <Head />
      {!known.value ? <Waking /> : !who.value || asleep.value ? <Login /> : place.value === 'store' ? <Store /> : <Till />}
    </>
  );
}

function Waking() {
  return <main class="login"><p class="lead" role="status">{t(silent.value ? 'service.silent' : 'service.waking')}</p></main>;
}

const atWork = () => who.value !== undefined && !asleep.value;
const wedge = new Wedge((text) => void entered(text));

window.addEventListener('keydown', (event) => {
  if (atWork() && wedge.hear(event)) return;
  if (dispatchKey(event)) return;
  // Whatever nobody takes is for the box.
  const somewhere = event.target instanceof HTMLElement && event.target.closest('input, textarea, select');
  if (!somewhere && event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey && event.key !== ' ') {
    document.getElementById('box')?.focus();
  }
}, {capture: true});

onEvent('scan', (data) => {
  const scan = (data as {scan?: string}).scan;
  if (scan && atWork()) void entered(scan);
});
onEvent('session', (data) => {
  const now = data as {asleep?: boolean; over?: boolean};
  if (now.asleep) asleep.value = true;
  if (now.over) who.value = undefined;
});
onEvent('hello', () => void (who.value && !asleep.value && refreshSync()));

let settled = false;
effect(() => {
  document.title = t('title');
});
effect(() => {
  if (!who.value) return stopListening();
  listen();
  if (!asleep.value) {
    void refreshSync();
    if (!settled) void settleUnanswered();
    settled = true;
  }
});

async function wake() {
  await findSession();
  if (!known.value) setTimeout(() => void wake(), 1000);
}

render(<Page />, document.getElementById('page')!);
void wake();
