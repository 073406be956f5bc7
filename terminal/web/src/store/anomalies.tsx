// Breaches of the policy that data can show (X1, X2).

import {say, t, type Message} from '../lib/lang';
import {Clause} from '../lib/ui';
import {useAsk} from './ask';
import {Loading, Sheet} from './sheet';

interface Anomaly {
  seq: number;
  day: string;
  kind: string;
  clause: string;
  card?: string;
  count?: number;
  operator?: string;
  state: string;
  message: Message;
}

export function Anomalies() {
  const asking = useAsk<{anomalies: Anomaly[]}>('report.anomalies', {});
  const list = asking.answer.value?.anomalies;
  return (
    <Sheet title={t('tab.anomalies')}>
      <p class="note">{t('anomalies.what')}</p>
      {!list ? <Loading /> : list.length === 0 ? <p class="lead">{t('anomalies.none')}</p> : (
        <ul class="cards">
          {list.map((a) => (
            <li key={a.seq}>
              <header><Clause id={a.clause} /><span>{a.day}</span>{a.card && <span>{a.card}</span>}{a.operator && <span>{t('operator')} {a.operator}</span>}<em>{t(`anomaly.${a.state as 'open'}`)}</em></header>
              <p>{say(a.message)}</p>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}
