// An item by hand: a barcode that was never rung up here, or goods that need a name.

import {useSignal} from '@preact/signals';
import {t} from '../../lib/lang';
import {readYuan, yuan} from '../../lib/money';
import {Choice, Field, Panel, Submit} from '../../lib/ui';
import {focusBox} from '../box';
import {learnProduct, productOf} from '../products';
import {given, go, useScans} from '../route';
import {addLine, type Line} from '../sale';

export function ItemPanel() {
  const sku = useSignal(given.value);
  const known = productOf(given.value);
  const name = useSignal(known?.name ?? '');
  const price = useSignal(known ? yuan(known.price) : '');
  const qty = useSignal('1');
  const kind = useSignal<Line['kind']>('regular');
  const wrong = useSignal('');
  useScans((text, scanned) => {
    if (scanned.class !== 'product') return false;
    sku.value = text;
    return true;
  });
  const add = () => {
    const fen = readYuan(price.value);
    const pieces = Number(qty.value);
    wrong.value = fen === undefined ? 'price' : !Number.isInteger(pieces) || pieces < 1 || pieces > 1_000_000 ? 'qty' : '';
    if (wrong.value || fen === undefined) return;
    const line: Line = {sku: sku.value.trim() || 'GOODS', name: name.value.trim(), qty: pieces, price: fen, kind: kind.value};
    learnProduct(line);
    addLine(line);
    go('sale');
    focusBox();
  };
  return (
    <Panel title="item" onBack={() => go('sale')} onSubmit={add} actions={<Submit>{t('item.add')}</Submit>}>
      <div class="pair">
        <Field label={t('item.price')} mode="decimal" value={price.value} onValue={(v) => (price.value = v)} focus
               wrong={wrong.value === 'price' ? t('wrong.price') : undefined} />
        <Field label={t('item.qty')} mode="numeric" value={qty.value} onValue={(v) => (qty.value = v)}
               wrong={wrong.value === 'qty' ? t('wrong.qty') : undefined} />
      </div>
      <Field label={t('item.name')} value={name.value} onValue={(v) => (name.value = v)} required={false} />
      <Field label={t('item.sku')} value={sku.value} onValue={(v) => (sku.value = v)} required={false} max={64} />
      <Choice label={t('item.kind')} value={kind.value} onValue={(v) => (kind.value = v)}
              options={[['regular', t('kind.regular')], ['promotion', t('kind.promotion')], ['special', t('kind.special')]]} />
    </Panel>
  );
}
