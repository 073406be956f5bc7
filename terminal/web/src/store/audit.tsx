// Who did what with people's data, points by hand, settings and staff.

import {useSignal} from '@preact/signals';
import {t, when} from '../lib/lang';
import {words, type Word} from '../lib/words';
import {storeDay} from '../till/clock';
import {useAsk} from './ask';
import {Loading, Sheet, Span, Table} from './sheet';

// A method's name in words where the page has them.
function methodName(method: string): string {
  const word = `method.${method}` as Word;
  return word in words ? t(word) : method;
}

const day = /^\d{4}-\d\d-\d\d$/;

export function Audit() {
  const from = useSignal(storeDay());
  const through = useSignal(storeDay());
  const ready = day.test(from.value) && day.test(through.value) && from.value <= through.value;
  const asking = useAsk('audit.list', ready ? {from: from.value, through: through.value} : {});
  const list = asking.answer.value?.entries;
  return (
    <Sheet title={t('tab.audit')} tools={<>
      <Span label={t('audit.from')} of="day" value={from.value} onValue={(v) => (from.value = v)} />
      <Span label={t('audit.through')} of="day" value={through.value} onValue={(v) => (through.value = v)} />
    </>}>
      {!list ? <Loading /> : list.length === 0 ? <p class="lead">{t('store.none')}</p> : (
        <Table label={t('tab.audit')}>
          <thead><tr><th>{t('audit.when')}</th><th>{t('audit.who')}</th><th>{t('audit.kind')}</th><th>{t('audit.what')}</th><th>{t('audit.about')}</th></tr></thead>
          <tbody>
            {list.map((e) => (
              <tr key={e.seq}>
                <td class="nowrap">{when(e.at)}</td><td>{e.operator}{e.second_operator && ` + ${e.second_operator}`}</td><td>{t(`audit.${e.kind as 'look'}`)}</td>
                <td>{e.method && methodName(e.method)}{e.word && <small> {e.word}</small>}</td><td class="nowrap">{e.card ?? e.number ?? e.gift ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Sheet>
  );
}
