// What is held about a member, and their rights in it (R3, R4): seen, put right, given to them, erased;
// and whether they want messages, which is asked apart (S6).

import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import type {MemberShown} from '../../lib/answers';
import {useAct} from '../../lib/act';
import {call} from '../../lib/call';
import {download} from '../../lib/download';
import {say, t} from '../../lib/lang';
import {Choice, Facts, Field, Panel, Submit} from '../../lib/ui';
import {storeDay} from '../clock';
import {tell, tellNo} from '../notice';
import {pickKey, usePicks} from '../picks';
import {go} from '../route';
import * as sale from '../sale';
import {dashes} from './issue';

const acts = ['full', 'edit', 'messages', 'export', 'erase'] as const;
type DataAct = (typeof acts)[number];

export function Data({back}: {back: () => void}) {
  const act = useSignal<DataAct | ''>('');
  const held = useSignal<MemberShown | undefined>(undefined);
  useEffect(() => {
    const member = sale.shown.value;
    if (member && act.value === '' && !held.value) void call('member.show', member).then((answer) => {
      if (answer.kind === 'ok') held.value = answer.result;
      else tellNo(answer);
    });
  }, [act.value]);
  const marked = usePicks(act.value === '' ? acts.length : 0, (i) => (act.value = acts[i]!));
  const done = () => {
    held.value = undefined;
    act.value = '';
  };
  switch (act.value) {
    case 'full': return <Full back={done} show={(all) => { held.value = all; act.value = ''; }} />;
    case 'edit': return <Edit back={done} />;
    case 'messages': return <Messages back={done} />;
    case 'export': return <Export back={done} />;
    case 'erase': return <Erase back={done} />;
    case '': break;
  }
  const now = held.value;
  return (
    <Panel title="care.data" onBack={back}>
      {now && <Facts rows={[
        [t('data.name'), now.masked ? now.name ?? '' : `${now.surname ?? ''}${now.given_name ?? ''}`],
        now.address !== undefined && [t('issue.form'), say(now.address)],
        [t('phone'), now.phone ?? ''],
        now.birthday !== undefined && [t('issue.birthday'), now.birthday],
        now.note !== undefined && [t('issue.note'), now.note],
        ...now.cards.map((card) => [card.card, `${t(`state.${card.state}`)} · ${t('card.until', {day: card.last_day})}`] as const),
      ]} />}
      {now?.masked && <p class="note">{t('data.masked')}</p>}
      <div class="offers">
        {acts.map((one, i) => (
          <button key={one} type="button" class={i === marked ? 'button main' : 'button'} onClick={() => (act.value = one)}>
            <span>{t(`data.${one}`)}</span><kbd>{pickKey(i, marked)}</kbd>
          </button>
        ))}
      </div>
    </Panel>
  );
}

// R3: in full to who needs it, with a reason, and written down.
function Full({back, show}: {back: () => void; show: (all: MemberShown) => void}) {
  const acting = useAct();
  const reason = useSignal('');
  const submit = async () => {
    const answer = await acting.ask('member.show', {...sale.shown.value, reason: reason.value.trim()});
    if (answer.kind === 'ok') show(answer.result);
  };
  return (
    <Panel title="data.full" onBack={back} onSubmit={() => void submit()}
           actions={<Submit disabled={!reason.value.trim() || acting.busy.value}>{t('data.full.now')}</Submit>}>
      <p class="lead">{t('data.full.means')}</p>
      <Field label={t('care.why')} value={reason.value} focus onValue={(v) => (reason.value = v)} />
      {acting.proof}
    </Panel>
  );
}

function Messages({back}: {back: () => void}) {
  const acting = useAct();
  const wanted = useSignal<'yes' | 'no' | ''>('');
  const submit = async () => {
    const answer = await acting.run('member.edit', {...sale.shown.value, registration: {messages: wanted.value === 'yes'}});
    if (answer.kind !== 'ok') return;
    tell({tone: 'good', word: wanted.value === 'yes' ? 'data.messages.yes' : 'data.messages.no'});
    back();
  };
  return (
    <Panel title="data.messages" onBack={back} onSubmit={() => void submit()}
           actions={<Submit disabled={wanted.value === '' || acting.busy.value}>{t('data.messages.now')}</Submit>}>
      <p class="lead">{t('data.messages.means')}</p>
      <Choice label={t('issue.messages')} value={wanted.value} onValue={(v) => (wanted.value = v)}
              options={[['yes', t('messages.yes')], ['no', t('messages.no')]]} />
      {acting.proof}
    </Panel>
  );
}

