// Gifts for points (G1 to G5): the best that the member can have is chosen already.

import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import type {Gift} from '../../lib/answers';
import {useAct} from '../../lib/act';
import {call} from '../../lib/call';
import {useKey} from '../../lib/keys';
import {t} from '../../lib/lang';
import {count} from '../../lib/money';
import {who} from '../../lib/session';
import {Panel, Submit} from '../../lib/ui';
import {tell, tellNo} from '../notice';
import {pickKey, usePicks} from '../picks';
import {print} from '../print';
import {go} from '../route';
import * as sale from '../sale';

export function Redeem() {
  const gifts = useSignal<Gift[] | undefined>(undefined);
  const chosen = useSignal('');
  const acting = useAct();
  const here = sale.card.value?.redeemable;
  useEffect(() => {
    void call('gift.list', {}).then((answer) => {
      if (answer.kind === 'ok') gifts.value = answer.result.gifts.filter((g) => g.on_offer || g.stock === 0);
      else tellNo(answer);
    });
  }, []);
  const offered = [...(gifts.value ?? [])].sort((a, b) => b.points - a.points);
  const open = (gift: Gift) => gift.on_offer === true && here !== undefined && gift.points <= here;
  const best = offered.find(open);
  const marked = usePicks(offered.length, (i) => {
    chosen.value = offered[i]!.id;
    void redeem(offered[i]);
  });
  const now = offered[marked] ?? offered.find((g) => g.id === chosen.value) ?? best ?? offered[0];
  const step = (by: number) => {
    if (!now) return false;
    const next = offered[Math.max(0, Math.min(offered.length - 1, offered.indexOf(now) + by))]!;
    chosen.value = next.id;
    return undefined;
  };
  useKey('up', () => step(-1));
  useKey('down', () => step(1));
  const redeem = async (wanted = now) => {
    const member = sale.shown.value;
    if (!member || !wanted) return;
    const answer = await acting.run('gift.redeem', {...member, gift: wanted.id, lane: who.value?.lane ?? '1'});
    if (answer.kind !== 'ok') return;
    if (answer.seq !== undefined) void print({seq: answer.seq}, {asked: false});
    const {gift, points} = answer.result;
    tell({tone: 'good', word: answer.replayed ? 'redeem.was_done' : 'redeem.done',
          facts: {gift: gift.name, points: gift.points, after: points.after}});
    if (!sale.done.value) await Promise.all([sale.learn(member), sale.requote()]);
    go('sale');
  };
  const ready = sale.shown.value !== undefined && now !== undefined && here !== undefined;
  return (
    <Panel title="redeem.title" onBack={() => go('sale')} onSubmit={() => void redeem()}
           note={here !== undefined && <strong class="lead">{t('redeem.here', {n: count(here)})}</strong>}
           actions={<Submit disabled={!ready || acting.busy.value}>{now ? t('redeem.now', {gift: now.name, points: now.points}) : t('redeem')}</Submit>}>
      {here === undefined && <p class="lead">{t('redeem.scan')}</p>}
      {gifts.value?.length === 0 && <p class="lead">{t('redeem.empty')}</p>}
      <ul class="gifts" aria-label={t('redeem.title')}>
        {offered.map((gift, i) => (
          <li key={gift.id}>
            <button type="button" class={gift === now ? 'gift on' : 'gift'} aria-pressed={gift === now} onClick={() => (chosen.value = gift.id)}
                    onDblClick={() => void redeem()}>
              <kbd>{pickKey(i, marked)}</kbd>
              <b>{gift.name}</b>
              <span>{t('points.n', {n: count(gift.points)})}</span>
              <small>
                {gift.stock === 0 ? t('gift.out')
                 : here !== undefined && gift.points > here ? t('gift.short', {n: count(gift.points - here)})
                 : t('gift.left', {n: count(gift.stock)})}
                {gift === best && <em>{t('gift.best')}</em>}
              </small>
            </button>
          </li>
        ))}
      </ul>
      {acting.proof}
      <p class="note">{t('redeem.final')}</p>
    </Panel>
  );
}
