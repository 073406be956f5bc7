// Goods come back (P4): the receipt, what of it, and what that means for money and points.

import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import type {Returned, SaleShown} from '../../lib/answers';
import {useAct} from '../../lib/act';
import {call} from '../../lib/call';
import {t, when} from '../../lib/lang';
import {count} from '../../lib/money';
import {who} from '../../lib/session';
import {Button, Clause, Facts, Field, Money, Panel, Submit} from '../../lib/ui';
import {tellNo} from '../notice';
import {print} from '../print';
import {given, go, useScans} from '../route';
import {mayBeReceipt, ReceiptPaper} from './receipt';

export function GiveBack() {
  const number = useSignal(given.value);
  const found = useSignal<SaleShown | undefined>(undefined);
  const back = useSignal<number[]>([]);
  const returned = useSignal<(Returned & {seq: number | undefined}) | undefined>(undefined);
  const acting = useAct();

  async function find(receiptNo: string) {
    number.value = receiptNo;
    returned.value = undefined;
    const answer = await call('sale.show', {receipt_no: receiptNo});
    found.value = answer.kind === 'ok' ? answer.result : undefined;
    back.value = answer.kind === 'ok' ? answer.result.lines.map(() => 0) : [];
    if (answer.kind !== 'ok') tellNo(answer);
  }
  useEffect(() => {
    if (given.value) void find(given.value);
  }, []);
  useScans((text, scanned) => {
    if (!mayBeReceipt(scanned.class)) return false;
    void find(text);
    return true;
  });

  const sale = found.value;
  const pieces = back.value.reduce((sum, n) => sum + n, 0);
  const take = (line: number, by: number) => {
    const out = sale!.lines[line]!.qty - sale!.lines[line]!.returned;
    back.value = back.value.map((n, i) => (i === line ? Math.max(0, Math.min(out, n + by)) : n));
  };
  const submit = async () => {
    if (!sale) return number.value.trim() ? find(number.value.trim()) : undefined;
    const answer = await acting.run('sale.return', {
      receipt_no: sale.receipt_no,
      lane: who.value?.lane ?? '1',
      lines: back.value.flatMap((qty, line) => (qty > 0 ? [{line, qty}] : [])),
    });
    if (answer.kind === 'ok') {
      returned.value = {...answer.result, seq: answer.seq};
      if (answer.seq !== undefined) void print({seq: answer.seq}, {asked: false});
      found.value = undefined;
    }
    return undefined;
  };

  if (returned.value) return <GivenBack done={returned.value} again={() => { returned.value = undefined; number.value = ''; }} />;
  return (
    <Panel title="return.title" onBack={() => go('sale')} onSubmit={() => void submit()}
           actions={sale ? <>
             <Button onPress={() => (back.value = sale.lines.map((l) => l.qty - l.returned))}>{t('return.all')}</Button>
             <Submit look="danger" disabled={pieces === 0 || acting.busy.value}>{t('return.now', {n: pieces})}</Submit>
           </> : <Submit disabled={!number.value.trim()}>{t('return.find')}</Submit>}>
      {!sale && <>
        <p class="lead">{t('return.how')}</p>
        <Field label={t('receipt.no')} value={number.value} focus onValue={(v) => (number.value = v)} max={64} />
      </>}
      {sale && <>
        <Facts rows={[[t('receipt.no'), sale.receipt_no], [t('return.sold'), when(sale.at)], sale.card !== undefined && [t('card'), sale.card], [t('total.paid'), <Money fen={sale.net} />]]} />
        <ol class="back">
          {sale.lines.map((line, i) => {
            const out = line.qty - line.returned;
            return (
              <li key={i} class={out === 0 ? 'gone' : ''}>
                <span><b>{line.name || line.sku}</b><small>{count(line.qty)} × <Money fen={line.unit_price} /> · {t('total.paid')} <Money fen={line.paid} /> <Clause id={line.clause} /></small></span>
                {out === 0 ? <em>{t('return.gone')}</em> : (
                  <span class="stepper">
                    <button type="button" aria-label={`${t('basket.fewer')} ${line.name || line.sku}`} onClick={() => take(i, -1)} disabled={!back.value[i]}>−</button>
                    <output>{back.value[i] ?? 0} / {out}</output>
                    <button type="button" aria-label={`${t('basket.more')} ${line.name || line.sku}`} onClick={() => take(i, 1)} disabled={back.value[i] === out}>+</button>
                  </span>
                )}
              </li>
            );
          })}
        </ol>
        {acting.proof}
        <p class="note">{t('return.note')}</p>
      </>}
    </Panel>
  );
}

function GivenBack({done, again}: {done: Returned & {seq: number | undefined}; again: () => void}) {
  return (
    <Panel title="return.done" onBack={() => go('sale')} onSubmit={again} actions={<>
      <Button onPress={() => (done.seq === undefined ? window.print() : void print({seq: done.seq}, {asked: true}))}>{t('receipt.print')}</Button>
      <Submit>{t('return.next')}</Submit>
    </>}>
      <p class="figure"><span>{t('return.refund')}</span><Money fen={done.refund} big /></p>
      {done.points && <p class="lead">{t('return.points', {taken: done.points.taken, after: count(done.points.after)})}</p>}
      {done.points && done.points.owed > 0 && <p class="lead warn">{t('return.owed', {owed: done.points.owed})}</p>}
      <ReceiptPaper text={done.receipt} />
    </Panel>
  );
}
