// Who buys: how to address them, what they have, and what to say to them now (S1 to S5).

import type {Notice} from '../lib/answers';
import {useKey} from '../lib/keys';
import {language, rateText, say, t} from '../lib/lang';
import {count, signed} from '../lib/money';
import {Clause, Icon, Key, Money, type Drawing} from '../lib/ui';
import * as sale from './sale';

export function Customer() {
  const {shown, quote, greeting, done} = sale;
  const now = done.value?.answer ?? quote.value ?? greeting.value;
  const member = now?.member;
  const somebody = shown.value !== undefined;
  return (
    <section class="customer" aria-label={t('customer')} aria-live="polite">
      {member ? <MemberCard /> : somebody ? <NoBenefits /> : <Nobody />}
      <Prompts />
    </section>
  );
}

function MemberCard() {
  const {card, quote, greeting, done} = sale;
  const now = (done.value?.answer ?? quote.value ?? greeting.value)!;
  const member = now.member!;
  const points = card.value?.points;
  const balance = points?.balance ?? now.points?.before ?? 0;
  const elsewhere = points ? points.balance - points.here : 0;
  // The rate that some line really has: none where a coupon is taken (D6).
  const rate = now.lines.some((line) => line.clause === now.rate?.clause) ? now.rate : undefined;
  const other = language.value === 'en' ? member.address['zh-CN'] : member.address.en;
  return (
    <div class="card">
      <div class="name">
        <h2>{say(member.address)}</h2>
        <span>{other}</span>
        {rate && <strong class="rate">{rateText(rate.pays)} <Clause id={rate.clause} /></strong>}
      </div>
      <div class="balance">
        <b>{count(done.value?.answer.points?.after ?? balance)}</b> {t('points')}
        {elsewhere > 0 && <small>{t('points.here', {here: points!.here, elsewhere})}</small>}
        {points && points.owed > 0 && <small>{t('points.owed', {owed: points.owed})}</small>}
      </div>
      <div class="small">
        <span>{now.card}</span>
        {card.value?.member.phone && <span>{card.value.member.phone}</span>}
        <span>{t('card.until', {day: member.last_day})}</span>
      </div>
      {!done.value && <Away />}
    </div>
  );
}

function Away() {
  return (
    <button type="button" class="away" onClick={() => void sale.show(undefined)} aria-label={t('member.away')}>
      <span aria-hidden="true">×</span>
    </button>
  );
}

function NoBenefits() {
  const {shown, card} = sale;
  const phone = shown.value && 'phone' in shown.value ? shown.value.phone : undefined;
  const masked = phone && phone.length === 11 ? `${phone.slice(0, 3)}****${phone.slice(7)}` : undefined;
  return (
    <div class="card none">
      <div class="name">
        <h2>{card.value?.member.address ? say(card.value.member.address) : masked ?? card.value?.card ?? t('card.none')}</h2>
        <span>{masked ? t('phone.shown') : t('card.no_benefits')}</span>
      </div>
      {card.value && <div class="small"><span>{card.value.card}</span><span>{t(`state.${card.value.state}`)}</span><span>{t('card.until', {day: card.value.last_day})}</span></div>}
      <Away />
    </div>
  );
}

function Nobody() {
  return (
    <div class="card ask">
      <h2>{t('ask.card')}</h2>
      <span>{t('ask.card.how')}</span>
    </div>
  );
}

const icons: Record<string, Drawing> = {
  birthday_today: 'cake', birthday_soon: 'cake', points_to_gift: 'gift', points_to_level: 'up', card_expiring: 'clock',
  magazine_waiting: 'book', handbook_waiting: 'book', becomes_member: 'star', to_become_member: 'star', welcome_referrer: 'heart',
};
const loud = new Set(['to_become_member', 'becomes_member']);
const notYet = new Set(['ask_for_card', 'birthday_today', 'birthday_soon']); // too late once it is paid

function Prompts() {
  const {prompts, warnings, done, documentShown} = sale;
  const birthday = done.value ? undefined : prompts.value.find((p) => p.word === 'birthday_today');
  useKey('document', () => (birthday ? sale.setDocumentShown(!documentShown.value) : false));
  const said = prompts.value.filter((p) => p.word !== 'ask_for_card' && p !== birthday && !(done.value && notYet.has(p.word)));
  return (
    <>
      {warnings.value.length > 0 && (
        <ul class="warnings">{warnings.value.map((w, i) => <Say key={i} notice={w} icon="alert" />)}</ul>
      )}
      {birthday && (
        <button type="button" class="birthday" aria-pressed={documentShown.value} onClick={() => sale.setDocumentShown(!documentShown.value)}>
          <span class="tick" aria-hidden="true">{documentShown.value ? '✓' : ''}</span>
          <span><b>{t(documentShown.value ? 'document.seen' : 'document.confirm')}</b><small>{t(documentShown.value ? 'document.seen.how' : 'document.how')}</small></span>
          <Key act="document" />
        </button>
      )}
      {said.length > 0 && (
        <ul class="prompts">
          {said.map((p, i) => <Say key={i} notice={p} icon={icons[p.word] ?? 'dot'} />)}
        </ul>
      )}
    </>
  );
}

function Say({notice, icon}: {notice: Notice; icon: Drawing}) {
  return (
    <li class={loud.has(notice.word) ? 'loud' : ''}>
      <Icon name={icon} />
      <span>{say(notice.message)}</span>
      <Clause id={notice.clause} />
    </li>
  );
}

// D6: the two ways side by side.
export function Ways() {
  const ways = sale.done.value ? undefined : sale.quote.value?.alternatives;
  const now = sale.quote.value?.choice;
  const best = sale.quote.value?.recommended;
  useKey('left', () => (ways ? sale.choose('member') : false));
  useKey('right', () => (ways ? sale.choose('coupon') : false));
  if (!ways) return null;
  return (
    <div class="ways" role="group" aria-label={t('ways')}>
      {ways.map((way) => (
        <button key={way.choice} type="button" class={now === way.choice ? 'way on' : 'way'} aria-pressed={now === way.choice}
                onClick={() => sale.choose(way.choice)}>
          <span>{t(`way.${way.choice}`)} <Key act={way.choice === 'member' ? 'left' : 'right'} /></span>
          <Money fen={way.paid} big />
          <small>{best === way.choice ? t('way.best') : ''}</small>
        </button>
      ))}
    </div>
  );
}

export function PointsLine() {
  const points = (sale.done.value?.answer ?? sale.quote.value)?.points;
  if (!points) return null;
  return (
    <div class="earns">
      <dt>{t('points.earned')} <Clause id="P1" /></dt>
      <dd>{signed(points.earned)} <small>→ {count(points.after)}</small></dd>
    </div>
  );
}
