// The member's card: what it has and how that came, a check of its holder, loss, a new card, renewal.

import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import type {NewCard} from '../../lib/answers';
import {useAct} from '../../lib/act';
import type {Schema} from '../../lib/api';
import {call} from '../../lib/call';
import {t} from '../../lib/lang';
import {count, signed} from '../../lib/money';
import {who} from '../../lib/session';
import {Choice, Facts, Field, Money, Panel, Submit} from '../../lib/ui';
import {tell, tellNo} from '../notice';
import {pickKey, usePicks} from '../picks';
import {go, useScans} from '../route';
import * as sale from '../sale';
import {Data} from './data';
import {NewCardShown} from './new_card';

type What = '' | 'check' | 'lost' | 'replace' | 'renew' | 'handbook' | 'magazine' | 'points' | 'correct' | 'data' | 'close';

export function Care() {
  const what = useSignal<What>('');
  const made = useSignal<NewCard | undefined>(undefined);
  const member = sale.shown.value;
  const card = sale.card.value;
  useEffect(() => void (what.value = ''), [member]);
  const offers: What[] = !card ? [] : [
    ...(card.state === 'active' ? (['check', 'lost', 'replace'] as const) : []),
    ...(card.state === 'blocked' ? (['replace'] as const) : []),
    ...(card.state === 'expired' ? (['renew'] as const) : []),
    ...(card.state === 'active' && !card.handbook ? (['handbook'] as const) : []),
    ...(card.state === 'active' ? (['magazine'] as const) : []),
    'points',
    ...(card.state === 'active' ? (['correct'] as const) : []),
    'data',
    ...(card.state === 'replaced' || card.state === 'closed' ? [] : (['close'] as const)),
  ];
  const marked = usePicks(what.value === '' ? offers.length : 0, (i) => (what.value = offers[i]!));

  if (made.value) return <NewCardShown card={made.value} title="care.new" />;
  if (!member || !card) {
    return (
      <Panel title="care" onBack={() => go('sale')}>
        <p class="lead">{t(member ? 'care.unknown' : 'care.scan')}</p>
      </Panel>
    );
  }
  if (what.value !== '') return <Doing what={what.value} back={() => (what.value = '')} made={(m) => (made.value = m)} />;
  return (
    <Panel title="care" onBack={() => go('sale')}>
      <Facts rows={[
        [t('card'), card.card],
        [t('care.state'), t(`state.${card.state}`)],
        card.member.phone !== undefined && [t('phone'), card.member.phone],
        [t('care.issued'), card.issued],
        [t('care.last_day'), card.last_day],
        card.points && [t('points.title'), count(card.points.balance)],
        card.points && [t('care.accumulated'), count(card.points.accumulated)],
        card.spend !== undefined && [t('care.spend'), <Money fen={card.spend} />],
        card.replaced_by !== undefined && [t('care.replaced_by'), card.replaced_by],
        [t('care.has_handbook'), t(card.handbook ? 'yes' : 'no')],
      ]} />
      <div class="offers">
        {offers.map((offer, i) => (
          <button key={offer} type="button" class={i === marked ? 'button main' : 'button'} onClick={() => (what.value = offer)}>
            <span>{t(`care.${offer as Exclude<What, ''>}`)}</span><kbd>{pickKey(i, marked)}</kbd>
          </button>
        ))}
      </div>
    </Panel>
  );
}

function Doing({what, back, made}: {what: Exclude<What, ''>; back: () => void; made: (card: NewCard) => void}) {
  if (what === 'points') return <Explained back={back} />;
  if (what === 'data') return <Data back={back} />;
  if (what === 'correct') return <Correct back={back} />;
  return <Form what={what} back={back} made={made} />;
}

const reasons = ['lost', 'stolen', 'damaged', 'other'] as const;