function Export({back}: {back: () => void}) {
  const acting = useAct();
  const reason = useSignal('');
  const submit = async () => {
    const answer = await acting.ask('member.export', {...sale.shown.value, reason: reason.value.trim()});
    if (answer.kind !== 'ok') return;
    const name = `member-${answer.result.person}-${storeDay()}.json`;
    download(name, JSON.stringify(answer.result, undefined, 2), 'application/json');
    tell({tone: 'good', word: 'export.done', facts: {file: name}});
    back();
  };
  return (
    <Panel title="data.export" onBack={back} onSubmit={() => void submit()}
           actions={<Submit disabled={!reason.value.trim() || acting.busy.value}>{t('data.export.now')}</Submit>}>
      <p class="lead">{t('data.export.means')}</p>
      <Field label={t('care.why')} value={reason.value} focus onValue={(v) => (reason.value = v)} />
      {acting.proof}
    </Panel>
  );
}

function Erase({back}: {back: () => void}) {
  const acting = useAct();
  const sure = useSignal(false);
  const submit = async () => {
    if (!sure.value) return;
    const answer = await acting.run('member.erase', {...sale.shown.value});
    if (answer.kind !== 'ok') return;
    tell({tone: 'good', word: 'data.erase.done', facts: {points: answer.result.points_given_up}});
    go('sale');
    void sale.show(undefined);
  };
  return (
    <Panel title="data.erase" onBack={back} onSubmit={() => void submit()}
           actions={<Submit look="danger" disabled={!sure.value || acting.busy.value}>{t('data.erase.now')}</Submit>}>
      <p class="lead">{t('data.erase.means')}</p>
      <label class="consent">
        <input type="checkbox" checked={sure.value} onChange={(e) => (sure.value = e.currentTarget.checked)} />
        <span><b>{t('data.erase.sure')}</b><small>{t('data.erase.sure.text')}</small></span>
      </label>
      {acting.proof}
    </Panel>
  );
}

function Edit({back}: {back: () => void}) {
  const acting = useAct();
  const surname = useSignal('');
  const givenName = useSignal('');
  const form = useSignal<'ms' | 'mr' | ''>('');
  const phone = useSignal('');
  const birthday = useSignal('');
  const wrong = useSignal('');
  const entries = Object.entries({surname: surname.value.trim(), given_name: givenName.value.trim(), form: form.value, phone: phone.value.trim(), birthday: birthday.value})
                        .filter(([, value]) => value !== '');
  const submit = async () => {
    const answer = await acting.run('member.edit', {...sale.shown.value, registration: Object.fromEntries(entries)});
    wrong.value = answer.kind === 'refused' ? String(answer.facts['pointer'] ?? '') : answer.kind === 'error' ? answer.pointer : '';
    if (answer.kind !== 'ok') return;
    tell({tone: 'good', word: 'data.edit.done'});
    sale.learnAgain();
    back();
  };
  const wrongAt = (field: string) => (wrong.value.endsWith('/' + field) || wrong.value === field ? t('wrong.field') : undefined);
  return (
    <Panel title="data.edit" onBack={back} onSubmit={() => void submit()}
           actions={<Submit disabled={entries.length === 0 || acting.busy.value}>{t('data.edit.now')}</Submit>}>
      <p class="lead">{t('data.edit.means')}</p>
      <div class="pair names">
        <Field label={t('issue.surname')} value={surname.value} onValue={(v) => (surname.value = v)} wrong={wrongAt('surname')} focus />
        <Field label={t('issue.given')} value={givenName.value} onValue={(v) => (givenName.value = v)} wrong={wrongAt('given_name')} />
        <Choice label={t('issue.form')} value={form.value} onValue={(v) => (form.value = v)} wrong={wrongAt('form')} options={[['ms', t('form.ms')], ['mr', t('form.mr')]]} />
      </div>
      <div class="pair">
        <Field label={t('phone')} mode="tel" value={phone.value} onValue={(v) => (phone.value = v)} wrong={wrongAt('phone')} />
        <Field label={t('issue.birthday')} hint="1990-05-20" mode="numeric" value={birthday.value} onValue={(v) => (birthday.value = dashes(v))} wrong={wrongAt('birthday')} max={10} />
      </div>
      {acting.proof}
    </Panel>
  );
}
