// The head: which store, who sits here, how head office stands, and the language.

import {useKey} from '../lib/keys';
import {language, switchLanguage, t, when} from '../lib/lang';
import {count} from '../lib/money';
import {asleep, logOut, who} from '../lib/session';
import {Key} from '../lib/ui';
import {waiting} from './commit';
import {go, place} from './route';
import {chip} from './sync_state';

const marks = {synced: '✓', sending: '↑', waiting: '↥', offline: '⌁', attention: '!'} as const;

export function Head() {
  useKey('language', switchLanguage);
  useKey('help', () => go('help'));
  useKey('sync', () => go('sync'));
  useKey('lock', () => void lock());
  const me = who.value;
  return (
    <header class="head">
      <h1 class="brand">{me?.store ?? 'VIP'}</h1>
      {me?.lane && <span class="lane">{t('lane', {n: me.lane})}</span>}
      {me?.training && <span class="training">{t('training')}</span>}
      <span class="gap" />
      {waiting.value.length > 0 && <span class="unanswered" role="status">{t('chip.unanswered', {n: waiting.value.length})}</span>}
      {me && <Chip />}
      {me && (
        <button type="button" class="who" onClick={() => void lock()} aria-label={t('lock.who', {who: me.operator})}>
          <span>{me.operator} <small>{t(`role.${me.role as 'cashier'}`)}</small></span><Key act="lock" />
        </button>
      )}
      <button type="button" class="language" onClick={switchLanguage} lang={language.value === 'en' ? 'zh-CN' : 'en'}>
        {language.value === 'en' ? '中文' : 'English'}
      </button>
      {me && <button type="button" class="help" onClick={() => go(place.value === 'help' ? 'sale' : 'help')} aria-label={t('help')}><Key act="help" /></button>}
    </header>
  );
}

function Chip() {
  const {state, waiting: n, heard} = chip.value;
  return (
    <button type="button" class={`chip ${state}`} onClick={() => go('sync')}>
      <span aria-hidden="true">{marks[state]}</span> {t(`chip.${state}`)}
      {n > 0 && <b> · {count(n)}</b>}
      {state === 'synced' && heard && <small> {when(heard).slice(5)}</small>}
    </button>
  );
}

async function lock() {
  asleep.value = false;
  await logOut();
}
