// A receipt once more: of the sale that was just made, or by its number.

import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import type {Schema} from '../../lib/api';
import {call} from '../../lib/call';
import {t} from '../../lib/lang';
import {Button, Field, Panel, Submit} from '../../lib/ui';
import {tellNo} from '../notice';
import {print} from '../print';
import {given, go, useScans} from '../route';
import {Signature} from './signature';

// Tills number their receipts as they like: where one is asked for, whatever is nothing else is one.
export function mayBeReceipt(what: string): boolean {
  return ['receipt', 'name', 'nothing', 'product'].includes(what);
}

export function ReceiptPaper({text}: {text: string}) {
  return <pre class="paper" tabIndex={0} aria-label={t('receipt')}>{text}</pre>;
}

export function ReceiptPanel() {
  const number = useSignal(given.value);
  const paper = useSignal<Schema<'ReceiptShown'> | undefined>(undefined);
  async function find(receiptNo: string) {
    number.value = receiptNo;
    const answer = await call('receipt.show', {receipt_no: receiptNo});
    paper.value = answer.kind === 'ok' ? answer.result : undefined;
    if (answer.kind !== 'ok') tellNo(answer);
  }
  useScans((raw, scanned) => {
    if (!mayBeReceipt(scanned.class)) return false;
    void find(raw);
    return true;
  });
  useEffect(() => {
    if (given.value) void find(given.value);
  }, []);
  const again = async () => {
    const receiptNo = number.value.trim();
    if (!receiptNo) return;
    if (!paper.value) return find(receiptNo);
    await print({receipt_no: receiptNo}, {asked: true});
    await find(receiptNo);
  };
  const shown = paper.value;
  return (
    <Panel title="receipt.title" onBack={() => go('sale')} onSubmit={() => void again()}
           actions={<>
             {shown && <Button onPress={() => go('return', number.value)}>{t('return.title')}</Button>}
             <Submit disabled={!number.value.trim()}>{t(shown ? (shown.times_printed > 0 ? 'receipt.again' : 'receipt.print') : 'return.find')}</Submit>
           </>}>
      {shown ? <div class="print"><ReceiptPaper text={shown.text ?? ''} /><Signature /></div>
       : <Field label={t('receipt.no')} hint={t('receipt.how')} value={number.value} focus onValue={(v) => (number.value = v)} max={64} />}
    </Panel>
  );
}
