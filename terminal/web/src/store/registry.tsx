// The month's registry (R1, R2): the cards issued, replaced and renewed here.

import {useSignal} from '@preact/signals';
import {t} from '../lib/lang';
import {count} from '../lib/money';
import {Button, Clause} from '../lib/ui';
import {storeDay} from '../till/clock';
import {useAsk} from './ask';
import {Loading, Sheet, Span, Table} from './sheet';

interface Registered {
  day: string;
  kind: string;
  card: string;
  last_day: string;
  name: string;
  phone: string;
  clause?: string;
  referrer?: string;
  operator: string;
}
interface RegistryAnswer {
  store: string;
  month: string;
  complete: boolean;
  due: string;
  count: number;
  registrations: Registered[];
}

export function Registry() {
  const month = useSignal(storeDay().slice(0, 7));
  const asking = useAsk<RegistryAnswer>('report.registry', /^\d{4}-\d\d$/.test(month.value) ? {month: month.value} : {});
  const registry = asking.answer.value;
  return (
    <Sheet title={t('tab.registry')} tools={<>
      <Span label={t('month')} of="month" value={month.value} onValue={(v) => (month.value = v)} />
      <Button onPress={() => window.print()}>{t('store.print')}</Button>
    </>}>
      {!registry ? <Loading /> : (
        <div class="print">
          <h3 class="only-print">{registry.store} {registry.month} {t('tab.registry')}</h3>
          <p class="lead"><b>{t('registry.count', {n: count(registry.count)})}</b> · {t(registry.complete ? 'registry.complete' : 'registry.open')} · {t('registry.due', {day: registry.due})}</p>
          <Table label={t('tab.registry')}>
            <thead><tr>
              <th>{t('registry.day')}</th><th>{t('registry.kind')}</th><th>{t('card')}</th><th>{t('registry.name')}</th><th>{t('phone')}</th>
              <th>{t('registry.last_day')}</th><th>{t('registry.clause')}</th><th>{t('registry.referrer')}</th><th>{t('registry.staff')}</th>
            </tr></thead>
            <tbody>
              {registry.registrations.map((row, i) => (
                <tr key={i}>
                  <td>{row.day}</td><td>{t(`kind.${row.kind as 'issue'}`)}</td><td class="nowrap">{row.card}</td><td>{row.name}</td><td>{row.phone}</td>
                  <td>{row.last_day}</td><td>{row.clause && <Clause id={row.clause} />}</td><td class="nowrap">{row.referrer}</td><td>{row.operator}</td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </Sheet>
  );
}
