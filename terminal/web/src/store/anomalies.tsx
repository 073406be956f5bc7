// Breaches of the policy that data can show (X1, X2), what to do about each, and what became of it.

import {useSignal} from '@preact/signals';
import {useAct} from '../lib/act';
import {say, t, when} from '../lib/lang';
import {who} from '../lib/session';
import {Button, Choice, Clause, Field, Money, Submit} from '../lib/ui';
import {useAsk} from './ask';
import {Loading, Sheet} from './sheet';

type State = 'open' | 'explained' | 'punished';

export function Anomalies() {
  const asking = useAsk('report.anomalies', {});
  const settling = useSignal(0);
  const manager = who.value?.role === 'manager';
  const list = asking.answer.value?.anomalies;
  const order = list && [...list].sort((a, b) => Number(a.state !== 'open') - Number(b.state !== 'open') || b.seq - a.seq);
  return (
    <Sheet title={t('tab.anomalies')}>
      <p class="note">{t('anomalies.what')}</p>
      {!order ? <Loading /> : order.length === 0 ? <p class="lead">{t('anomalies.none')}</p> : (
        <ul class="cards">
          {order.map((a) => (
            <li key={a.seq} class={a.state}>
              <header>
                <Clause id={a.clause} /><span>{a.at ? when(a.at) : a.day}</span>{a.card && <span>{a.card}</span>}
                {a.evidence?.receipt_no && <span>{a.evidence.receipt_no}{a.evidence.paid !== undefined && <> · <Money fen={a.evidence.paid} /></>}</span>}
                {a.operator && <span>{t('operator')} {a.operator}</span>}<em>{t(`anomaly.${a.state}`)}</em>
              </header>
              <p>{say(a.message)}</p>
              {a.state === 'open' && a.what_to_do && <p class="note">{say(a.what_to_do)}</p>}
              {a.settled && <p class="note">{a.settled.operator} · {when(a.settled.at)}{a.settled.reason && ` · ${a.settled.reason}`}</p>}
              {manager && a.what_to_do && a.state === 'open' && settling.value !== a.seq && (
                <div class="buttons"><Button look="quiet" onPress={() => (settling.value = a.seq)}>{t('anomaly.settle')}</Button></div>
              )}
              {settling.value === a.seq && <Settle seq={a.seq} done={(settled) => { settling.value = 0; if (settled) void asking.again(); }} />}
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function Settle({seq, done}: {seq: number; done: (settled: boolean) => void}) {
  const state = useSignal<State>('explained');
  const reason = useSignal('');
  const acting = useAct();
  const submit = async () => {
    const answer = await acting.run('anomaly.settle', {seq, state: state.value, reason: reason.value.trim()});
    if (answer.kind === 'ok') done(true);
  };
  return (
    <form class="editor" onSubmit={(e) => { e.preventDefault(); void submit(); }} noValidate>
      <Choice label={t('anomaly.becomes')} value={state.value} onValue={(v) => (state.value = v)}
              options={[['explained', t('anomaly.explained')], ['punished', t('anomaly.punished')]]} />
      <Field label={t('care.why')} value={reason.value} onValue={(v) => (reason.value = v)} focus />
      {acting.proof}
      <div class="buttons"><Button look="quiet" onPress={() => done(false)}>{t('back')}</Button><Submit disabled={!reason.value.trim() || acting.busy.value}>{t('anomaly.settle')}</Submit></div>
    </form>
  );
}
