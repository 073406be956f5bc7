// The till: one screen, with the box always on it.

import {useKey} from '../lib/keys';
import {say, t} from '../lib/lang';
import {Button} from '../lib/ui';
import {Basket} from './basket';
import {Box} from './box';
import {Customer, Ways} from './customer';
import {hush, notices, type Notice} from './notice';
import {Panels} from './panels';
import {go, place} from './route';
import * as sale from './sale';
import {Total} from './total';

export function Till() {
  useKey('back', () => {
    if (notices.value.some((n) => !n.id)) return hush();
    if (place.value !== 'sale') return go('sale');
    if (sale.done.value) return sale.begin();
    return back();
  });
  return (
    <main class={place.value === 'sale' ? 'till' : 'till over'}>
      <div class="work">
        <Box />
        <Notices />
        {place.value === 'sale' ? <Basket /> : <Panels />}
      </div>
      <div class="side">
        <Customer />
        <Ways />
        <Total />
      </div>
      <nav class="acts" aria-label={t('acts')}>
        <Button act="redeem" pressed={place.value === 'redeem'} onPress={() => go('redeem')}>{t('redeem')}</Button>
        <Button act="issue" pressed={place.value === 'issue'} onPress={() => go('issue')}>{t('issue')}</Button>
        <Button act="member" pressed={place.value === 'care'} onPress={() => go('care')}>{t('care.act')}</Button>
        <Button act="giveBack" pressed={place.value === 'return'} onPress={() => go('return')}>{t('return')}</Button>
        <Button act="reprint" pressed={place.value === 'receipt'} onPress={() => go('receipt', sale.done.value?.answer.receipt_no ?? '')}>{t('receipt')}</Button>
        <Button act="coupon" pressed={place.value === 'coupon'} onPress={() => go('coupon')}>{t('coupon')}</Button>
        <Button act="item" pressed={place.value === 'item'} onPress={() => go('item')}>{t('item')}</Button>
        <Button act="store" onPress={() => go('store')}>{t('store')}</Button>
      </nav>
    </main>
  );
}

let pressed = 0;
// Once takes the member off the sale, twice soon after empties the basket.
function back() {
  const now = Date.now();
  const twice = now - pressed < 1500;
  pressed = now;
  if (twice && sale.lines.value.length > 0) return sale.clear();
  if (sale.shown.value) return void sale.show(undefined);
  return undefined;
}

export function Notices() {
  return (
    <div class="notices" aria-live="assertive">
      {notices.value.map((notice, i) => <Strip key={notice.id ?? i} notice={notice} />)}
    </div>
  );
}

const signs = {good: '✓', note: 'i', warn: '!', bad: '✕'};

function Strip({notice}: {notice: Notice}) {
  const words = notice.word ? t(notice.word, notice.facts) : '';
  const code = notice.clause ?? notice.code;
  return (
    <div class={`notice ${notice.tone}`}>
      <span class="sign" aria-hidden="true">{signs[notice.tone]}</span>
      <p>{words}{words && notice.message ? ' ' : ''}{say(notice.message)} {code && <small class="code">{code}</small>}</p>
      {!notice.id && <button type="button" class="button quiet" onClick={hush}><span>{t('ok')}</span><kbd>Esc</kbd></button>}
    </div>
  );
}

