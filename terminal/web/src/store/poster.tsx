// The gift poster (G1): what the store offers for points, how many are left, and from when to when.

import {useSignal} from '@preact/signals';
import type {Gift} from '../lib/answers';
import {useAct} from '../lib/act';
import {t} from '../lib/lang';
import {count} from '../lib/money';
import {who} from '../lib/session';
import {Button, Field, Submit} from '../lib/ui';
import {storeDay} from '../till/clock';
import {dashes} from '../till/panels/issue';
import {tell} from '../till/notice';
import {useAsk} from './ask';
import {Loading, Sheet, Table} from './sheet';

export function Poster() {
  const asking = useAsk('gift.list', {});
  const editing = useSignal<Gift | undefined>(undefined);
  const manager = who.value?.role === 'manager';
  const gifts = asking.answer.value?.gifts;
  const fresh = (): Gift => ({id: '', name: '', points: 0, stock: 0, first_day: storeDay(), last_day: storeDay().slice(0, 4) + '-12-31'});
  return (
    <Sheet title={t('tab.poster')} tools={manager && <Button look="main" onPress={() => (editing.value = fresh())}>{t('poster.add')}</Button>}>
      {!manager && <p class="note">{t('store.manager_only')}</p>}
      {editing.value && <Edit key={editing.value.id} gift={editing.value} done={(saved) => { editing.value = undefined; if (saved) void asking.again(); }} />}
      {!gifts ? <Loading /> : gifts.length === 0 ? <p class="lead">{t('redeem.empty')}</p> : (
        <div class="print">
        <Table label={t('tab.poster')}>
          <thead><tr><th>{t('poster.id')}</th><th>{t('poster.name')}</th><th class="n">{t('poster.points')}</th><th class="n">{t('poster.stock')}</th><th>{t('poster.first_day')}</th><th>{t('poster.last_day')}</th><th>{t('care.state')}</th>{manager && <th><span class="hidden">{t('poster.edit')}</span></th>}</tr></thead>
          <tbody>
            {gifts.map((gift) => (
              <tr key={gift.id}>
                <td>{gift.id}</td><td><b>{gift.name}</b></td><td class="n">{count(gift.points)}</td><td class="n">{count(gift.stock)}</td><td>{gift.first_day}</td><td>{gift.last_day}</td>
                <td>{t(gift.on_offer ? 'poster.on' : 'poster.off')}</td>
                {manager && <td><button type="button" class="button quiet" onClick={() => (editing.value = gift)} aria-label={`${t('poster.edit')} ${gift.name}`}>{t('poster.edit')}</button></td>}
              </tr>
            ))}
          </tbody>
        </Table>
        </div>
      )}
    </Sheet>
  );
}

function Edit({gift, done}: {gift: Gift; done: (saved: boolean) => void}) {
  const id = useSignal(gift.id);
  const name = useSignal(gift.name);
  const points = useSignal(gift.points ? String(gift.points) : '');
  const stock = useSignal(gift.id ? String(gift.stock) : '');
  const first = useSignal(gift.first_day);
  const last = useSignal(gift.last_day);
  const wrong = useSignal('');
  const acting = useAct();
  const whole = (text: string) => /^\d{1,9}$/.test(text.trim());
  const save = async () => {
    if (!whole(points.value) || !whole(stock.value)) {
      wrong.value = whole(points.value) ? 'stock' : 'points';
      return;
    }
    const answer = await acting.run('gift.put', {gift: {
      id: id.value.trim(), name: name.value.trim(), points: Number(points.value), stock: Number(stock.value), first_day: first.value, last_day: last.value}});
    wrong.value = answer.kind === 'error' ? answer.pointer.split('/').at(-1) ?? '' : '';
    if (answer.kind !== 'ok') return;
    tell({tone: 'good', word: 'poster.saved', facts: {gift: name.value.trim()}});
    done(true);
  };
  const wrongAt = (field: string) => (wrong.value === field ? t('poster.wrong') : undefined);
  return (
    <form class="editor" onSubmit={(e) => { e.preventDefault(); void save(); }} noValidate>
      <div class="pair">
        <Field label={t('poster.id')} value={id.value} onValue={(v) => (id.value = v)} focus={!gift.id} max={64} wrong={wrongAt('id')} />
        <Field label={t('poster.name')} value={name.value} onValue={(v) => (name.value = v)} focus={gift.id !== ''} wrong={wrongAt('name')} />
        <Field label={t('poster.points')} mode="numeric" value={points.value} onValue={(v) => (points.value = v)} wrong={wrongAt('points')} />
        <Field label={t('poster.stock')} mode="numeric" value={stock.value} onValue={(v) => (stock.value = v)} wrong={wrongAt('stock')} />
        <Field label={t('poster.first_day')} mode="numeric" value={first.value} onValue={(v) => (first.value = dashes(v))} wrong={wrongAt('first_day')} />
        <Field label={t('poster.last_day')} mode="numeric" value={last.value} onValue={(v) => (last.value = dashes(v))} wrong={wrongAt('last_day')} />
      </div>
      {acting.proof}
      <div class="buttons"><Button look="quiet" onPress={() => done(false)}>{t('back')}</Button><Submit disabled={acting.busy.value}>{t('poster.save')}</Submit></div>
    </form>
  );
}
