// A receipt once more: of the sale that was just made, or by its number.

import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import type {SaleShown} from '../../lib/answers';
import {call} from '../../lib/call';
import {t, when} from '../../lib/lang';
import {Button, Clause, Facts, Field, Money, Panel, Submit} from '../../lib/ui';
import {tellNo} from '../notice';
import {given, go, useScans} from '../route';
import * as sale from '../sale';

// Tills number their receipts as they like: where one is asked for, whatever is nothing else is one.
export function mayBeReceipt(what: string): boolean {
  return ['receipt', 'name', 'nothing', 'product'].includes(what);
}

export function ReceiptPaper({text}: {text: string}) {
  return <pre class="paper" tabIndex={0} aria-label={t('receipt')}>{text}</pre>;
}

export function ReceiptPanel() {
  const number = useSignal(given.value);
  const found = useSignal<SaleShown | undefined>(undefined);
  const last = sale.done.value?.answer;
  const text = last && last.receipt_no === given.value ? last.receipt : undefined;
  async function find(receiptNo: string) {
    number.value = receiptNo;
    const answer = await call<SaleShown>('sale.show', {receipt_no: receiptNo});
    found.value = answer.kind === 'ok' ? answer.result : undefined;
    if (answer.kind !== 'ok') tellNo(answer);
  }
  useScans((raw, scanned) => {
    if (!mayBeReceipt(scanned.class)) return false;
    void find(raw);
    return true;
  });
  useEffect(() => {
    if (given.value && !text) void find(given.value);
  }, []);
  if (text !== undefined) {
    return (
      <Panel title="receipt.title" onBack={() => go('sale')} onSubmit={() => window.print()}
             actions={<Submit>{t('receipt.print')}</Submit>}>
        <ReceiptPaper text={text} />
      </Panel>
    );
  }
  const shown = found.value;
  return (
    <Panel title="receipt.title" onBack={() => go('sale')} onSubmit={() => number.value.trim() && void find(number.value.trim())}
           actions={<>
             {shown && <Button onPress={() => go('return', shown.receipt_no)}>{t('return.title')}</Button>}
             <Submit disabled={!number.value.trim()}>{t('return.find')}</Submit>
           </>}>
      <Field label={t('receipt.no')} hint={t('receipt.how')} value={number.value} focus onValue={(v) => (number.value = v)} max={64} />
      {shown && <>
        <Facts rows={[
          [t('return.sold'), when(shown.at)],
          shown.card !== undefined && [t('card'), shown.card],
          [t('total.due'), <Money fen={shown.paid} />],
          shown.refunded > 0 && [t('return.refund'), <Money fen={shown.refunded} />],
          shown.points && [t('points.earned'), shown.points.earned],
        ]} />
        <ol class="back">
          {shown.lines.map((line, i) => (
            <li key={i}><span><b>{line.name || line.sku}</b><small>{line.qty} × <Money fen={line.unit_price} /> <Clause id={line.clause} /></small></span><Money fen={line.paid} /></li>
          ))}
        </ol>
      </>}
    </Panel>
  );
}