function Form({what, back, made}: {what: Exclude<What, '' | 'points' | 'data' | 'correct'>; back: () => void; made: (card: NewCard) => void}) {
  const acting = useAct();
  const reason = useSignal<(typeof reasons)[number]>('lost');
  const outcome = useSignal<'passed' | 'failed' | ''>('');
  const blank = useSignal('');
  const text = useSignal('');
  useScans((raw, scanned) => {
    if ((what !== 'replace' && what !== 'renew') || !scanned.class.startsWith('own_')) return false;
    blank.value = raw;
    return true;
  });
  const ready = what === 'check' ? outcome.value !== '' : what === 'magazine' ? text.value.trim() !== '' : true;

  const submit = async () => {
    const member = sale.shown.value;
    if (!member || !ready) return;
    const lane = who.value?.lane ?? '1';
    const withBlank = blank.value.trim() ? {blank: blank.value.trim()} : {};
    switch (what) {
      case 'replace':
      case 'renew': {
        const answer = await acting.run(`card.${what}` as const, {...member, ...withBlank});
        if (answer.kind === 'ok') made(answer.result);
        return;
      }
      case 'check': return outcome.value === '' ? undefined : settle(await acting.run('card.check_holder', {...member, outcome: outcome.value, lane}));
      case 'lost': return settle(await acting.run('card.block', {...member, reason: reason.value}));
      case 'handbook': return settle(await acting.run('handover.record', {...member, item: 'handbook'}));
      case 'magazine': return settle(await acting.run('handover.record', {...member, item: 'magazine', issue: text.value.trim()}));
      case 'close': return settle(await acting.run('card.close', {...member, ...(text.value.trim() && {reason: text.value.trim()})}));
    }
  };
  const settle = (answer: {kind: string}) => {
    if (answer.kind !== 'ok') return;
    const member = sale.shown.value;
    tell({tone: 'good', word: what === 'check' && outcome.value === 'failed' ? 'care.check.failed' : `care.${what as 'lost'}.done`});
    if (member) void sale.learn(member);
    void sale.requote();
    back();
  };
  return (
    <Panel title={`care.${what}`} onBack={back} onSubmit={() => void submit()}
           actions={<Submit look={what === 'close' || what === 'lost' ? 'danger' : 'main'} disabled={!ready || acting.busy.value}>{t(`care.${what}.now`)}</Submit>}>
      <p class="lead">{t(`care.${what}.means`)}</p>
      {what === 'check' && <Choice label={t('care.outcome')} value={outcome.value} onValue={(v) => (outcome.value = v)}
                                   options={[['passed', t('care.passed')], ['failed', t('care.failed')]]} />}
      {what === 'lost' && <Choice label={t('care.reason')} value={reason.value} onValue={(v) => (reason.value = v)}
                                  options={reasons.map((r) => [r, t(`reason.${r}`)] as const)} />}
      {(what === 'replace' || what === 'renew') && <Field label={t('issue.blank')} hint={t('issue.blank.how')} value={blank.value} required={false} focus onValue={(v) => (blank.value = v)} />}
      {what === 'magazine' && <Field label={t('care.issue')} hint="2026-11" value={text.value} focus max={32} onValue={(v) => (text.value = v)} />}
      {what === 'close' && <Field label={t('care.why')} value={text.value} focus required={false} onValue={(v) => (text.value = v)} />}
      {acting.proof}
    </Panel>
  );
}

function Correct({back}: {back: () => void}) {
  const acting = useAct();
  const delta = useSignal('');
  const reason = useSignal('');
  const wrong = useSignal(false);
  const submit = async () => {
    wrong.value = !/^[+-]?\d{1,9}$/.test(delta.value.trim()) || Number(delta.value) === 0;
    if (wrong.value) return;
    const answer = await acting.run('points.correct', {...sale.shown.value, delta: Number(delta.value), reason: reason.value.trim()});
    if (answer.kind !== 'ok') return;
    tell({tone: 'good', word: 'care.correct.done'});
    sale.learnAgain();
    back();
  };
  return (
    <Panel title="care.correct" onBack={back} onSubmit={() => void submit()}
           actions={<Submit disabled={!reason.value.trim() || acting.busy.value}>{t('care.correct.now')}</Submit>}>
      <p class="lead">{t('care.correct.means')}</p>
      <Field label={t('care.delta')} value={delta.value} focus max={10} onValue={(v) => (delta.value = v)} wrong={wrong.value ? t('wrong.whole') : undefined} />
      <Field label={t('care.why')} value={reason.value} onValue={(v) => (reason.value = v)} />
      {acting.proof}
    </Panel>
  );
}

function Explained({back}: {back: () => void}) {
  const events = useSignal<Schema<'Movement'>[] | undefined>(undefined);
  useEffect(() => {
    const member = sale.shown.value;
    if (member) void call('points.explain', member).then((answer) => {
      if (answer.kind === 'ok') events.value = answer.result.events;
      else tellNo(answer);
    });
  }, []);
  return (
    <Panel title="care.points" onBack={back} onSubmit={back} actions={<Submit>{t('back')}</Submit>}>
      <div class="scroll" tabIndex={0} role="region" aria-label={t('care.points')}>
        <table>
          <thead><tr><th>{t('day')}</th><th>{t('what')}</th><th class="n">{t('amount')}</th><th class="n">{t('points.title')}</th><th class="n">{t('balance')}</th><th class="n">{t('carry')}</th></tr></thead>
          <tbody>
            {(events.value ?? []).map((e) => (
              <tr key={e.seq}>
                <td class="nowrap">{e.day}</td><td>{t(`event.${e.kind}` as 'event.sale')}{e.detail ? ` · ${e.detail}` : ''}</td>
                <td class="n">{e.amount === 0 ? '' : <Money fen={e.amount} />}</td><td class="n">{e.points === 0 ? '' : signed(e.points)}</td>
                <td class="n">{count(e.balance)}</td><td class="n"><Money fen={e.carry} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="note">{t('care.points.note')}</p>
    </Panel>
  );
}

