// Several cards end in the four digits that were typed: whose is it?

import {signal} from '@preact/signals';
import type {Scanned} from '../../lib/answers';
import {say, t} from '../../lib/lang';
import {Panel} from '../../lib/ui';
import {pickKey, usePicks} from '../picks';
import {go, type Place} from '../route';
import * as sale from '../sale';

export interface Matches {
  tail: string;
  cards: NonNullable<Scanned['matches']>;
  before: Place; // where to go on
}
export const matches = signal<Matches>({tail: '', cards: [], before: 'sale'});

export function Pick() {
  const {tail, cards, before} = matches.value;
  const pick = (index: number) => {
    const one = cards[index];
    if (!one) return;
    go(before);
    void sale.show({scan: tail, person: one.person});
  };
  const marked = usePicks(cards.length, pick);
  return (
    <Panel title="pick.title" onBack={() => go('sale')}>
      <p class="lead">{t('pick.how', {tail})}</p>
      <ul class="gifts" aria-label={t('pick.title')}>
        {cards.map((one, i) => (
          <li key={one.person}>
            <button type="button" class={i === marked ? 'gift on' : 'gift'} onClick={() => pick(i)}>
              <kbd>{pickKey(i, marked)}</kbd>
              <b>{one.address ? say(one.address) : one.card}</b>
              <span>{one.phone ?? t('pick.visitor')}</span>
              <small><span>{one.card}</span><span>{t(`state.${one.state}`)}</span></small>
            </button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
