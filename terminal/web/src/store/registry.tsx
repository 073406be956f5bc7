// The month's registry (R1, R2): the cards issued, replaced and renewed here, until when head office
// has it, and its closing. A file of it leaves the store by a manager alone.

import {useSignal} from '@preact/signals';
import {useAct} from '../lib/act';
import {save} from '../lib/download';
import {t, when} from '../lib/lang';
import {count} from '../lib/money';
import {who} from '../lib/session';
import {Button, Clause, Field} from '../lib/ui';
import {storeDay} from '../till/clock';
import {tell} from '../till/notice';
import {useAsk} from './ask';
import {Loading, Sheet, Span, Table} from './sheet';

export function Registry() {
  const month = useSignal(storeDay().slice(0, 7));
  const asking = useAsk('report.registry', /^\d{4}-\d\d$/.test(month.value) ? {month: month.value} : {});
  const exporting = useSignal(false);
  const reason = useSignal('');
  const acting = useAct();
  const registry = asking.answer.value;
  const manager = who.value?.role === 'manager';
  const close = async () => {
    const answer = await acting.run('registry.close', {month: month.value});
    if (answer.kind !== 'ok') return;
    tell({tone: 'good', word: 'registry.closed.now', facts: {month: month.value, n: answer.result.registrations}});
    await asking.again();
  };
  const file = async (format: 'csv' | 'xlsx') => {
    const answer = await acting.ask('report.registry', {
      month: month.value, format, ...(reason.value.trim() && {reason: reason.value.trim()})});
    if (answer.kind !== 'ok') return;
    save(answer.result);
    exporting.value = false;
    tell({tone: 'good', word: 'export.done', facts: {file: answer.result.file ?? ''}});
  };
  return (
    <Sheet title={t('tab.registry')} tools={<>
      <Span label={t('month')} of="month" value={month.value} onValue={(v) => (month.value = v)} />
      <Button onPress={() => window.print()}>{t('store.print')}</Button>
      {manager && registry?.state && <Button onPress={() => (exporting.value = !exporting.value)} pressed={exporting.value}>{t('export')}</Button>}
    </>}>
      {exporting.value && (
        <form class="editor" onSubmit={(e) => e.preventDefault()} noValidate>
          <Field label={t('export.reason')} hint={t('export.reason.how')} value={reason.value} onValue={(v) => (reason.value = v)} required={false} focus />
          {acting.proof}
          <div class="buttons">
            <Button onPress={() => void file('csv')} disabled={acting.busy.value}>CSV</Button>
            <Button look="main" onPress={() => void file('xlsx')} disabled={acting.busy.value}>Excel (XLSX)</Button>
          </div>
        </form>
      )}
      {!registry ? <Loading /> : (
        <div class="print">
          <h3 class="only-print">{registry.store} {registry.month} {t('tab.registry')}</h3>
          <div class="status">
            <b>{t('registry.count', {n: count(registry.count)})}</b>
            <span>{registry.closed ? t('registry.closed', {at: when(registry.closed.at)}) : t(registry.complete ? 'registry.complete' : 'registry.open')}</span>
            <span class={registry.days_late ? 'late' : ''}>{registry.days_late ? t('registry.late', {n: registry.days_late}) : t('registry.due', {day: registry.due})}</span>
            {registry.at_office !== undefined && <span>{t(registry.at_office ? 'registry.at_office' : 'registry.not_at_office')}</span>}
            {manager && registry.state === 'open' && (registry.complete || storeDay(new Date(Date.now() + 86_400_000)).slice(0, 7) !== registry.month) &&
              <Button look="main" onPress={() => void close()} disabled={acting.busy.value}>{t('registry.close')}</Button>}
          </div>
          {!exporting.value && acting.proof}
          {registry.count === 0 ? <p class="lead">{t('store.none')}</p> : (
          <Table label={t('tab.registry')}>
            <thead><tr>
              <th>{t('registry.day')}</th><th>{t('registry.kind')}</th><th>{t('card')}</th><th>{t('registry.name')}</th><th>{t('phone')}</th>
              <th>{t('registry.last_day')}</th><th>{t('registry.clause')}</th><th>{t('registry.referrer')}</th><th>{t('registry.staff')}</th>
            </tr></thead>
            <tbody>
              {(registry.registrations ?? []).map((row, i) => (
                <tr key={i}>
                  <td>{row.day}</td><td>{t(`kind.${row.kind as 'issue'}`)}</td><td class="nowrap">{row.card}</td><td>{row.name}</td><td>{row.phone}</td>
                  <td>{row.last_day}</td><td>{row.clause && <Clause id={row.clause} />}</td><td class="nowrap">{row.referrer}</td><td>{row.operator}</td>
                </tr>
              ))}
            </tbody>
          </Table>
          )}
        </div>
      )}
    </Sheet>
  );
}
