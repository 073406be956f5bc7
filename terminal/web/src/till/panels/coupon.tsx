// Coupons of this basket (D6).

import {useSignal} from '@preact/signals';
import {t} from '../../lib/lang';
import {readYuan} from '../../lib/money';
import {Button, Choice, Field, Money, Panel, Submit} from '../../lib/ui';
import {focusBox} from '../box';
import {go, useScans} from '../route';
import {coupons, lines, selected, setCoupons, type Coupon} from '../sale';

export function CouponPanel() {
  const id = useSignal('');
  const amount = useSignal('');
  const on = useSignal<'all' | 'line'>('all');
  const wrong = useSignal('');
  useScans((text, scanned) => {
    if (!['nothing', 'receipt', 'name', 'product'].includes(scanned.class)) return false;
    id.value = text;
    return true;
  });
  const add = () => {
    const fen = readYuan(amount.value);
    wrong.value = fen === undefined || fen < 1 ? 'amount'
                : coupons.value.some((c) => c.id === id.value.trim()) ? 'id' : '';
    if (wrong.value || !fen) return;
    const coupon: Coupon & {lines?: number[]} = {id: id.value.trim() || `C${coupons.value.length + 1}`, amount: fen};
    if (on.value === 'line') coupon.lines = [Math.max(0, selected.value)];
    setCoupons([...coupons.value, coupon]);
    go('sale');
    focusBox();
  };
  return (
    <Panel title="coupon" onBack={() => go('sale')} onSubmit={add}
           actions={<Submit disabled={lines.value.length === 0}>{t('coupon.use')}</Submit>}>
      {lines.value.length === 0 && <p class="lead">{t('coupon.empty')}</p>}
      <div class="pair">
        <Field label={t('coupon.amount')} mode="decimal" value={amount.value} onValue={(v) => (amount.value = v)} focus
               wrong={wrong.value === 'amount' ? t('wrong.price') : undefined} />
        <Field label={t('coupon.id')} value={id.value} onValue={(v) => (id.value = v)} required={false} max={64}
               wrong={wrong.value === 'id' ? t('wrong.coupon') : undefined} />
      </div>
      <Choice label={t('coupon.on')} value={on.value} onValue={(v) => (on.value = v)}
              options={[['all', t('coupon.on.all')], ['line', t('coupon.on.line')]]} />
      {coupons.value.length > 0 && (
        <ul class="list">
          {coupons.value.map((c) => (
            <li key={c.id}>
              <b>{c.id}</b><Money fen={-c.amount} />
              <Button look="quiet" onPress={() => setCoupons(coupons.value.filter((o) => o !== c))}>{t('basket.remove')}</Button>
            </li>
          ))}
        </ul>
      )}
      <p class="note">{t('coupon.note')}</p>
    </Panel>
  );
}
