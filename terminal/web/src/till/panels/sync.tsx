// What waits for head office, in full; the chip in the head has it in a word.

import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import type {Status} from '../../lib/answers';
import {call} from '../../lib/call';
import {useAct} from '../../lib/act';
import {say, t, when} from '../../lib/lang';
import {count} from '../../lib/money';
import {Button, Facts, Panel} from '../../lib/ui';
import {waiting as unanswered} from '../commit';
import {tell} from '../notice';
import {go} from '../route';
import {chip, refreshSync, status, sync} from '../sync_state';

export function SyncPanel() {
  return <Panel title="sync" onBack={() => go('sale')}><SyncView /></Panel>;
}

export function SyncView() {
  const acting = useAct();
  const doctor = useSignal<Status['lines'] | undefined>(undefined);
  useEffect(() => {
    void refreshSync();
    void call('doctor', {}).then((answer) => {
      if (answer.kind === 'ok') doctor.value = answer.result.lines;
    });
  }, []);
  const now = sync.value;
  const run = async () => {
    const answer = await acting.run('sync.run', {});
    if (answer.kind === 'ok') tell({tone: 'good', word: 'sync.ran', facts: {n: answer.result.sent}});
    await refreshSync();
  };
  return (
    <>
      <p class={`lead state ${chip.value.state}`}><b>{t(`chip.${chip.value.state}`)}</b> — {t(`chip.${chip.value.state}.means`)}</p>
      {now && <Facts rows={[
        [t('sync.waiting'), count(now.waiting)],
        now.waiting_since !== undefined && [t('sync.since'), when(now.waiting_since)],
        [t('sync.acked'), count(now.acked)],
        [t('sync.heard'), now.heard_at ? when(now.heard_at) : t('never')],
        now.office !== undefined && [t('sync.office'), now.office],
        now.next_at !== undefined && [t('sync.next'), when(now.next_at)],
        unanswered.value.length > 0 && [t('sync.unanswered'), unanswered.value.map((w) => w.receiptNo).join(', ')],
      ]} />}
      {now?.last_error?.message && <p class="note">{say(now.last_error.message)}</p>}
      <ul class="health">
        {(doctor.value ?? status.value?.lines ?? []).map((line) => (
          <li key={line.what} class={line.state}>{say(line.message)}</li>
        ))}
      </ul>
      {now?.enrolled && <div class="buttons"><Button look="main" onPress={() => void run()} disabled={acting.busy.value}>{t('sync.run')}</Button></div>}
    </>
  );
}
