// A new card (E1 to E8): proof, the form, consent that nobody ticks but the customer's word, a card.

import {useSignal} from '@preact/signals';
import type {NewCard, Scanned} from '../../lib/answers';
import {useAct} from '../../lib/act';
import {t} from '../../lib/lang';
import {readYuan} from '../../lib/money';
import {who} from '../../lib/session';
import {Choice, Field, Panel, Submit} from '../../lib/ui';
import {storeDay} from '../clock';
import {consentVersion} from '../consent';
import {go, useScans} from '../route';
import * as sale from '../sale';
import {NewCardShown} from './new_card';

interface Receipt {
  no: string;
  known: boolean;
  date: string;
  paid: string;
}

export function Issue() {
  const before = sale.done.value?.answer;
  const fresh = before && !before.member ? [{no: before.receipt_no, known: true, date: '', paid: ''}] : [];
  const shownPhone = sale.shown.value && 'phone' in sale.shown.value ? sale.shown.value.phone : '';

  const receipts = useSignal<Receipt[]>(fresh);
  const proof = useSignal<'receipts' | 'phone'>(fresh.length > 0 || !shownPhone ? 'receipts' : 'phone');
  const typed = useSignal('');
  const surname = useSignal('');
  const givenName = useSignal('');
  const form = useSignal<'ms' | 'mr' | ''>('');
  const phone = useSignal(shownPhone);
  const birthday = useSignal('');
  const consent = useSignal(false);
  const messages = useSignal<'yes' | 'no' | ''>('');
  const guardian = useSignal(false);
  const blank = useSignal('');
  const referrer = useSignal('');
  const more = useSignal(false);
  const note = useSignal('');
  const wrong = useSignal('');
  const issued = useSignal<NewCard | undefined>(undefined);
  const acting = useAct();

  const addReceipt = (no: string, known: boolean) => {
    if (!no || receipts.value.some((r) => r.no === no)) return;
    proof.value = 'receipts';
    receipts.value = [...receipts.value, {no, known, date: '', paid: ''}];
  };
  useScans((text: string, scanned: Scanned) => {
    if (scanned.class === 'receipt') {
      addReceipt(text, scanned.known ?? false);
      return true;
    }
    if (scanned.class === 'phone') {
      phone.value = text;
      return true;
    }
    if (scanned.class.startsWith('own_')) {
      // A card of somebody's is who brought the customer; one of nobody's is the new card itself.
      if (scanned.known) {
        referrer.value = text;
        more.value = true;
      } else blank.value = text;
      return true;
    }
    return false;
  });

  const child = underFourteen(birthday.value, storeDay());
  const submit = async () => {
    if (typed.value.trim()) {
      addReceipt(typed.value.trim(), true);
      typed.value = '';
      return;
    }
    const entries = receipts.value.map((r) => {
      const paid = readYuan(r.paid);
      return r.known || !r.date || paid === undefined ? r.no : {receipt_no: r.no, date: r.date, paid};
    });
    const answer = await acting.run('card.issue', {
      proof: proof.value === 'phone' ? {phone: phone.value.trim()} : {receipts: entries},
      registration: {
        surname: surname.value.trim(),
        ...(givenName.value.trim() && {given_name: givenName.value.trim()}),
        ...(form.value && {form: form.value}),
        phone: phone.value.trim(),
        birthday: birthday.value,
        ...(consent.value && {consent: true as const, consent_version: consentVersion()}),
        ...(messages.value && {messages: messages.value === 'yes'}),
        ...(child && guardian.value && {guardian: true}),
        ...(note.value.trim() && {note: note.value.trim()}),
        ...(referrer.value.trim() && {referrer: referrer.value.trim()}),
      },
      ...(blank.value.trim() && {blank: blank.value.trim()}),
      lane: who.value?.lane ?? '1',
    });
    wrong.value = '';
    if (answer.kind === 'ok') {
      issued.value = answer.result;
      return;
    }
    if (answer.kind === 'refused') wrong.value = String(answer.facts['pointer'] ?? '');
    if (answer.kind === 'error') wrong.value = answer.pointer;
    if (answer.kind === 'refused' && answer.word.startsWith('receipt')) {
      const no = answer.facts['receipt_no'];
      receipts.value = receipts.value.map((r) => (r.no === no ? {...r, known: false} : r));
    }
  };
  const wrongAt = (field: string) => (wrong.value.endsWith('/' + field) || wrong.value === field ? t('wrong.field') : undefined);

  if (issued.value) return <NewCardShown card={issued.value} title="issue.done" />;

  return (
    <Panel title="issue.title" onBack={() => go('sale')} onSubmit={() => void submit()}
           actions={<Submit disabled={acting.busy.value || !consent.value}>{t('issue.now')}</Submit>}>
      <Choice label={t('issue.proof')} value={proof.value} onValue={(v) => (proof.value = v)}
              options={[['receipts', t('issue.proof.receipts')], ['phone', t('issue.proof.phone')]]} />
      {proof.value === 'receipts' && (
        <div class="receipts">
          <Field label={t('issue.receipt')} hint={t('issue.receipt.how')} value={typed.value} onValue={(v) => (typed.value = v)} max={64} />
          <ul class="list">
            {receipts.value.map((r, i) => (
              <li key={r.no}>
                <b>{r.no}</b>
                {!r.known && <span class="pair">
                  <Field label={t('issue.receipt.day')} hint="2026-11-20" mode="numeric" value={r.date} onValue={(v) => (receipts.value = receipts.value.map((o, k) => (k === i ? {...o, date: dashes(v)} : o)))} />
                  <Field label={t('total.paid')} mode="decimal" value={r.paid} onValue={(v) => (receipts.value = receipts.value.map((o, k) => (k === i ? {...o, paid: v} : o)))} />
                </span>}
                <button type="button" class="button quiet" onClick={() => (receipts.value = receipts.value.filter((o) => o !== r))}><span>{t('basket.remove')}</span></button>
              </li>
            ))}
          </ul>
        </div>
      )}
      <div class="pair names">
        <Field label={t('issue.surname')} value={surname.value} onValue={(v) => (surname.value = v)} wrong={wrongAt('surname')} />
        <Field label={t('issue.given')} value={givenName.value} onValue={(v) => (givenName.value = v)} required={false} wrong={wrongAt('given_name')} />
        <Choice label={t('issue.form')} value={form.value} onValue={(v) => (form.value = v)} wrong={wrongAt('form')}
                options={[['ms', t('form.ms')], ['mr', t('form.mr')]]} />
      </div>
      <div class="pair">
        <Field label={t('phone')} mode="tel" value={phone.value} onValue={(v) => (phone.value = v)} wrong={wrongAt('phone')} />
        <Field label={t('issue.birthday')} hint="1990-05-20" mode="numeric" value={birthday.value} onValue={(v) => (birthday.value = dashes(v))} wrong={wrongAt('birthday')} max={10} />
      </div>
      <label class={wrongAt('consent') ? 'consent wrong' : 'consent'}>
        <input type="checkbox" checked={consent.value} onChange={(e) => (consent.value = e.currentTarget.checked)} />
        <span><b>{t('issue.consent')}</b><small>{t('issue.consent.text')}</small></span>
      </label>
      {child && (
        <label class="consent">
          <input type="checkbox" checked={guardian.value} onChange={(e) => (guardian.value = e.currentTarget.checked)} />
          <span><b>{t('issue.guardian')}</b><small>{t('issue.guardian.text')}</small></span>
        </label>
      )}
      <Choice label={t('issue.messages')} value={messages.value} onValue={(v) => (messages.value = v)}
              options={[['yes', t('messages.yes')], ['no', t('messages.no')]]} />
      <details open={more.value} onToggle={(e) => (more.value = e.currentTarget.open)}>
        <summary>{t('issue.more')}</summary>
        <Field label={t('issue.blank')} hint={t('issue.blank.how')} value={blank.value} onValue={(v) => (blank.value = v)} required={false} wrong={wrongAt('blank')} />
        <Field label={t('issue.referrer')} hint={t('issue.referrer.how')} value={referrer.value} onValue={(v) => (referrer.value = v)} required={false} wrong={wrongAt('referrer')} />
        <Field label={t('issue.note')} value={note.value} onValue={(v) => (note.value = v)} required={false} wrong={wrongAt('note')} />
      </details>
      {acting.proof}
    </Panel>
  );
}

function underFourteen(birthday: string, today: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(birthday)) return false;
  return String(Number(birthday.slice(0, 4)) + 14) + birthday.slice(4) > today;
}

// 19900520 -> 1990-05-20 while it is typed.
export function dashes(text: string): string {
  const digits = text.replace(/\D/g, '');
  if (digits.length !== 8 || text.includes('-')) return text;
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;
}
